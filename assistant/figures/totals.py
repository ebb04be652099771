"""Sums, means and medians over schools, calculated in the open."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.figures.converting import in_unit, value_in_unit
from assistant.figures.desk import Refusal
from assistant.figures.passing import passing
from assistant.lookup import Line, total
from assistant.query import BOTH, First, Measure, Operation, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk
    from corpus.model import Observation

_SHOWN_OPERANDS = 8
_NAMED = 4


def compose_sum(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The sum over the schools asked for; a printed total is said beside it."""
    for measure in query.measures:
        lines = lines_of(desk, draft, query, measure)
        if not lines:
            return _nobody(desk, draft, query, measure)
        whole = _of_whole_table(query) and query.limit <= 1
        printed_total = desk.lookup.summary(measure, "total") if whole else None
        if printed_total is not None:
            draft.say(
                f"{printed_total.source.table} 印出的合计：{measure.name} {printed(printed_total)}。",
                [draft.cite_cell(printed_total)],
            )
        if not adds_up(desk, measure):
            return Refusal(
                "not_additive", f"“{measure.name}”是比率或人均数，各校的值相加没有意义，不作合计。"
            )
        say_sum(desk, draft, query, measure, lines)
        if printed_total is not None and printed_total.value is not None:
            added = total(lines)
            same = "一致" if added == printed_total.value else "不一致"
            draft.say(
                f"各校相加为 {plain_number(added, 4)}，与印出的合计 {printed_total.text} {same}。",
                [draft.cite_cell(printed_total)],
                "calculation",
            )
        draft.found = tuple(line.subject for line in lines)
        desk.warn(draft, [line.first for line in lines if _misleading(desk, line)])
        desk.warn(draft, _slips(desk, draft, query))
    return None


def _misleading(desk: Desk, line: Line) -> bool:
    doubt = desk.doubt(line.first)
    return doubt is not None and doubt.kind in ("outlier", "per-student")


def lines_of(desk: Desk, draft: Draft, query: Query, measure: Measure) -> Sequence[Line]:
    """The cells of the schools that are added up: those named, of a group, that pass, or the first of a ranking."""
    subjects = query.subjects
    if query.by is not None or query.limit > 1:
        subjects = first_of(desk, draft, query)
    elif query.conditions:
        subjects = passing(desk, draft, query).subjects
    if not subjects and (query.by is not None or query.limit > 1 or query.conditions):
        return []
    result = desk.lookup.lines([measure], subjects=subjects, group=query.group)
    draft.sql += result.sql
    order = {subject: place for place, subject in enumerate(subjects)}
    return sorted(result.lines, key=lambda line: order.get(line.subject, 0))


def first_of(desk: Desk, draft: Draft, query: Query) -> tuple[str, ...]:
    """The first schools of a ranking, by the figure itself or by another; those whose cells look wrong left out."""
    from assistant.figures.ranking import parted, rank

    by = query.by or First(query.measures[0], query.limit, query.descending)
    ranking = replace(query, measures=(by.measure,), by=None, formula="", descending=by.descending)
    _, kept = parted(desk, rank(desk, draft, ranking))
    return tuple(item.subject for item in kept[: by.limit])


def who_passed(desk: Desk, draft: Draft, query: Query) -> str:
    """``全日制学生数不低于10000 人的`` before the number of schools that pass, or ""."""
    if query.by is not None:
        return f"{query.by.measure.name}{'居前' if query.by.descending else '居末'}的"
    return f"{passing(desk, draft, query).tests}的" if query.conditions else ""


def _of_whole_table(query: Query) -> bool:
    return not query.subjects and query.group is None and not query.conditions and query.by is None


def _nobody(desk: Desk, draft: Draft, query: Query, measure: Measure) -> Refusal | None:
    """No school passes, or the table does not have the schools."""
    if query.conditions:
        tests = passing(desk, draft, query).tests
        draft.say(f"没有学校符合“{tests}”（{measure.table}）。", [desk.caption(draft, measure)])
        return None
    return Refusal("not_found", f"{measure.table}没有列出所问学校的“{measure.name}”。")


def adds_up(desk: Desk, measure: Measure) -> bool:
    """True where the figures of several schools may be added: no rates, nothing per student."""
    per_head = any(doubt.kind == "per-student" for doubt in desk.doubts_of(measure))
    return (
        measure.unit not in ("%", ":")
        and "/" not in measure.unit
        and (per_head or "生均" not in measure.name)
    )


