"""What a message takes from the running text told before: the school that it points to, the same of another school."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.concepts import MASK
from assistant.desks.continuing import continued
from assistant.dialogue import Context, dialogue_words, points_back
from assistant.prose.short import clauses

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.desks.prose import ProseDesk
    from assistant.draft import Draft
    from assistant.model import Answer
    from assistant.names import Names
    from assistant.prose.evidence import EvidenceFinder
    from assistant.reading import Reading
    from index.search import Index

_TWO = 2
_WHOLE_NAME = 4
_NUMBER = re.compile(r"\d")
_MANY_OF = re.compile(r"((?:那|总共|一共|共|合计|共有|有)*(?:多少|几)[个所家项门种名位])(?:呢|啊)?[？?。]?")
_ASKED_FOR = re.compile(r"(?:什么|哪些|啥|哪几[个所家项门种])([一-龥]{2,8}?)(?:[，。？?呢]|$)")


class Talking:
    """Resolves what a message leaves to the answers before it, over one index."""

    def __init__(
        self,
        index: Index,
        names: Names,
        evidence: EvidenceFinder,
        prose: ProseDesk,
        read: Callable[[str], Reading],
    ) -> None:
        """``read`` gives the reading of a normalised question."""
        self._index = index
        self._names = names
        self._evidence = evidence
        self._prose = prose
        self._read = read

    def pointed(self, text: str, context: Context) -> tuple[str, Context]:
        """``text`` with 该校 for the school that it points to (后面这所, 牵头学校), and the context with that school."""
        back = self._returned(text, context)
        if back is not None:
            return back
        if context.last is None or context.last.kind == "figure":
            return text, context
        named = self._named(context.said)
        for ordinal, place in (("former", 0), ("latter", 1)):
            phrase = next((p for p in dialogue_words()[ordinal] if p in text), "")
            two = named if len(named) >= _TWO else _last_two(context)
            if phrase and len(two) >= _TWO:
                return text.replace(phrase, "该校"), replace(context, subjects=(two[place],))
        role = _roles().search(text)
        if role is not None:
            school = self._in_role(role.group(1), context) or (named or context.subjects)[:1]
            if school:
                text = f"{text[: role.start()]}该校{text[role.end() :]}"
                return text, replace(context, subjects=school)
        if points_back(text) and len(named) == 1:
            return text, replace(context, subjects=tuple(named))
        return text, context

    def _returned(self, text: str, context: Context) -> tuple[str, Context] | None:
        """回到刚才那个学校，它多少老师: the question behind the turn of phrase, of the school talked of before the last turn."""
        word = next((w for w in dialogue_words()["returns"] if text.startswith(w)), "")
        if not word:
            return None
        rest = text.removeprefix(word).lstrip("，, ")
        school = _that_school().match(rest)
        if school is None:
            return rest.replace("，", "", 1) or text, context
        last = context.last.subjects if context.last is not None else ()
        before = [q.subjects for q in reversed(context.queries[:-1]) if q.subjects and q.subjects != last]
        subjects = next(iter(before), context.subjects)[:1]
        rest = rest[school.end() :].lstrip("，, 的") or text
        return (rest if points_back(rest) else f"该校{rest}"), replace(context, subjects=subjects)

    def _named(self, said: str) -> tuple[str, ...]:
        """The schools that an answer names, in its order."""
        found = (m.subjects[0] for m in self._names.exact(said) if len(m.subjects) == 1)
        return tuple(dict.fromkeys(found))

    def _in_role(self, role: str, context: Context) -> tuple[str, ...]:
        """The school last named before the word of a role (牵头) in what was cited."""
        for quote in context.quotes:
            head, found, _ = quote.partition(role)
            if found and (named := self._named(head)):
                return named[-1:]
        return ()

    def answer(self, draft: Draft, reading: Reading, context: Context) -> Answer | None:
        """The answer from the text talked of, where it tells what the tables tell of others; else ``None``."""
        last = context.last
        if last is not None and last.kind == "figure":
            return self._of_region(draft, reading, context)
        if last is None or last.kind != "prose":
            return None
        if (more := continued(self._index, draft, reading.text, context)) is not None:
            return more
        if self._of_thing(reading, last.text):
            return self._prose.answer(draft, reading, context)
        if (counted := _MANY_OF.fullmatch(reading.text)) and (thing := _ASKED_FOR.search(context.question)):
            asked = self._read(f"{counted.group(1)}{thing.group(1)}")
            return self._prose.answer(draft, asked, context)
        if not self._told_there(reading, context):
            return None
        asked = reading if bare_question(reading.text) else self._read(f"{bare(reading.text)}是多少")
        return self._prose.answer(draft, asked, context)

    def _of_thing(self, reading: Reading, before: str) -> bool:
        """True for the size or cost of the thing (基地, 学堂) that the text was asked of before, not of its school."""
        if reading.mentions or reading.region or points_back(reading.text):
            return False
        asked = any(word in reading.text for word in dialogue_words()["of_things"])
        return asked and bool(self._evidence.compounds(before))

    def _told_there(self, reading: Reading, context: Context) -> bool:
        """平均就业率呢 after a sentence that gives one: a clause cited before has the very words and a number."""
        whose = reading.mentions or reading.region or reading.strangers or reading.places or reading.group
        content = bare(reading.text)
        least = _WHOLE_NAME if points_back(reading.text) else _TWO
        if whose or len(content) < least:
            return False
        parts = [clause for quote in context.quotes[:1] for clause in clauses(quote)]
        return any(content in part and _NUMBER.search(part) for part in parts)

    def likewise(self, draft: Draft, reading: Reading, context: Context) -> Answer | None:
        """汽高专的呢 after running text: the last question asked of another school."""
        last = context.last
        if last is None or not names_only(reading):
            return None
        if last.kind != "prose" and not (last.kind == "structure" and not last.subjects):
            return None
        school = reading.subjects[0]
        asked = reading.text if bare_question(reading.nameless) else self._of_school(context.question, school)
        topic = self._of_school(context.topic, school, add=False)
        told = replace(context, topic=topic, subjects=(school,))
        return self._prose.answer(draft, self._read(asked), told)

    def _of_region(self, draft: Draft, reading: Reading, context: Context) -> Answer | None:
        """汽高专占多少 after a region's figure: what the text says of it, where a sentence about the school does."""
        last = context.last
        regional = last is not None and last.measures and last.measures[0].layout == "indicators"
        if not regional or not names_only(reading):
            return None
        asked = self._read(self._of_school(context.question, reading.subjects[0]))
        return (
            self._prose.answer(draft, asked, Context((), (), (), "", ()))
            if self._prose.knows(asked)
            else None
        )

    def _of_school(self, text: str, school: str, *, add: bool = True) -> str:
        """``text`` asked of ``school``: its name for the schools named, before it where none is and ``add``."""
        mentions = [m for m in self._names.find(text) if len(m.subjects) == 1]
        for mention in reversed(mentions):
            text = text[: mention.start] + school + text[mention.end :]
        return text if mentions or not add else f"{school}{text}"


