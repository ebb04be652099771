"""Which operation a question asks for, and over what: the best ones, a rank, a sum, a share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.figures_in_text import read_numeral
from assistant.formulas import said_formula
from assistant.operations import said
from assistant.query import Operation

if TYPE_CHECKING:
    from assistant.operations import Cue
    from assistant.reading import Reading

_ADDED = re.compile(r"加(?!强|快|上|入|大|油)")
_WHICH_SEVERAL = re.compile(r"哪([一二两三四五六七八九十]|\d{1,2})(?:所|家|个)")
EVERYONE = 1000
"""More entries than any ranking has: all are asked for."""
_UPWARD = "高多大"
_PAIR = 2
MIDDLE = -1
"""The position of the school in the middle of a ranking."""
_WHOLE_NUMBER = re.compile(r"总(?:数|人数|量|额)(?!据)")
_RANKED = ("highest", "lowest", "top", "bottom", "ordinal", "ordinal_last")
_OF_SCHOOLS = frozenset(
    {
        Operation.COUNT,
        Operation.SUM,
        Operation.MEAN,
        Operation.MEDIAN,
        Operation.TOP,
        Operation.FILTER,
        Operation.RANK_OF,
        Operation.RANGE,
    }
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The part of a ranking that is asked for: ``limit`` entries from ``position`` on."""

    descending: bool
    position: int = 1
    limit: int = 0


def asked_operation(reading: Reading) -> Operation:
    """What is to be done with the figures; the more special wording goes first."""
    return (
        _tested(reading)
        or _row(reading)
        or both_ends(reading)
        or _quotient(reading)
        or _ranked(reading)
        or _compared(reading)
        or _summed(reading)
        or Operation.VALUE
    )


def _tested(reading: Reading) -> Operation | None:
    only_reported = all(c.kind == "threshold" and c.comparison == ">" and not c.low for c in _tests(reading))
    if only_reported and reading.cue(*_RANKED):
        return None  # 不算填0的，最低的: rankings leave out what is not reported anyway
    if reading.cue("threshold", "against") and (not reading.subjects or reading.group):
        return Operation.COUNT if said(reading.text, "count") else Operation.FILTER
    return None


def _tests(reading: Reading) -> list[Cue]:
    return [c for c in reading.cues if c.kind in ("threshold", "against")]


def _row(reading: Reading) -> Operation | None:
    return Operation.ROW if reading.cue("row") and reading.subjects else None


def both_ends(reading: Reading) -> Operation | None:
    """最多的学校比最少的多几倍: the highest against the lowest, unless a school is one of them."""
    both = reading.cue("highest") and reading.cue("lowest")
    of_these = not reading.subjects or len(reading.subjects) > _PAIR
    return Operation.RANGE if (both or reading.cue("range")) and of_these else None


def _quotient(reading: Reading) -> Operation | None:
    ranked = reading.cue(*_RANKED) is not None and not reading.subjects
    if ranked and said_formula(reading.nameless, reading.words):
        return Operation.TOP
    if ranked and reading.cue("share", "division") and (said(reading.text, "which") or reading.group):
        return Operation.TOP
    if reading.cue("rank_of") and reading.cue("share") and len(reading.subjects) == 1:
        return Operation.RANK_OF
    if len(reading.subjects) > 1 and reading.cue("compare") and reading.cue("share"):
        return Operation.COMPARE
    if reading.cue("division", "ratio"):
        return Operation.RATIO
    if reading.cue("share") and not reading.cue("difference"):
        return Operation.SHARE
    return None


def _ranked(reading: Reading) -> Operation | None:
    if reading.cue(*_RANKED):
        if reading.cue("total", "printed_total") and reading.cue("top", "bottom"):
            return Operation.SUM
        return Operation.RANK_OF if len(reading.subjects) == 1 else Operation.TOP
    if reading.cue("middle") and not reading.subjects and said(reading.text, "which"):
        return Operation.TOP
    if reading.cue("rank_of"):
        return Operation.RANK_OF if reading.subjects else Operation.TOP
    several = len(reading.subjects) > 1 or (not reading.subjects and (reading.group or reading.counted))
    return Operation.TOP if reading.cue("sorted") and several else None


def _compared(reading: Reading) -> Operation | None:
    several = len(reading.subjects) > 1 or (reading.group is not None and len(reading.group.names) > 1)
    if reading.cue("difference") or _beyond_typical(reading):
        return Operation.DIFFERENCE
    if reading.cue("compare") and several:
        return Operation.COMPARE
    return Operation.SUM if several and _ADDED.search(reading.text) else None