def say_sum(
    desk: Desk, draft: Draft, query: Query, measure: Measure, lines: Sequence[Line], before: str = ""
) -> None:
    """Says the sum with its operands: ``a + b = c``, in the unit of the query too."""
    tests, target = who_passed(desk, draft, query), query.unit
    added = total(lines)
    unit = "" if measure.unit == "%" else f" {measure.unit}"
    cited = [draft.cite_cell(line.first) for line in lines]
    caption = desk.caption(draft, measure)
    names = (
        "、".join(line.subject for line in lines)
        if len(lines) <= _NAMED and not tests
        else f"{measure.table} 中 {len(lines)} 所学校"
    )
    if tests:
        names = f"{measure.table} 中{tests}学校共 {len(lines)} 所，其"
    own = measure.name if tests else f"的{measure.name}"
    summed = ("合计", "（按表中数据相加）") if len(lines) > 1 else ("为", "")
    draft.say(
        f"{before}{names}{own}{summed[0]} {plain_number(added, 4)}{unit}"
        f"{value_in_unit(added, measure.unit, target)}{summed[1]}。",
        [*cited, caption],
    )
    if 1 < len(lines) <= _SHOWN_OPERANDS:
        terms = " + ".join(line.first.text.rstrip(".") for line in lines)
        draft.say(f"计算：{terms} = {plain_number(added, 4)}。", cited, "calculation")
    if tests:
        _name_lines(draft, lines, cited)


def _name_lines(draft: Draft, lines: Sequence[Line], cited: Sequence[int]) -> None:
    """Which schools they are, each with its figure."""
    listed = "、".join(f"{line.subject}（{printed(line.first)}）" for line in lines)
    draft.say(f"即：{listed}。", cited, "source")


def _among(desk: Desk, draft: Draft, query: Query, count: int) -> str:
    """Over which schools a mean is: those of a table, or those of it that pass."""
    table = query.measures[0].table
    if query.conditions or query.by is not None:
        return f"{table} 中{who_passed(desk, draft, query)}学校共 {count} 所"
    return f"按 {table} 中 {count} 所学校计算"


def _slips(desk: Desk, draft: Draft, query: Query) -> list[Observation]:
    """The cells that look wrong among those by which schools pass."""
    tested = passing(desk, draft, query).lines if query.conditions else ()
    return [o for line in tested for o in line.observations if desk.misleading(o)]


def compose_mean(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Mean or median; the printed one is preferred where the whole table is meant."""
    if query.summary == BOTH:
        each = (replace(query, operation=o, summary="") for o in (Operation.MEAN, Operation.MEDIAN))
        refused = [compose_mean(desk, draft, one) for one in each]
        return refused[0]
    measure = query.measures[0]
    is_mean = query.operation is Operation.MEAN
    word = "平均" if is_mean else "中位数"
    whole = _of_whole_table(query)
    shown = desk.lookup.summary(measure, "mean" if is_mean else "median") if whole else None
    lines = lines_of(desk, draft, query, measure)
    values = [line.first.value for line in lines if line.first.value is not None]
    if not values:
        return _nobody(desk, draft, query, measure)
    result = sum(values, Decimal(0)) / len(values) if is_mean else Decimal(median(values))
    unit = measure.unit if measure.unit == "%" else f" {measure.unit}"
    cited = [draft.cite_cell(line.first) for line in lines]
    caption = desk.caption(draft, measure)
    if shown is not None:
        draft.say(
            f"{shown.source.table} 印出的“{shown.subject}”：{measure.name} {printed(shown)}{in_unit(shown, query.unit)}。",
            [draft.cite_cell(shown)],
        )
    draft.say(
        f"{_among(desk, draft, query, len(values))}，{measure.name}的{word}为 {plain_number(result)}{unit}"
        f"{value_in_unit(result, measure.unit, query.unit)}。",
        [*cited, caption],
    )
    if is_mean and len(values) <= _SHOWN_OPERANDS:
        terms = " + ".join(line.first.text.rstrip(".") for line in lines)
        draft.say(f"计算：（{terms}）÷ {len(values)} = {plain_number(result)}。", cited, "calculation")
    if query.conditions or query.by is not None:
        _name_lines(draft, lines, cited)
    draft.found = tuple(line.subject for line in lines)
    desk.warn(draft, [line.first for line in lines if _misleading(desk, line)])
    desk.warn(draft, _slips(desk, draft, query))
    return None
