"""Finds schools in a question: by full name, short name, typo, homophone or initials.

Short names are generated from the names in the documents by general rules (region + field +
ending, each in full or shortened), so other provinces' schools work without code. A short name that
fits several schools is ambiguous and stays so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from assistant.forms_of_names import Forms
from assistant.shortening import field_forms, speakable
from assistant.sounds import initials_of, near, other_sounds, pinyin_of, read_aloud
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from index.words import Segmenter

_INITIALS = re.compile(r"[a-zA-Z]{5,}")
_HOMOPHONE_LENGTH = 4
_COMMON = 3
_MOST_TEXT = 300
_MOST_CHOICES = 6
_GOING_ON = tuple("院校专大林省市区工业程交通信息")
_PLACE_LENGTH = (2, 3)
_JOINTS = "比和与跟同、"
_WORD = 2  # characters of most Chinese words
_LONG_STEM = 6
_LONG_NAME = 8


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a question: where, as written, and the schools it may mean.

    ``how`` is "full", "short", "typo" or "initials".
    """

    start: int
    end: int
    written: str
    subjects: tuple[str, ...]
    how: str


_MISSPELT = 3
"""One character in so many may be wrong."""


def _in_order(short: str, name: str) -> bool:
    letters = iter(name)
    return all(c in letters for c in short)


@lru_cache(maxsize=1)
def _name_rules() -> dict[str, Any]:
    return load_toml("assistant", "names.toml")


