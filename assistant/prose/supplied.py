"""Does a sentence supply what is asked OF the thing it tells of: its prize, its round, the day of the deed, its share?

A near miss tells of the thing and not of what is asked: of a contest and not who won it, of six steps and not which,
of a number for two together and not for one. The words are reviewed data (``knowledge/supplied.toml``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from assistant.figures_in_text import read_numeral
from assistant.prose.asked import focus_of
from assistant.prose.evidence import everyday_words
from assistant.prose.nearmiss import asked_head
from corpus.knowledge import load_toml
from index.words import organisations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Tagger = Callable[[str], Iterable[tuple[str, str]]]
    Known = Callable[[str], bool]

_NUMERAL = "[\\d一二三四五六七八九十]+"
_LISTED = re.compile(
    r"([一-龥]{2,12}(?:、[一-龥]{2,12})+)等\s*\d[\d.]*\s*[余多]?\s*(?:个|家|所|名|位|项|种|门)"
)
_HOW_MANY_OF = re.compile(
    r"([一-龥]{2,6}?)(?:占|有|是|共)?(?:多少|几)(?:个|家|所|名|位|项|种|门)([一-龥]{0,4})"
)
_DOER = re.compile(
    r"(?:谁|哪(?:个|家|一家|所)?(?:部门|单位|公司|企业|机构|学校|厅|局)?)(?:来|去|给|负责)?([一-龥]{2})(?:的|了)?[？?。]*$"
)
_WHERE = re.compile(r"在哪(?:儿|里)|在什么地方|哪[个座]城市|在哪[？?。]*$|在哪[开举办设]")
_CLAUSE = re.compile(r"[，。；]")
_ITEMS = re.compile(r"[、，；和与及]|以及")
_BEHIND = 60
_NAME_START = 2
_SEVERAL = 2
_LONGEST_LEAD = 6


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return load_toml("assistant", "supplied.toml")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def prize_not_told(question: str, text: str) -> str:
    """The place in a competition (第一名) that ``question`` asks of, where ``text`` tells of no places; else ""."""
    data = _data()["prizes"]
    asked = next((word for word in data["asked"] if word in question), "")
    return "" if any(word in text for word in (*data["asked"], *data["told"])) else asked


def round_not_told(question: str, around: str) -> str:
    """The round after the first (第二届) that ``question`` names and ``around`` does not; else ""."""
    words = "|".join(_data()["rounds"]["words"])
    pattern = re.compile(rf"第?\s*({_NUMERAL})\s*({words})(?!一体)")
    told = {(read_numeral(n), word) for n, word in pattern.findall(around)}
    for found in re.finditer(rf"第\s*({_NUMERAL})\s*({words})", question):
        value = read_numeral(found.group(1))
        if value is not None and value > 1 and (value, found.group(2)) not in told:
            return found.group()
    return ""


def role_not_told(question: str, around: str) -> str:
    """The role (指导老师) whose holder ``question`` asks for, where ``around`` has no word for it; else ""."""
    for words in _data()["roles"]["words"]:
        said = words.split("|")
        if said[0] in question and not any(word in around for word in said):
            return str(said[0])
    return ""


def deed_not_told(question: str, text: str, known: Known, tagger: Tagger) -> str:
    """The deed (揭牌) whose date is asked, where the documents have the word and ``text`` has not; else ""."""
    data = _data()["deeds"]
    found = re.search(rf"([^，。？?]*?)(?:是|在|于)?(?:{_any(data['asks'])})(?!的)([^，。？?]*)", question)
    if found is None:
        return ""
    last = [("", ""), *tagger(found.group(1))][-1:] if len(found.group(2)) < _SEVERAL else []
    deeds = [w for w, flag in (*tagger(found.group(2)), *last) if flag[:1] == "v" and len(w) > 1]
    if not deeds or any(deed in text or deed in data["general"] for deed in deeds):
        return ""
    return next((deed for deed in deeds if known(deed)), "")


def office_not_told(question: str, text: str) -> str:
    """The office of an organisation (理事长单位) asked for, where ``text`` has it only with 副 or not; else ""."""
    offices = _any(_data()["offices"]["words"])
    lower = _any(_data()["offices"]["lower"])
    found = re.search(rf"(?:{lower})*(?:{offices})单位", question)
    if found is None:
        return ""
    return (
        ""
        if re.search(rf"(?<!{')(?<!'.join(_data()['offices']['lower'])}){found.group()}", text)
        else found.group()
    )


def measure_not_told(question: str, text: str, official: Iterable[str]) -> str:
    """The measure (访问量) whose number is asked, where ``text`` has no two of its characters together; else "".

    ``official`` are official words that may stand for it.
    """
    head = asked_head(question)
    ends = tuple(_data()["measures"]["ends"])
    if len(head) <= _NAME_START or not head.endswith(ends) or any(word in text for word in official):
        return ""
    return "" if any(head[i : i + _NAME_START] in text for i in range(len(head) - 1)) else head


def only_changed(question: str, text: str) -> bool:
    """True where a share is asked for and ``text`` tells by how much one rose or fell, and no share."""
    data = _data()["changes"]
    changes = _any(data["words"])
    if not re.search("率|比例|占比|比重", question) or re.search(
        f"{changes}|{_any(data['asked'])}", question
    ):
        return False
    amounts = list(re.finditer(r"\d[\d.]*\s*(?:%|个百分点)", text))
    return bool(amounts) and all(
        re.search(rf"(?:{changes})[^\d，。]{{0,3}}$", text[: amount.start()]) for amount in amounts
    )


def most_not_told(question: str, text: str) -> bool:
    """True where it is asked which of several is first or has most, and ``text`` compares nothing."""
    asked = re.search(r"最(?:[多少高低大小早晚长先]|后一)", question)
    alone = "，" not in question.strip("，。？?") and re.search("哪|谁", question)
    return bool(asked and alone) and re.search("最|第一|首|居|倒数", text) is None


def doer_not_told(question: str, text: str, known: Known, tagger: Tagger) -> str:
    """The deed whose doer is asked for (由谁设计, 哪个部门发放), where the documents have the word and ``text`` has not."""
    found = _DOER.search(question)
    cut = list(tagger(found.group(1))) if found else []
    if len(cut) != 1 or cut[0][1][:1] != "v":
        return ""
    deed = cut[0][0]
    official = [w for said, more in everyday_words().items() if said in deed for w in more]
    told = any(word in text for word in (deed, *official))
    return "" if told or deed in _data()["deeds"]["general"] or not known(deed) else deed


def sort_not_told(question: str, text: str, known: Known) -> str:
    """The noun that 什么 asks for (什么材料), where the documents have it and ``text`` none of its characters; else ""."""
    focus = focus_of(question)
    alone = "，" not in question.strip("，。？?")
    vague = len(focus) < _NAME_START or focus[-_NAME_START:] in _data()["things"]["general"]
    official = [w for said, more in everyday_words().items() if said in focus or focus in said for w in more]
    if vague or not alone or any(word in text for word in (*focus, *official)):
        return ""
    return focus if known(focus[-_NAME_START:]) else ""


def place_not_told(question: str, text: str, tagger: Tagger) -> bool:
    """True where it is asked where something is held or stands, and ``text`` names no place and no organisation."""
    abstract = _any(_data()["places"]["abstract"])
    if not _WHERE.search(question) or re.search(rf"(?:{abstract})(?:主要|都|具体|究竟|到底)?在哪", question):
        return False
    named = any(flag == "ns" and word not in question for word, flag in tagger(text))
    return not named and "于" not in text and all(name in question for name in organisations(text))


def part_of_list(question: str, text: str) -> str:
    """What is counted in ``question``, where ``text`` counts it with others only (高校、企业等 78 家); else ""."""
    asked = _HOW_MANY_OF.search(question)
    if asked is None:
        return ""
    said = asked.group(2) or asked.group(1)[-_NAME_START:]
    items = [item for found in _LISTED.finditer(text) for item in found.group(1).split("、")]
    return said if len(said) >= _NAME_START and any(item.endswith(said) for item in items) else ""


def one_of_joint(question: str, text: str) -> bool:
    """True where one part is asked for by itself (单这一家) and ``text`` has a number for several together."""
    data = _data()["joint"]
    return any(w in question for w in data["asked"]) and any(w in text for w in data["told"])


def told_together(question: str, text: str) -> str:
    """The one of several doers of whom ``question`` asks, where ``text`` does not tell which did which; else "".

    甲、乙分别到丙、丁、戊: two lists of unequal length cannot be paired.
    """
    for found in re.finditer(_any(_data()["respectively"]["words"]), text):
        doers = _CLAUSE.split(text[: found.start()])[-1].split("、")
        deeds = _CLAUSE.split(text[found.end() :])[0].split("、")
        named = [
            doer for doer in doers if doer[: _NAME_START + 1] in question or doer[:_NAME_START] in question
        ]
        if min(len(doers), len(deeds)) >= _SEVERAL and len(doers) != len(deeds) and len(named) == 1:
            return named[0] if "等" not in question and "几位" not in question else ""
    return ""


def only_counted(question: str, text: str) -> str:
    """What ``question`` wants one by one (六步), where ``text`` says that count of it and sets out none; else ""."""
    data = _data()["counted"]
    if not any(what in question for what in data["whats"]):
        return ""
    counters = "|".join(data["counters"])
    for found in re.finditer(
        rf"(?<![第\d两三四五六七八九十])([\d两三四五六七八九十])\s*({counters})([一-龥]{{0,2}})", question
    ):
        count = int(read_numeral(found.group(1)) or 0)
        at = re.search(rf"{found.group(1)}\s*{found.group(2)}{found.group(3)}", text)
        if count >= _SEVERAL and at is not None and _set_out(text, at) < count:
            return found.group(1) + found.group(2) + found.group(3)
    return ""


def _set_out(text: str, at: re.Match[str]) -> int:
    """How many things stand in a row before or behind what is counted at ``at``."""
    before = [piece for piece in re.split(r"[。；]", text[: at.start()])[-1].split("，") if piece]
    lead = before[-1] if before else ""
    listed = len(_ITEMS.split(lead))
    clauses = sum(1 for piece in before[-10:] if len(piece) <= _BEHIND // 3)
    opened = re.match(
        rf"[一-龥”]{{0,{_LONGEST_LEAD}}}(?:{_any(_data()['counted']['opens'])})", text[at.end() :]
    )
    after = len(_ITEMS.split(text[at.end() : at.end() + _BEHIND])) if opened else 0
    return max(listed, clauses if "等" in lead or clauses > _SEVERAL * 2 else 0, after)


def thing_not_counted(question: str, text: str, known: Known, tagger: Tagger) -> str:
    """The noun that is counted (队伍), where the documents have it elsewhere and ``text`` has not; else ""."""
    data = _data()["things"]
    counters = "|".join(data["counters"])
    found = re.search(rf"(?:多少|(?<!哪)(?<!好)几)(?:{counters})的?([一-龥]{{2,8}})", question)
    nouns = [w for w, _ in takewhile(_is_noun, tagger(found.group(1)))] if found else []
    people = tuple(load_toml("assistant", "instances.toml")["people"]["endings"])
    vague = not nouns or len(nouns[0]) < _NAME_START or nouns[-1].endswith(people)
    if vague or any(noun in text or noun in data["general"] for noun in nouns):
        return ""
    return nouns[0] if known(nouns[0]) else ""


def _is_noun(tagged: tuple[str, str]) -> bool:
    return tagged[1][:1] in ("n", "j")


def not_supplied(
    question: str,
    text: str,
    around: str,
    kind: str,
    known: Known,
    tagger: Tagger,
) -> str:
    """What ``text``, with all ``around`` it, does not tell of the thing asked of, in Chinese; "" where it does.

    ``known`` tells whether the documents have a word, ``kind`` is that of the answer asked for.
    """
    return (
        _name_not_told(question, text, around)
        or _deed_not_told(question, text, kind, known, tagger)
        or _sort_not_told(question, text, kind, known, tagger)
        or (number_not_told(question, text, known, tagger) if kind == "number" else "")
    )


def _name_not_told(question: str, text: str, around: str) -> str:
    """The prize, round, role or office that is not told, in Chinese, or ""."""
    if prize := prize_not_told(question, text):
        return f"文件提到了有关内容，但没有写明“{prize}”。"
    if round_ := round_not_told(question, around):
        return f"文件没有写到“{round_}”。"
    if role := role_not_told(question, around):
        return f"文件提到了有关内容，但没有写到{role}。"
    office = office_not_told(question, text)
    return f"文件提到了有关内容，但没有写明{office}是哪家。" if office else ""


def _deed_not_told(question: str, text: str, kind: str, known: Known, tagger: Tagger) -> str:
    """The deed whose day or doer is not told, in Chinese, or ""."""
    if kind == "date" and (deed := deed_not_told(question, text, known, tagger)):
        return f"文件提到了有关内容，但没有写明“{deed}”的时间。"
    if deed := doer_not_told(question, text, known, tagger):
        return f"文件提到了有关内容，但没有写明由谁{deed}。"
    doer = told_together(question, text)
    return f"文件把{doer}等人一并叙述，没有写明各自对应哪一个。" if doer else ""


def _sort_not_told(question: str, text: str, kind: str, known: Known, tagger: Tagger) -> str:
    """What is counted, compared, of a sort or at a place and not told, in Chinese, or ""."""
    if whole := only_counted(question, text):
        return f"文件只说了“{whole}”，没有写明各是什么。"
    if kind != "summary" and most_not_told(question, text):
        return "文件提到了有关内容，但没有比较出所问的那一个。"
    if kind != "summary" and (sort := sort_not_told(question, text, known)):
        return f"文件提到了有关内容，但没有写明是什么{sort}。"
    unplaced = kind == "place" and place_not_told(question, text, tagger)
    return "文件提到了有关内容，但没有写明地点。" if unplaced else ""


def number_not_told(question: str, text: str, known: Known, tagger: Tagger) -> str:
    """Why no number in ``text`` is the one asked for, in Chinese; "" where one may be."""
    head = asked_head(question)
    official = [w for said, more in everyday_words().items() if head and said in head for w in more]
    if part := part_of_list(question, text):
        return f"文件给出的是几类合在一起的总数，没有单独给出“{part}”的数量。"
    if only_changed(question, text):
        return "文件只给出了增减的幅度，没有给出所问的比例本身。"
    if measure := measure_not_told(question, text, official):
        return f"文件提到了有关内容，但没有给出“{measure}”。"
    if one_of_joint(question, text):
        return "文件给出的是几项合在一起的数，没有单独给出这一项。"
    if thing := thing_not_counted(question, text, known, tagger):
        return f"文件提到了有关内容，但没有给出“{thing}”的数量。"
    return ""
