"""Reads a question: names, cues, periods, places in the documents, and the words that are left.

Every recogniser marks what it has understood; the next ones see only the rest. The result is a
:class:`Reading`, from which the planners make a query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.concepts import MASK, Token, Vocabulary, concept_data, masked
from assistant.operations import Cue, find_cues, said
from assistant.query import Group
from assistant.regions import Regions, expressly_named, names_expressly
from assistant.rewording import reworded
from assistant.said_units import changed_unit, units_asked
from assistant.sounds import near, sound_of
from assistant.strangers import ends_with_name, find_strangers
from corpus.knowledge import load_toml
from corpus.lines import dashed
from index.words import organisations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.names import Mention, Names

_REMEMBERED = 512
_LIMITS = ["低于", "高于", "超过", "大于", "小于", "不到", "不足", "少于", "多于", "达到", "不满"]
_NO_LIMIT = "".join(rf"(?<!{word}\d{{4}})" for word in _LIMITS)  # 低于2000 is no year, 低于2022年 is
_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})(?:\s*[-—~至到]\s*((?:19|20)\d{2}))?"
    rf"(?:\s*(?:年度?|届|学年度?|级)|{_NO_LIMIT}(?![\d.人名个台所项元册万亿门多%家位平本]))"
)
_COUNTED = re.compile(
    r"(?:这|那|全部|所有|其中)?(?<!第)(?:[一二两三四五六七八九十]{1,3}|\d{1,3})(?:所|家|个学校|个院校|校)(?:学校|高职|院校|职业院校|高校|职业技术学院|职业学院|高专|职院)?"
)
_PLACE_IN = re.compile(r"(附\s*表|附件|表|图|案[例列])\s*(\d{1,2}(?:\s*[-－–—.]\s*\d{1,2})?)(?!\d)")
_QUANTIFIER = re.compile(r"多少|几(?!乎)|多大|多高|比例|多长")
_NAMED = re.compile(
    r"(?:名字|校名|名称|名)?(?:里|中|上)?(?:带有?|含有?|包含|有)[“「]?([\u4e00-\u9fff]{2,6}?)[”」]?(?:二字|两个字|两字|字样|字)?(?:的|这)"
)
_STARTING = re.compile(r"以?[“「]?([\u4e00-\u9fff]{2,4}?)[”」]?(?:开头|打头)")
_KIND_BEHIND = re.compile(r"([\u4e00-\u9fff]{2,6})（([\u4e00-\u9fff]{2,4})）")
_NO_NAME = ("", *"，,。；、看比把在列那的查问说")
_EXCEPT = re.compile(r"(?:除了?|不含|不算|不包括|排除|去掉)")
_NOT_COUNTED = re.compile(r"(?:不算|除外|之外|以外|不计|不含)")
_WINDOW = 6
_PARTICLES = "的了吗呢吧么"
_LONGEST_MENDED = 120
_LEAST_NAME = 5
_HEAD = 3
_LEFT_OUT = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """A question with everything that could be recognised in it; offsets are into ``text``.

    ``counted`` tells that the schools are spoken of by their number or as all of them: 29 校, 各校.
    """

    text: str
    rest: str
    mentions: tuple[Mention, ...]
    strangers: tuple[str, ...]
    cues: tuple[Cue, ...]
    tokens: tuple[Token, ...]
    years: tuple[str, ...]
    places: tuple[str, ...]
    group: Group | None
    region: bool
    units: tuple[str, ...]
    quantifiers: int
    lacking: tuple[str, ...]
    implied_unit: str = ""
    counted: bool = False

    @property
    def subjects(self) -> tuple[str, ...]:
        """The schools meant without doubt, each once."""
        return tuple(dict.fromkeys(m.subjects[0] for m in self.mentions if len(m.subjects) == 1))

    @property
    def nameless(self) -> str:
        """The question with the schools' names masked."""
        return masked(self.text, [(m.start, m.end) for m in self.mentions])

    @property
    def ambiguous(self) -> tuple[Mention, ...]:
        """The names that fit several schools."""
        return tuple(m for m in self.mentions if len(m.subjects) > 1)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that an indicator has to explain, each once."""
        kinds = ("concept", "label", "unknown", "action")
        return tuple(dict.fromkeys(t.form for t in self.tokens if t.kind in kinds))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words that no label and no concept has, each once."""
        kinds = ("unknown", "action")
        return tuple(dict.fromkeys(t.form for t in self.tokens if t.kind in kinds))

    def cue(self, *kinds: str) -> Cue | None:
        """The first cue of one of ``kinds``."""
        return next((c for c in self.cues if c.kind in kinds), None)