class Names:
    """The names by which the subjects of a corpus can be called."""

    def __init__(self, subjects: Iterable[str], segmenter: Segmenter, text: str = "") -> None:
        """``text`` is all that the documents say: its own words are not taken for misspelt names."""
        self._text = text
        self.subjects = tuple(dict.fromkeys(subjects))
        rules = _name_rules()
        self._segmenter = segmenter
        self.parts = lru_cache(maxsize=None)(self._parts)
        self.others = tuple(entry["name"] for entry in rules.get("other", ()))
        aliases: dict[str, dict[str, None]] = {}
        for subject in self.subjects:
            for alias in self._short_names(subject, rules["endings"]):
                aliases.setdefault(alias, {})[subject] = None
        self.aliases_reviewed = frozenset(w for entry in rules.get("school", ()) for w in entry["same"])
        for entry in rules.get("school", ()):
            if entry["name"] in self.subjects:
                for alias in entry["same"]:
                    aliases[alias] = {entry["name"]: None}
        for subject in self.subjects:
            aliases[subject] = {subject: None}
        for other in self.others:
            aliases[other] = {}
        self.aliases = {alias: tuple(found) for alias, found in aliases.items()}
        lengths: dict[str, set[int]] = {}
        for alias in self.aliases:
            lengths.setdefault(alias[0], set()).add(len(alias))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._longest = max((len(alias) for alias in self.aliases), default=0)
        self._initials = self._by_initials()
        self._sounds = self._by_sound()
        self._short_sounds = {
            pinyin_of(alias): (found, alias)
            for alias, found in self.aliases.items()
            if len(alias) == _HOMOPHONE_LENGTH - 1
        }
        self._fields, self._heads = self._by_field(), self._by_field(heads=True)
        self.words_of_names = tuple(
            {w for s in self.subjects for w in (self.parts(s)[0], "".join(self.parts(s)[1]))}
        )
        self._pairs = self._by_pairs()
        self.forms = Forms(self.subjects, self.parts)

    def _by_initials(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for subject in self.subjects:
            for initials in sorted({initials_of(pinyin_of(subject)), initials_of(read_aloud(subject))}):
                found.setdefault(initials, []).append(subject)
        return {initials: tuple(subjects) for initials, subjects in found.items()}

    def _by_sound(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Names of four characters and more by their pinyin, where it means one school alone."""
        found: dict[tuple[str, ...], set[str]] = {}
        for alias, subjects in self.aliases.items():
            if len(alias) >= _HOMOPHONE_LENGTH:
                found.setdefault(pinyin_of(alias), set()).update(subjects)
        return {sound: tuple(names) for sound, names in found.items() if len(names) == 1}

    def _parts(self, name: str) -> tuple[str, list[str], str]:
        """A name's region, field words and ending: ``("长春", ["汽车", "工业"], "高等专科学校")``."""
        endings = _name_rules()["endings"]
        ending = next((e for e in sorted(endings, key=len, reverse=True) if name.endswith(e)), "")
        stem = name[: len(name) - len(ending)] if ending else name
        words = [w for w, _, _ in self._segmenter.plain(stem)]
        if words and len(words[0]) in _PLACE_LENGTH:
            return words[0], words[1:], ending
        if len(stem) > _WORD:
            return stem[:_WORD], [w for w, _, _ in self._segmenter.plain(stem[_WORD:])], ending
        return stem, [], ending

    def _short_names(self, name: str, endings: dict[str, list[str]]) -> Iterator[str]:
        region, field, ending = self.parts(name)
        if not ending:
            return
        regions = {region, region[0], region.rstrip("省市")}
        fields = field_forms(field)
        for r, f, e in product([*regions, ""], fields, [*endings[ending], ""]):
            if speakable(r, f, e, region, field):
                yield r + f + e

    def partial(self, name: str) -> set[str]:
        """A school's region, and its field and ending, by which it is told from its like: 白城, 医专, 职院."""
        region, field, ending = self.parts(name)
        endings = [e for e in _name_rules()["endings"].get(ending, ()) if len(e) > 1]
        fields = [f for f in field_forms(field) if f]
        both = {f + e for f in fields for e in _name_rules()["endings"].get(ending, ()) if e}
        return {region, *both, *(() if fields else endings)}

    def find(self, text: str) -> list[Mention]:
        """All mentions in ``text``, in order, not overlapping."""
        found = [*self.exact(text), *self._by_letters(text)]
        found.extend(m for m in self._bare(text) if all(m.end <= k.start or k.end <= m.start for k in found))
        bare = self.forms.leading(text)
        if bare is not None and all(bare[1] <= k.start or k.end <= bare[0] for k in found):
            found.append(Mention(bare[0], bare[1], text[bare[0] : bare[1]], bare[2], "short"))
        if len(text) <= _MOST_TEXT:
            full = [m for m in found if m.how != "short"]
            found.extend(self._homophones(text, found))
            found.extend(self._typos(text, full))
        return sorted(_without_overlaps(found), key=lambda m: m.start)

    def containing(self, short: str) -> tuple[str, ...]:
        """The schools whose full names have the characters of ``short`` in its order, first and last too."""
        ends = {"院": "院", "专": "校", "大": "学", "校": "校"}
        return tuple(
            s
            for s in self.subjects
            if s[0] == short[0] and s.endswith(ends.get(short[-1], short[-1])) and _in_order(short, s)
        )[:_MOST_CHOICES]

    def exact(self, text: str) -> list[Mention]:
        """The names and short names in ``text`` as they are known, without any guess."""
        return list(self._exact(text))

    def _exact(self, text: str) -> Iterator[Mention]:
        place = 0
        while place < len(text):
            for length in self._lengths.get(text[place], ()):
                written = text[place : place + length]
                subjects = self.aliases.get(written)
                if subjects is not None and not self._part_of_longer(text, place, written):
                    how = "full" if written in self.subjects else "short"
                    yield Mention(place, place + length, written, subjects, how)
                    place += length - 1
                    break
            place += 1

    def _part_of_longer(self, text: str, place: int, written: str) -> bool:
        """True where the name goes on: 长春职业技术学院 in 吉林长春职业技术学院分院, 吉林工业大学."""
        after = text[place + len(written) : place + len(written) + 2]
        if written in self.subjects:
            return False
        if after[:1] == "教" and written.endswith("职"):  # 温台职教 is no 台职
            return True
        if after in ("大学", "学院", "学校", "职院", "高专") or after[:1] == "校":
            return True
        return after[:1] == "院" and not written.endswith("院")

    def _bare(self, text: str) -> Iterator[Mention]:
        """Two-character names (吉铁, 吉交) in questions: region and field, where they mean one school."""
        words = {
            place: right - left for _, left, right in self._segmenter.plain(text) for place in (left, -right)
        }
        for place in range(len(text) - 1):
            subjects = self._pairs.get(text[place : place + 2])
            joined = place > 0 and text[place - 1] in _JOINTS  # 吉铁比吉交: 比吉 is no word here
            if not joined and min(words.get(-place - 1, 0), words.get(place + 1, 0)) >= _WORD:
                continue  # the end of one word and the beginning of the next: 台职 in 温台职教
            after = text[place + 2 : place + 3]
            before = text[place - 1 : place] if place else ""
            if subjects and after not in _GOING_ON and before not in _GOING_ON:
                yield Mention(place, place + 2, text[place : place + 2], subjects, "short")

    def _by_pairs(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for subject in self.subjects:
            region, field, ending = self.parts(subject)
            if ending and len(region) == _PLACE_LENGTH[0]:
                second = field[0][0] if field else ending[0]
                found.setdefault(region[0] + second, []).append(subject)
        regions = {self.parts(s)[0] for s in self.subjects}
        return {pair: tuple(s) for pair, s in found.items() if len(s) == 1 and pair not in regions}

    def _by_letters(self, text: str) -> Iterator[Mention]:
        for run in _INITIALS.finditer(text):
            subjects = self._initials.get(run.group().lower())
            if subjects:
                yield Mention(run.start(), run.end(), run.group(), subjects, "initials")

    def _homophones(self, text: str, taken: Sequence[Mention]) -> Iterator[Mention]:
        sounds = pinyin_of(text)
        words = self._segmenter.plain(text)
        for length in range(self._longest, _HOMOPHONE_LENGTH - 1, -1):
            for start in range(len(text) - length + 1):
                end = start + length
                subjects = self._sounds.get(sounds[start:end]) or self._read_otherwise(
                    text, sounds, start, end
                )
                if not subjects or self._part_of_longer(text, start, text[start:end]):
                    continue
                meant = any(
                    begin < end and start < stop and self._is_no_name(word, subjects[0])
                    for word, begin, stop in words
                )
                over = [m for m in taken if m.start < end and start < m.end]
                if not meant and all(
                    m.subjects == subjects and start <= m.start and m.end < end for m in over
                ):
                    yield Mention(start, end, text[start:end], subjects, "typo")
        yield from self._short_homophones(text, sounds, taken)

    def _short_homophones(
        self, text: str, sounds: Sequence[str], taken: Sequence[Mention]
    ) -> Iterator[Mention]:
        """Names of three characters with one wrong that belongs to no word: 汽高砖."""
        alone = {left for _, left, right in self._segmenter.plain(text) if right - left == 1}
        for start in range(len(text) - _HOMOPHONE_LENGTH + 2):
            end = start + _HOMOPHONE_LENGTH - 1
            subjects, alias = self._short_sounds.get(tuple(sounds[start:end]), ((), ""))
            wrong = [i for i, (a, b) in enumerate(zip(text[start:end], alias, strict=False)) if a != b]
            if len(wrong) != 1 or len(subjects) != 1 or start + wrong[0] not in alone:
                continue
            if not any(m.start < end and start < m.end for m in taken):
                yield Mention(start, end, text[start:end], subjects, "typo")

    def _read_otherwise(
        self, text: str, sounds: Sequence[str], start: int, end: int
    ) -> tuple[str, ...] | None:
        """The school whose name a window is with one character of another reading: 行空 as hang kong."""
        if end - start < _LONG_STEM:
            return None
        for place in range(start, end):
            for other in other_sounds(text[place]):
                found = self._sounds.get((*sounds[start:place], other, *sounds[place + 1 : end]))
                if found and len(found) == 1:
                    return found
        return None

    def _is_no_name(self, word: str, subject: str) -> bool:
        """True for a word of the documents that is no part of a school's name: 示范 is no misspelt 师范."""
        short = word in _name_rules()["endings"].get(self.parts(subject)[2], ())
        return len(word) > 1 and not short and word not in subject and self._text.count(word) >= _COMMON

    def by_field(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a school is called by its field alone (电子信息, 铁道) or region and ending: place and school."""
        yield from self._alone(text, self._fields)

    def by_head(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where a school is called by the first word of its field (汽车 of 汽车工业), beside other schools."""
        yield from self._alone(text, self._heads)

    def _alone(self, text: str, names: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
        rules = _name_rules()["alone"]
        for name, subject in names.items():
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                opens = at == 0 or text[:at].endswith(tuple(rules["after"]))
                if opens and (end == len(text) or text.startswith(tuple(rules["before"]), end)):
                    yield at, end, subject
                    break
                at = text.find(name, at + 1)

    def _by_field(self, *, heads: bool = False) -> dict[str, str]:
        """Fields in full, or their first words, that one school alone has, longest first."""
        found: dict[str, list[str]] = {}
        for subject in self.subjects:
            _, field, ending = self.parts(subject)
            if field and ending:
                forms = {"".join(field), *(field[-1:] if len(field) > 1 else ())}
                for form in {field[0]} if heads else forms:
                    found.setdefault(form, []).append(subject)
        alone = {form: s[0] for form, s in found.items() if len(s) == 1 and len(form) > 1}
        return dict(sorted(alone.items(), key=lambda item: -len(item[0])))

    def elsewhere(self, text: str, mention: Mention) -> str:
        """The region of other schools that stands right before a name that has none: 吉林 of 吉林师范高专, or ""."""
        if mention.how == "full" or len(mention.subjects) != 1:
            return ""
        own = self.parts(mention.subjects[0])[0]
        regions = {self.parts(s)[0] for s in self.subjects} - {own}
        before = text[: mention.start]
        if mention.written.startswith(own) or mention.written in self.aliases_reviewed:
            return ""
        return next((region for region in regions if before.endswith(region)), "")

    def _typos(self, text: str, taken: Sequence[Mention]) -> Iterator[Mention]:
        """Full names with a wrong, missing or doubled character."""
        sounds = pinyin_of(text)
        free = {c for at, c in enumerate(text) if not any(m.start <= at < m.end for m in taken)}
        for subject in self.subjects:
            if len(set(subject) - free) > max(1, len(subject) // _MISSPELT):
                continue  # more characters are not there at all than may be wrong
            name = pinyin_of(subject)
            for size in (len(subject), len(subject) - 1, len(subject) + 1):
                for start in range(len(text) - size + 1):
                    end = start + size
                    window = text[start:end]
                    if window[0] != subject[0] and window[-1] != subject[-1]:
                        continue
                    if any(m.start < end and start < m.end for m in taken):
                        continue
                    if self._misspelt(subject, name, window, sounds[start:end]):
                        yield Mention(start, end, window, (subject,), "typo")

    def _misspelt(self, subject: str, name: Sequence[str], window: str, sounds: Sequence[str]) -> bool:
        region, _, ending = self.parts(subject)
        stem = len(subject) - len(ending)
        if len(window) != len(subject):
            from rapidfuzz.distance import Levenshtein

            return window.startswith(subject[:stem]) and Levenshtein.distance(window, subject) == 1
        wrong = [i for i, (a, b) in enumerate(zip(subject, window, strict=True)) if a != b]
        if not wrong or len(wrong) > max(1, len(subject) // _MISSPELT):
            return False
        if not all("\u4e00" <= window[i] <= "\u9fff" for i in wrong):
            return False
        if all(near(name[i], sounds[i]) for i in wrong):
            return True
        elsewhere = wrong[0] >= stem or (stem >= _LONG_STEM and wrong[0] >= len(region))
        return len(wrong) == 1 and len(subject) >= _LONG_NAME and elsewhere


def _without_overlaps(found: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    order = {"full": 0, "initials": 1, "short": 2, "typo": 2}
    for mention in sorted(found, key=lambda m: (order[m.how], m.start - m.end, m.how)):
        if all(mention.end <= k.start or k.end <= mention.start for k in kept):
            kept.append(mention)
    return kept
