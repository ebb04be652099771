"""Recognises what a question wants done: ranks, thresholds, sums, shares, comparisons.

Each recogniser looks for the words of one kind from ``knowledge/operations.toml`` and gives
:class:`Cue` values with their places, so that the words can be taken out of the question before its
indicators are looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from assistant.concepts import MASK
from assistant.figures_in_text import Amount, find_amounts, read_numeral
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NUM = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_ORDINAL = re.compile(
    rf"(倒数|后)?(?:第|(?<=[排数是])老)\s*{_NUM}\s*(?:名|位|个|所|家|(?:高|多|大|低|少|小|好)(?!少))*"
)
_FIRST_N = re.compile(rf"(前|后|倒数|末尾?|最后|最前)的?\s*{_NUM}\s*(?:名|位|个|所|家|强|甲|学校|院校|的)*")
_BEST_N = re.compile(rf"(?:的|那)?\s*{_NUM}\s*(?:所|家|个|名)")
_BETWEEN = re.compile(r"^\s*(?:到|至|和|与|-|—|~|～|、)\s*$")
_TO = re.compile(r"^\s*(?:到|至|-|—|~|～)\s*$")
_DASH = re.compile(r"(?<=\d[%人台个项元册])-(?=\d)|(?<=\d\d\d)-(?=\d\d\d)")
_OF_SCHOOLS = re.compile(
    r"\s*人?\s*(?:之?间)?\s*的?\s*(?:那些|各|职业|高职)?(?:学校|院校|高职|职院|有|都有|是哪|哪)"
)
_MANTISSA = re.compile(r"[\d,.]+|[零〇一二两三四五六七八九十点]+")
_YEARS = range(1900, 2101)
_LEAST_COUNT = 2
_REACH = 8
_UP = ("多", "高", "大", "强", "好")
_APART = re.compile(r"[，,。；\d]|学校|院校|[人台个门项册元名位所家万亿%]的")
_THAN_BEFORE = re.compile(r"[比较][^，,。比较的]{0,6}$")
_MORE_AFTER = re.compile(
    r"[^，,。？?]{0,10}?(多(?!少)|[高大强好低小差]|(?<!多)少)(?=的|$|[，,。？?有几多]|了|些|学校|院校)"
)
_EXACTLY = re.compile(r"(?:只|仅|正好|恰好|刚好|恰恰)([^\d，,。]{0,4})$")
_NOT_EVEN = re.compile(r"[^，,。]{0,8}?((?:都|也|还)(?:没有|没到|没|不到|凑不够|凑不齐|不够|达不到|未到))")
_WHO_MORE = re.compile(
    r"(?:哪一?[个所家校边]|谁)(?:学校|院校|高职)?([^，,。？?最更多少]{0,12}?)(更|比较)?([多高大强好足少低小差])(?=[，,。？?些点呢啊吧 ]|$)"
)
_HALF_OF = re.compile(r"(超过|超|达到|不到|不足|低于|少于|没到|未到)[^，,。]{2,8}?(的?(?:一半|半数))")
_AND_COMPARED = re.compile(r"[和跟与同][^，,。]*?(比(?:呢|怎么样|如何|起来|一下))")
_INCLUDED = re.compile(
    r"\s*[（(，,]?\s*(?P<not>不|未|不要|没)?(?:包含|包括|含|算|计)(?:上)?(?:本数|本身|此数|这个数|该数|等于的?|[\d.]+\s*[%人个台所项元册万亿门家]*)(?:在内)?\s*[）)]?"
)
_BEYOND_BY = re.compile(
    r"(?P<verb>超出了?|超过了?|高出|多出|多于|高于|大于|少于|低于|小于|领先于?|落后于?|不及|少出)"
    r"(?![^，,。；？?]*(?:均值|平均|中位|均线))[^，,。；？?\d一二两三四五六七八九十百千万]{2,14}?(?:多少|几)(?!所|家|个学校)"
)
_DONE_MORE = re.compile(r"[多少](?=(?:[\u4e00-\u9fff]{1,3}?了?)(?:几|多少)(?!岁))")


@dataclass(frozen=True, slots=True)
class Cue:
    """A recognised word or phrase: its kind, place, and for some kinds a number or comparison."""

    kind: str
    start: int
    end: int
    written: str
    number: int = 0
    comparison: str = ""
    low: Decimal = Decimal(0)
    high: Decimal | None = None
    unit: str = ""


@lru_cache(maxsize=1)
def operation_words() -> dict[str, Any]:
    """The words of ``knowledge/operations.toml`` by kind."""
    return load_toml("assistant", "operations.toml")


def said(text: str, kind: str) -> bool:
    """True where ``text`` has one of the words of ``asks.kind``."""
    return any(word in text for word in operation_words()["asks"][kind])


@lru_cache(maxsize=4096)
def _literal(word: str) -> re.Pattern[str]:
    return re.compile(re.escape(word))


def _places_of(word: str, text: str) -> Iterator[re.Match[str]]:
    """The places of ``word``; compiled once, since there are more words than ``re`` remembers."""
    return _literal(word).finditer(text) if word in text else iter(())


def find_cues(text: str) -> list[Cue]:
    """All cues in ``text`` in order; ones inside a longer one are left out."""
    found = [*_thresholds(text), *_ordinals(text), *_words(text), *_more_done(text), *_who_more(text)]
    found += _beyond_by(text)
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (_rank(c), c.start - c.end, c.start)):
        if all(cue.end <= k.start or k.end <= cue.start for k in kept):
            kept.append(cue)
    return sorted(kept, key=lambda c: c.start)


def _rank(cue: Cue) -> int:
    return 0 if cue.kind in ("threshold", "against") else 1


def _words(text: str) -> Iterator[Cue]:
    for kind, words in operation_words()["cues"].items():
        for word in words:
            another = operation_words()["another_word_before"]
            other = (*another.get(word, ()), *another.get(word[-1], ()))
            for found in _places_of(word, text):
                if not text.startswith(other, found.end()):
                    yield Cue(kind, found.start(), found.end(), word)


def _more_done(text: str) -> Iterator[Cue]:
    """A比B多设几个专业: the verb between 多 and 几 stays for the indicator."""
    than = text.find("比")
    for found in _DONE_MORE.finditer(text, than + 1) if than >= 0 else ():
        if text[found.start() - 1 : found.start()] not in ("多", "至", "最", "很", "大"):
            yield Cue("difference", found.start(), found.end(), found.group())


def _beyond_by(text: str) -> Iterator[Cue]:
    """教职工超出编制多少人: a difference whose second operand stands between the verb and 多少."""
    for found in _BEYOND_BY.finditer(text):
        yield Cue("difference", *found.span("verb"), found.group("verb"))


def _who_more(text: str) -> Iterator[Cue]:
    """哪个学校机房电脑多, 哪所招生专业更多: the adjective ranks, or compares the two that are named."""
    for found in _WHO_MORE.finditer(text):
        ranked = "highest" if found.group(3) in (*_UP, "足") else "lowest"
        kind = "compare" if MASK * 2 in text else ranked
        start = found.start(2) if found.group(2) else found.start(3)
        yield Cue(kind, start, found.end(3), text[start : found.end(3)])
    for found in _AND_COMPARED.finditer(text):
        yield Cue("compare", found.start(1), found.end(1), found.group(1))


_OF_TIMES = ("批", "回", "次", "届", "轮")
"""What 第一 before them counts is no rank."""


def _ordinals(text: str) -> Iterator[Cue]:
    for found in _ORDINAL.finditer(text):
        number = read_numeral(found.group(2))
        if number is not None and text[found.end() : found.end() + 1] not in _OF_TIMES:
            kind = "ordinal_last" if found.group(1) else "ordinal"
            if found.group(0).rstrip()[-1] in "低少小":
                kind = "ordinal_last"
            yield Cue(kind, found.start(), found.end(), found.group(0), int(number))
    for found in _FIRST_N.finditer(text):
        number = read_numeral(found.group(2))
        if number is not None:
            kind = "top" if found.group(1) in ("前", "最前") else "bottom"
            yield Cue(kind, found.start(), found.end(), found.group(0), int(number))
    words = operation_words()["cues"]
    for kind, source in (("top", "highest"), ("bottom", "lowest")):
        for word in words[source]:
            for at in _places_of(word, text):
                after = _BEST_N.match(text, at.end())
                number = read_numeral(after.group(1)) if after else None
                if after and number is not None and number > 1:
                    yield Cue(kind, at.start(), after.end(), text[at.start() : after.end()], int(number))


def _thresholds(text: str) -> Iterator[Cue]:
    data = operation_words()
    amounts = find_amounts(text)
    dashed = _DASH.sub("~", text)
    yield from _ranges(dashed, find_amounts(dashed))
    yield from _against(text, data)
    for comparison, words in data["comparisons"].items():
        for amount in amounts:
            word = _ending(text[: amount.start].rstrip("了有着的 "), words)
            if word is None or (comparison == "=" and amount.value != 0):
                continue
            start = text.rindex(word, 0, amount.start)
            end, compared = _with_after(text, amount, comparison, data)
            yield _threshold(text, start, end, compared, amount)
    for comparison, words in data["after"].items():
        for amount in amounts:
            after = next((w for w in words if text.startswith(w, _past(text, amount.end))), None)
            if after is not None and not _is_label(amount):
                end = _past(text, amount.end) + len(after)
                end, compared = _bound(text, end, comparison, amount)
                yield _threshold(text, amount.start, end, compared, amount)
    yield from _exactly(text, amounts)
    yield from _halves(text)
    yield from _phrases(text, data)


def _exactly(text: str, amounts: list[Amount]) -> Iterator[Cue]:
    """只新增1个, 正好撤2个: just so many; 连10万册纸书都没有: fewer."""
    for amount in amounts:
        just = _EXACTLY.search(text[: amount.start])
        if just is not None and amount.unit not in ("", "所", "家"):
            yield Cue("adjective", just.start(), just.start(1), text[just.start() : just.start(1)])
            yield _threshold(text, amount.start, amount.end, "=", amount)
        even = _NOT_EVEN.match(text[amount.end :])
        if text[: amount.start].rstrip(" ").endswith("连") and even is not None:
            yield _threshold(text, amount.start - 1, amount.end, "<", amount)
            yield Cue("adjective", amount.end + even.start(1), amount.end + even.end(1), even.group(1))


def _halves(text: str) -> Iterator[Cue]:
    """超过专任教师一半: what is halved stands between the comparison and the half."""
    for found in _HALF_OF.finditer(text):
        comparison = "<" if found.group(1)[0] in "不低少没未" else ">"
        yield Cue("adjective", found.start(1), found.end(1), found.group(1))
        half = found.span(2)
        yield Cue("threshold", *half, found.group(2), comparison=comparison, low=Decimal(50), unit="%")


def _phrases(text: str, data: dict[str, Any]) -> Iterator[Cue]:
    """Thresholds that are set phrases, each with a comparison and a number."""
    for phrase in data["phrase"]:
        for word in phrase["said"]:
            for found in _places_of(word, text):
                before = text[max(found.start() - 1, 0) : found.start()]
                if word[0] == "0" and (before.isdigit() or before == "."):
                    continue
                yield Cue(
                    "threshold",
                    found.start(),
                    found.end(),
                    word,
                    comparison=phrase["comparison"],
                    low=Decimal(phrase["value"]),
                    unit=phrase.get("unit", ""),
                )


def _past(text: str, place: int) -> int:
    while place < len(text) and text[place] in " 人":
        place += 1
    return place


def _is_label(amount: Amount) -> bool:
    return amount.value < _LEAST_COUNT and not amount.unit


def _ending(before: str, words: Iterable[str]) -> str | None:
    return next((w for w in sorted(words, key=len, reverse=True) if before.endswith(w)), None)


def _with_after(text: str, amount: Amount, comparison: str, data: dict[str, Any]) -> tuple[int, str]:
    for word in (w for words in data["after"].values() for w in words):
        if text.startswith(word, amount.end):
            return amount.end + len(word), comparison
    return _bound(text, amount.end, comparison, amount)


def _bound(text: str, end: int, comparison: str, amount: Amount) -> tuple[int, str]:
    """Where the threshold ends with （不含95%） behind it, and the comparison with or without its own value."""
    found = _INCLUDED.match(text, end)
    own = next(iter(find_amounts(found.group())), None) if found else None
    if found is None or (own is not None and own.value != amount.value):
        return end, comparison
    return found.end(), comparison.rstrip("=") + ("" if found.group("not") else "=")


def _threshold(text: str, start: int, end: int, comparison: str, amount: Amount) -> Cue:
    return Cue(
        "threshold",
        start,
        end,
        text[start:end],
        comparison=comparison,
        low=amount.value,
        unit=amount.unit,
    )


def _ranges(text: str, amounts: list[Amount]) -> Iterator[Cue]:
    """介于3到5之间, 3到5之间, and of schools 500~1000人的学校."""
    for one, other in pairwise(amounts):
        between, after = text[one.end : other.start], text[other.end :]
        told = text[: one.start].endswith("介于") or after.startswith(("之间", "间"))
        told = told or (
            text[: one.start].endswith("在") and said(text, "which") and not after.strip("？?。 ")
        )
        if not (_BETWEEN.match(between) if told else _ranges_over_schools(one, other, between, after)):
            continue
        start = one.start - 2 if text[: one.start].endswith("介于") else one.start
        start = one.start - 1 if text[: one.start].endswith("在") and start == one.start else start
        end = other.end + (2 if after.startswith("之间") else 1 if after.startswith("间") else 0)
        low = _low_of(one, other)
        yield Cue(
            "threshold",
            start,
            end,
            text[start:end],
            comparison="between",
            low=min(low, other.value),
            high=max(low, other.value),
            unit=other.unit or one.unit,
        )


def _ranges_over_schools(one: Amount, other: Amount, between: str, after: str) -> bool:
    """True for a range that schools are asked by, though nobody says 之间: 500~1000人的学校."""
    years = all(not a.unit and a.value in _YEARS for a in (one, other))
    rises = _low_of(one, other) < other.value and not years
    return rises and bool(_TO.match(between)) and bool(_OF_SCHOOLS.match(after))


def _low_of(one: Amount, other: Amount) -> Decimal:
    """The lower bound, which shares the multiple of the upper: 1到2亿元 starts at 1 亿元."""
    mantissa = _MANTISSA.match(other.written)
    top = read_numeral(mantissa.group()) if mantissa else None
    shares = top is not None and not one.unit and one.value < top < other.value
    return one.value * other.value / top if shares and top else one.value


def _against(text: str, data: dict[str, Any]) -> Iterator[Cue]:
    """高于全省平均水平, 低于省中位数, 在均值以上, 比省均值多: a printed summary row is the threshold."""
    for kind, names in _summaries(data).items():
        for name in names:
            for found in _places_of(name, text):
                yield from _around_summary(text, data, kind, found.span())


def _summaries(data: dict[str, Any]) -> dict[str, list[str]]:
    """What mean and median are called, longest first."""
    return {
        kind: sorted({*data["cues"][f"printed_{kind}"], *data["against"][kind]}, key=len, reverse=True)
        for kind in ("mean", "median")
    }


def _around_summary(text: str, data: dict[str, Any], kind: str, span: tuple[int, int]) -> Iterator[Cue]:
    """The threshold that the words before and behind a mean or median make of it."""
    start, end = span
    before, after = text[max(0, start - _REACH) : start], text[end:]
    for comparison in (">", ">=", "<", "<="):
        words = data["comparisons"][comparison]
        at = next((before.rfind(w) for w in sorted(words, key=len, reverse=True) if w in before), -1)
        if at >= 0 and not _APART.search(before[at:]):
            yield Cue("against", max(0, start - _REACH) + at, end, kind, comparison=comparison)
            return
    beyond = next((c for c, words in data["beyond"].items() if after.startswith(tuple(words))), None)
    if beyond is not None:
        word = next(w for w in data["beyond"][beyond] if after.startswith(w))
        opens = start - text[:start].endswith("在")
        yield Cue("against", opens, end + len(word), kind, comparison=beyond)
        return
    than = _THAN_BEFORE.search(text[:start])
    more = _MORE_AFTER.match(after) if than else None
    if than is not None and more is not None:
        yield Cue("against", than.start(), end, kind, comparison=">" if more.group(1) in _UP else "<")
        yield Cue("adjective", end + more.start(1), end + more.end(1), more.group(1))