def qualifiers() -> tuple[str, ...]:
    """Words that narrow whom a figure counts: 女生, 少数民族."""
    return tuple(_groups()["qualifiers"]["words"])


@lru_cache(maxsize=1)
def _groups() -> dict[str, Any]:
    return load_toml("assistant", "groups.toml")


class Reader:
    """Reads questions against the names and words of one corpus."""

    def __init__(
        self,
        names: Names,
        vocabulary: Vocabulary,
        text: str,
        documents_regions: Regions | None = None,
        captions: Mapping[str, str] | None = None,
    ) -> None:
        """``captions`` gives the numbers of tables by what they are called: 附表 6 by 落实政策表."""
        self._captions = dict(captions or {})
        self.names = names
        self._of_figures = documents_regions or Regions()
        self.vocabulary = vocabulary
        self._text = text
        self._organisations = tuple(dict.fromkeys(organisations(text)))
        regions = {names.parts(subject)[0] for subject in names.subjects}
        fields = {"".join(names.parts(s)[1]) for s in names.subjects}
        endings = {names.parts(subject)[2] for subject in names.subjects}
        self._name_parts = frozenset(p for p in (*regions, *fields, *endings) if len(p) > 1)
        self._regions = tuple(sorted(regions - set(self._of_figures.full), key=len, reverse=True))

        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._read)

    def read(self, text: str) -> Reading:
        """The reading of ``text``, which is normalised already; several desks ask for the same one."""
        return self._remembered(text)

    def _read(self, text: str) -> Reading:
        text = self._with_kind_first(reworded(text))
        mentions, shared = self._shared_mention(self._mentions(text), text)
        spans = [(m.start, m.end) for m in mentions]
        rest = masked(text, spans)
        group, spans = (shared, []) if shared else self._group(rest)
        rest = masked(rest, spans)
        if shared is not None:
            rest = masked(rest, self._members_named(rest, shared))  # 长春、白城两个医高专
        if group is None:
            group, rest = self._shared_name(rest)
        elif not mentions:
            rest = masked(rest, self._members_named(rest, group))
        strangers, spans = find_strangers(rest, self.vocabulary, self._text)
        rest = masked(rest, spans)
        years = tuple(dict.fromkeys(y for f in _YEAR.finditer(rest) for y in f.groups() if y))
        rest = masked(rest, [f.span() for f in _YEAR.finditer(rest)])
        places = tuple(_place(*found.groups()) for found in _PLACE_IN.finditer(rest))
        rest = masked(rest, [f.span() for f in _PLACE_IN.finditer(rest)])
        for caption, number in self._captions.items():
            if (at := rest.find(caption)) >= 0:
                places = tuple(dict.fromkeys((*places, number)))
                rest = masked(rest, [(at, at + len(caption))])
        rest = masked(rest, [f.span() for f in changed_unit().finditer(rest)])
        cues = tuple(self._cues(rest))
        bare = masked(rest, [(c.start, c.end) for c in cues])
        bare = masked(bare, [f.span() for f in _COUNTED.finditer(bare)])
        bare = self._mended(bare) if len(bare) <= _LONGEST_MENDED else bare
        counted = _without(mentions, text)
        if group is None and counted:
            group = Group(f"不含{'、'.join(counted)}", without=counted)
        elif group is not None and counted:
            group = replace(group, without=counted)
        return Reading(
            text=text,
            rest=bare,
            mentions=tuple(m for m in mentions if not set(m.subjects) & set(counted)),
            strangers=strangers,
            cues=cues,
            tokens=tuple(_without_bare_verbs(self.vocabulary.scan(bare), bare)),
            years=years,
            places=places,
            group=group,
            region=said(text, "region") or bool(self._of_figures.spans(rest)),
            units=units_asked(text),
            quantifiers=len(_QUANTIFIER.findall(text)),
            lacking=tuple(w for w in _groups()["lacking"]["words"] if w in text),
            implied_unit="元" if re.search(r"多少钱|几个钱|金额", text) else "",
            counted=bool(_COUNTED.search(rest)) or said(text, "each_of"),
        )

    def _with_kind_first(self, text: str) -> str:
        """年终就业率 for 就业率（年终): a kind in brackets behind its word, where the two are one concept."""
        for found in _KIND_BEHIND.finditer(text):
            for cut in range(len(found.group(1)) - 1):
                word = found.group(1)[cut:]
                if found.group(2) + word in self.vocabulary.concepts:
                    return text[: found.start() + cut] + found.group(2) + word + text[found.end() :]
        return text

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        """The schools named; 长春工程学院 is no 吉林工程职业学院, but the province's name may stand before any."""
        elsewhere = {m: self.names.elsewhere(text, m) for m in self.names.find(text)}
        return tuple(m for m, region in elsewhere.items() if not region or region in self._of_figures.forms)

    def _cues(self, rest: str) -> list[Cue]:
        """The cues but for those that are part of an indicator's own name (毕业三年晋升比例)."""
        labels = [t for t in self.vocabulary.scan(rest) if t.kind in ("concept", "label")]
        return [
            cue
            for cue in find_cues(rest)
            if (cue.kind in ("threshold", "against") and not any(_says(t, cue) for t in labels))
            or (
                cue.kind not in ("threshold", "against")
                and not any(t.start <= cue.start and cue.end <= t.end for t in labels)
            )
        ]

    def _mended(self, text: str, before: frozenset[str] = frozenset()) -> str:
        """Words that are unknown but sound like a known concept, put right: 叫师, 就业绿, 满意渡."""
        tokens = self.vocabulary.scan(text)
        unknown = [t for t in tokens if t.kind in ("unknown", "action")]
        inside = {
            place for t in tokens if t.kind in ("concept", "label") for place in range(t.start + 1, t.end)
        }
        inside |= {place for start, end in self._of_figures.spans(text) for place in range(start, end)}
        within = self.vocabulary.within_words(text)
        for token in unknown:
            for length in range(_WINDOW, 1, -1):
                for start in range(max(0, token.start - length + 1), token.end):
                    window = text[start : start + length]
                    end = start + length
                    cut = end in within and text[end - 1 : end + 1] in self._text  # 讲乡|村振兴 is no 奖项
                    if len(window) < length or MASK in window or start in inside | within or cut:
                        continue
                    right = "" if window[-1] in _PARTICLES else self.vocabulary.sounding_like(window)
                    mended = text[:start] + right + text[end:]
                    if right not in ("", window) and right[-1] not in _PARTICLES and mended not in before:
                        return self._mended(mended, before | {text, mended})
        return text

    def _group(self, text: str) -> tuple[Group | None, list[tuple[int, int]]]:
        if (said := expressly_named(text, self.names.subjects)) is not None:
            return Group(f"名称中含“{said.group(1)}”", (said.group(1),)), [said.span()]
        for pattern, at_start in ((_STARTING, True), (_NAMED, False)):
            for found in pattern.finditer(text):
                part = next(
                    (
                        p
                        for p in sorted(self._name_parts, key=len, reverse=True)
                        if found.group(1).endswith(p)
                    ),
                    None,
                )
                if part and (part not in self._of_figures.forms or names_expressly(found.group())):
                    said_so = f"名称{'以' if at_start else '中含'}“{part}”{'开头' if at_start else ''}"
                    return Group(said_so, (part,), at_start), [found.span()]
        for entry in _groups()["group"]:
            for word in (*sorted(entry["said"], key=len, reverse=True), *entry.get("alone", ())):
                at = text.find(word)
                alone = word not in entry.get("alone", ()) or text[:at][-1:] in _NO_NAME
                if at >= 0 and alone and not ends_with_name(text[:at], self.vocabulary, self._text):
                    said_so = f"名称中含{'、'.join(f'“{p}”' for p in entry['parts'])}"
                    region, start = self._region_before(text, at)
                    also = f"和“{region}”" if region else ""
                    parts, narrower = tuple(entry["parts"]), (region,) if region else ()
                    return Group(f"{said_so}{also}", parts, also=narrower), [(start, at + len(word))]
        whole = self._of_figures.spans(text)
        for region in self._regions:
            named = re.search(
                rf"(?:只看|仅看)?{region}(?:市|地区|本地|这边)?的?(?:那?几所|几家|(?:那|这)?[一二两三四五六七八九十\d]{{1,2}}[所家个]|各|那些|这些|所有|各个|各所|那几家|全部|几个|那几个)?(?:高职|学校|院校|职院|高校|职业院校)"
                rf"|那[个所家]{region}的?|{region}那[个所家]|(?:只看|仅看|限于){region}市?的?|^那?{region}市?的(?:呢|学校|那个|那所|那家)?",
                text,
            )
            if named and not any(named.start() < end and start < named.end() for start, end in whole):
                return Group(f"名称中含“{region}”", (region,)), [named.span()]
        return None, []

    def _region_before(self, text: str, place: int) -> tuple[str, int]:
        """The part of schools' names that narrows a group from before it (长春的高专), and where it begins."""
        for region in self._regions:
            found = re.search(rf"{region}市?的?(?:那?几|各)?$", text[:place])
            if found:
                return region, found.start()
        return "", place

    def _shared_mention(
        self, mentions: tuple[Mention, ...], text: str
    ) -> tuple[tuple[Mention, ...], Group | None]:
        """The mentions, and the schools that one of them names together: 两所医高专."""
        for mention in mentions:
            if len(mention.subjects) > 1 and self.names.forms.counted_before(text[: mention.start]):
                hidden = replace(mention, subjects=())
                group = Group(f"“{mention.written}”", names=mention.subjects)
                return tuple(hidden if m is mention else m for m in mentions), group
        return mentions, None

    def _shared_name(self, rest: str) -> tuple[Group | None, str]:
        """The schools that share a short name (两所医专), and what is left without their parts' names."""
        shared = self.names.forms.shared(rest)
        if shared is None:
            return None, rest
        (start, end), subjects = shared
        group = Group(f"“{rest[start:end]}”", names=subjects)
        rest = masked(rest, [(start, end)])
        return group, masked(rest, self._members_named(rest, group))

    def _members_named(self, rest: str, group: Group) -> list[tuple[int, int]]:
        """Where a region, or field and ending, names one of the group's schools: 白城的, （医专和职院）."""
        members = [s for s in self.names.subjects if group.holds(s)]
        parts = {part for member in members for part in self.names.partial(member)}
        words = sorted((p for p in parts if len(p) > 1), key=len, reverse=True)
        if not words:
            return []
        return [f.span() for f in re.finditer("|".join(re.escape(w) for w in words), rest)]

    def meant(self, name: str) -> str:
        """The organisation of the documents that ``name`` is, misspelt by sound, or ""."""
        for known in self._organisations:
            tail = known[-len(name) :]
            if len(tail) != len(name) or len(name) <= _LEAST_NAME or not sounds_alike(name, tail):
                continue
            if not any(place in name and place not in tail for place in _known_places()):
                return tail
        return ""

    def knows(self, name: str) -> bool:
        """True where the documents print ``name`` somewhere, or a longer name that it is short for."""
        return name in self._text or any(_short_for(name, known) for known in self._organisations)