def _last_two(context: Context) -> tuple[str, ...]:
    """The schools of the last two questions, where each is about one."""
    last = [q.subjects for q in context.queries[-_TWO:]]
    each = all(len(subjects) == 1 for subjects in last)
    return tuple(dict.fromkeys(subjects[0] for subjects in last)) if each else ()


def names_only(reading: Reading) -> bool:
    """True for a message that names one school and says no more of it than 的呢, 的叫什么, 占多少."""
    other = reading.words or reading.unknown or reading.strangers or reading.places or reading.region
    plain = len(reading.mentions) == 1 and len(reading.subjects) == 1 and not other and reading.group is None
    return plain and bool(_bare_of().fullmatch(reading.nameless.replace(MASK, "").strip("，。？?！ ")))


def bare_question(nameless: str) -> bool:
    """True where something is asked in so many words: 叫什么, 多少."""
    return any(word in nameless for word in dialogue_words()["asking"])


def bare(text: str) -> str:
    """What a short message names, without the words that only ask: 就业率 for 那就业率是多少呢."""
    return _light().sub("", text)


@lru_cache(maxsize=1)
def _light() -> re.Pattern[str]:
    words = [*dialogue_words()["light"], *dialogue_words()["asking"], *dialogue_words()["school_pronouns"]]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) + r"|[，。？！?!\s]")


@lru_cache(maxsize=1)
def _bare_of() -> re.Pattern[str]:
    words = [*dialogue_words()["light"], *dialogue_words()["asking"]]
    return re.compile(f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})+")


@lru_cache(maxsize=1)
def _roles() -> re.Pattern[str]:
    """牵头的那所学校, where it is not asked which one that is."""
    roles = "|".join(dialogue_words()["roles"])
    return re.compile(
        rf"(?:那个|这个)?({roles})的?(?:[这那](?:一)?[所个家])?(?:学校|院校|高校|高职)(?!是哪|是谁|叫|有哪|有几|有谁|都|[是为]什么)"
    )


@lru_cache(maxsize=1)
def _that_school() -> re.Pattern[str]:
    return re.compile(
        r"(?:刚才|前面|之前|最初|最开始|开头|先前|刚刚|上面)?(?:说|问|提)?(?:过|到)?的?[那这](?:一)?[所个家]?(?:学校|院校|高职)"
    )