def _beyond_typical(reading: Reading) -> bool:
    """超出全省均值多少人, 高于省均值吗: one school against what is usual; how far is asked or told besides."""
    cue = reading.cue("against")
    whole = cue is not None and not _tests_of_value(reading)
    return whole and len(reading.subjects) == 1 and reading.group is None


def _tests_of_value(reading: Reading) -> bool:
    return any(c.kind == "threshold" for c in reading.cues)


def _summed(reading: Reading) -> Operation | None:
    text = reading.text
    many = len(reading.subjects) > 1 or reading.group is not None
    many = (
        many
        or reading.counted
        or said(text, "each_of")
        or any(w in text for w in ("所学校", "各校", "所有学校"))
    )
    if many and reading.cue("total", "printed_total") and not reading.cue("each"):
        return Operation.SUM
    if (
        many
        and _WHOLE_NUMBER.search(text)
        and not reading.cue("each", "mean")
        and reading.cue("share") is None
    ):
        return Operation.SUM
    if many and reading.cue("mean"):
        return Operation.MEAN
    return Operation.MEDIAN if reading.cue("median") and not reading.subjects else None


def asks_schools(reading: Reading, operation: Operation) -> bool:
    """True where the figures of the single schools are wanted, not those of the region."""
    named = bool(reading.subjects or reading.group) or operation in _OF_SCHOOLS
    return named or (said(reading.text, "each_of") and not reading.region)


def asked_summary(reading: Reading, operation: Operation) -> str:
    """Which printed summary row is meant, if any: "mean", "median" or "total"."""
    if operation in (Operation.FILTER, Operation.COUNT, Operation.TOP):
        return ""
    against = reading.cue("against")
    if against is not None and reading.subjects:
        return against.written
    if reading.cue("printed_median", "median"):
        return "median"
    if reading.cue("printed_mean") or (reading.cue("mean") and not reading.subjects):
        return "mean"
    if reading.cue("printed_total") and not reading.subjects:
        return "total"
    return ""


def asks_mean_and_median(reading: Reading, operation: Operation) -> bool:
    """True where both are asked for, not what sets them apart: 中位数和平均数分别是多少."""
    kinds = {c.kind.removeprefix("printed_") for c in reading.cues}
    plain = operation in (Operation.VALUE, Operation.MEAN, Operation.MEDIAN)
    return plain and {"mean", "median"} <= kinds


def named_summaries(reading: Reading) -> tuple[str, ...]:
    """The printed summary rows that the question names, each once: "mean", "median"."""
    found = (_summary_of(cue) for cue in reading.cues)
    return tuple(dict.fromkeys(kind for kind in found if kind))


def against_typical(reading: Reading) -> bool:
    """True where one school is set against what is usual: 比省平均高还是低, 跟全省的比怎么样."""
    compared = reading.cue("compare", "difference", "ratio") is not None
    usual = bool(named_summaries(reading)) or reading.region
    return len(reading.subjects) == 1 and (reading.cue("against") is not None or (compared and usual))


def _summary_of(cue: Cue) -> str:
    if cue.kind == "against":
        return cue.written
    return cue.kind.removeprefix("printed_") if cue.kind in ("printed_mean", "printed_median") else ""


def asked_ranking(reading: Reading, operation: Operation) -> Ranking:
    """How many entries of which end of a ranking are asked for."""
    low = reading.cue("lowest") is not None
    last = reading.cue("ordinal_last")
    ends = reading.cue("top") or reading.cue("bottom")
    place = reading.cue("ordinal") or last
    descending = not (low or last or reading.cue("bottom"))
    if operation not in (Operation.TOP, Operation.SUM):
        return Ranking(descending)
    if reading.cue("sorted") and not (ends or place or low or reading.cue("highest")):
        cue = reading.cue("sorted")
        return Ranking(cue is None or cue.written[-1] not in _UPWARD, limit=EVERYONE)
    if reading.cue("middle") and not (ends or place or low or reading.cue("highest")):
        return Ranking(descending, position=MIDDLE, limit=1)
    if ends:
        return Ranking(not (low or reading.cue("bottom")), limit=ends.number)
    several = _WHICH_SEVERAL.search(reading.text)
    limit = int(read_numeral(several.group(1)) or 1) if several and not place else 1
    return Ranking(descending, position=place.number if place else 1, limit=limit)