@lru_cache(maxsize=1)
def _known_places() -> tuple[str, ...]:
    """Places whose names are spelt right as they stand: 吉林职业技术学院 is no misspelt 立信职业技术学院."""
    return tuple(load_toml("assistant", "places.toml")["places"])


def _short_for(name: str, known: str) -> bool:
    """True where ``name`` leaves out a few characters of ``known``: 水利电力学校 of 吉林水利电力职业学校."""
    if len(name) < _LEAST_NAME:
        return False
    for cut in range(_HEAD, len(name) - 1):
        at = known.find(name[:cut])
        if at >= 0 and known.endswith(name[cut:]) and 0 < len(known) - at - len(name) <= _LEFT_OUT:
            return True
    return False


def _says(token: Token, cue: Cue) -> bool:
    """True where a threshold is but a part of an indicator's own words: 毕业不满三年."""
    return token.start < cue.start and cue.end <= token.end


def _without_bare_verbs(tokens: Sequence[Token], text: str) -> list[Token]:
    """``tokens`` without verbs that stand for a concept only beside its noun: 办了 of 办了几个培训班."""
    known = {t.form for t in tokens if t.kind in ("concept", "label")}
    kept = []
    for token in tokens:
        rule = concept_data()["with_noun"].get(token.form)
        bare = rule is not None and text[token.start : token.end] in rule["verbs"]
        if not (rule and bare and rule["noun"] not in text and known - {token.form}):
            kept.append(token)
    return kept


def sounds_alike(one: str, other: str) -> bool:
    """True for names of one length that differ in a character or two that sound nearly the same."""
    wrong = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(wrong) <= len(one) // 4 and all(near(sound_of(a), sound_of(b)) for a, b in wrong)


def _place(kind: str, number: str) -> str:
    plain = "附表" if kind.startswith("附") else kind.replace("案列", "案例")
    return f"{plain} {dashed(number)}"


def _without(mentions: Sequence[Mention], text: str) -> tuple[str, ...]:
    """The schools that the question leaves out: 除了…, …不算."""
    left: list[str] = []
    for mention in mentions:
        before, after = text[: mention.start], text[mention.end : mention.end + 3]
        if _EXCEPT.search(before[-3:]) or _NOT_COUNTED.match(after):
            left.extend(mention.subjects)
    return tuple(left)
