"""Indicators that no table prints: a reviewed formula over two columns, its operands shown and cited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.figures.describing import scope
from assistant.figures.desk import Refusal
from assistant.figures.operands import base_value, operands
from assistant.figures.values import name_of
from assistant.formulas import Formula, formula_named
from assistant.lookup import Line, total
from assistant.model import ShownTable
from assistant.query import TIMES, Measure, Operation, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk
    from assistant.query import Measure
    from corpus.model import Observation

_WAN = 10_000
_SHOWN_OPERANDS = 8
_PAIR = 2


def quotient(top: Observation, bottom: Observation, formula: Formula) -> Decimal | None:
    """The formula's value, or ``None`` where the denominator is zero."""
    if formula.operator == "+":
        return (top.value or Decimal(0)) + (bottom.value or Decimal(0))
    if formula.operator == "−":
        rest = (top.value or Decimal(0)) - (bottom.value or Decimal(0))
        if formula.unit != "%":
            return rest * formula.scale
        return rest / top.value * formula.scale if top.value else None
    divisor = base_value(bottom)
    return base_value(top) / divisor * formula.scale if divisor else None


def shown_value(value: Decimal, formula: Formula) -> str:
    """A value of the formula with its unit: ``33.01``, ``63.69%``, ``29913.23 元/生``."""
    return f"{plain_number(value)}{formula.shown_unit}"


def compose_derived(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The value for the schools asked for; for all schools, the first of the ranking."""
    formula = formula_named(query.formula, query.measures)
    if not query.subjects:
        from assistant.figures.ranking import compose_top

        return compose_top(desk, draft, replace(query, operation=Operation.TOP, limit=10))
    rows = operands(desk, draft, query, query.measures)
    if not rows:
        return Refusal(
            "not_found", f"文件没有给出{'、'.join(query.subjects)}计算“{formula.name}”所需的数据。"
        )
    for subject, (top, bottom) in rows:
        _say_value(desk, draft, formula, subject, top, bottom)
    return None


def _say_value(
    desk: Desk, draft: Draft, formula: Formula, subject: str, top: Observation, bottom: Observation
) -> None:
    value = quotient(top, bottom, formula)
    cited = [draft.cite_cell(top), draft.cite_cell(bottom)]
    if value is None:
        draft.say(f"{subject}的{name_of(bottom)}为 0，不能计算“{formula.name}”。", cited)
        return
    shown = shown_value(value, formula)
    about = "为" if formula.operator != "÷" and formula.unit != "%" else "约为"
    more = f"（约 {plain_number(value / _WAN)} 万元/生）" if formula.unit == "元/生" and value > _WAN else ""
    draft.say(f"{subject}的{formula.name}{about} {shown}{more}（计算得出）。", cited)
    draft.say(
        f"计算：{_worked(formula, top, bottom)} = {shown}。公式：{formula.source}。", cited, "calculation"
    )
    desk.warn(draft, [top, bottom])


def _worked(formula: Formula, top: Observation, bottom: Observation) -> str:
    """The calculation with its operands: 学生数 7476 人 ÷ 教师数 364 人, or （a − b）÷ a × 100%."""
    scale = f" × {plain_number(formula.scale)}" if formula.scale != 1 else ""
    one, other = f"{name_of(top)} {printed(top)}", f"{name_of(bottom)} {printed(bottom)}"
    if formula.operator == "−" and formula.unit == "%":
        return f"（{one} − {other}）÷ {printed(top)}{scale}"
    return f"{one} {formula.operator} {other}{scale}"


def compose_derived_sum(_desk: Desk, _draft: Draft, query: Query) -> Refusal | None:
    """Quotients of several schools cannot be added up."""
    return Refusal("not_additive", f"“{query.formula}”是两个数相除的结果，各校的值相加没有意义，不作合计。")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value with the sentence that shows its calculation and the cells it is made of."""

    value: Decimal
    text: str
    cells: tuple[Observation, ...]

    def cite(self, draft: Draft) -> list[int]:
        """The citations of the cells."""
        return [draft.cite_cell(cell) for cell in self.cells]


def compose_derived_mean(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The mean or median over schools: of all together (sums divided), and of the schools' own values."""
    formula = formula_named(query.formula, query.measures)
    lines, passed = _sound(desk, query)
    values = [value for _, value in lines]
    if not values:
        return Refusal("not_found", f"没有符合范围的学校可以计算“{formula.name}”。")
    cells = [draft.cite_cell(o) for line, _ in lines for o in line.observations]
    cited = [*cells, desk.caption(draft, query.measures[0])]
    over = "、".join(query.subjects) or scope(query, len(lines)).replace("所列", "中")
    if query.operation is Operation.MEDIAN:
        middle = shown_value(Decimal(median(values)), formula)
        draft.say(f"{over}的{formula.name}中位数为 {middle}（计算得出）。", cited)
    else:
        whole = not query.subjects and query.group is None
        added = query.summary == "total" or not whole
        together = _of_sums(formula, lines) if added else _of_all(desk, query, lines)
        draft.say(together.text, together.cite(draft))
        mean = shown_value(sum(values, Decimal(0)) / len(values), formula)
        draft.say(f"{over}各自的{formula.name}的算术平均为 {mean}（计算得出）。", cited)
    if len(lines) <= _SHOWN_OPERANDS:
        each = "、".join(f"{line.subject} {shown_value(value, formula)}" for line, value in lines)
        draft.say(f"计算：{each}。", cited, "calculation")
    draft.say(f"公式：{formula.source}。", cited, "calculation")
    for cell in passed:
        if (doubt := desk.doubt(cell)) is not None:
            draft.caveat(f"注意：{doubt.text}，未计入。", [draft.cite_cell(cell)])
    draft.found = tuple(line.subject for line, _ in lines)
    return None


def typical(desk: Desk, measures: Sequence[Measure], formula: Formula, kind: str) -> Reckoned | None:
    """What 全省平均 ("mean") or 中位数 ("median") is for a formula; ``None`` where no school has it."""
    query = Query("figure", "", measures=tuple(measures), formula=formula.name)
    lines, _ = _sound(desk, query)
    if not lines:
        return None
    if kind != "median":
        return _of_all(desk, query, lines)
    value = Decimal(median(value for _, value in lines))
    text = f"{len(lines)} 所学校的{formula.name}的中位数为 {shown_value(value, formula)}（计算得出）。"
    return Reckoned(value, text, tuple(o for line, _ in lines for o in line.observations))


def _sound(desk: Desk, query: Query) -> tuple[list[tuple[Line, Decimal]], list[Observation]]:
    """The schools with their values; and the cells that look wrong, whose schools are left out."""
    formula = formula_named(query.formula, query.measures)
    found = desk.lookup.lines(query.measures, group=query.group, subjects=query.subjects).lines
    passed = [line.first for line in found if not query.subjects and desk.misleading(line.first)]
    valued = [
        (line, quotient(line.observations[0], line.observations[1], formula))
        for line in found
        if line.first not in passed
    ]
    return [(line, value) for line, value in valued if value is not None], passed


def _of_all(desk: Desk, query: Query, lines: Sequence[tuple[Line, Decimal]]) -> Reckoned:
    """The quotient of the two printed means; of the sums, where they are not printed or distorted."""
    formula = formula_named(query.formula, query.measures)
    top, bottom = (desk.lookup.summary(m, "mean") for m in query.measures[:_PAIR])
    distorted = any(d.kind == "outlier" for m in query.measures for d in desk.doubts_of(m))
    value = quotient(top, bottom, formula) if top and bottom and not distorted else None
    if top is None or bottom is None or value is None:
        return _of_sums(formula, lines)
    text = (
        f"按 {top.source.table} 印出的“{top.subject}”计算，{formula.name}平均为 {shown_value(value, formula)}"
        f"（计算：{name_of(top)} {printed(top)} {formula.operator} {name_of(bottom)} {printed(bottom)}）。"
    )
    return Reckoned(value, text, (top, bottom))


def _of_sums(formula: Formula, lines: Sequence[tuple[Line, Decimal]]) -> Reckoned:
    """The quotient of the sums over ``lines``."""
    tops, bottoms = ([line.observations[i] for line, _ in lines] for i in range(_PAIR))
    above, below = (total([line for line, _ in lines], i) for i in range(_PAIR))
    value = quotient(replace(tops[0], value=above), replace(bottoms[0], value=below), formula) or Decimal(0)
    text = (
        f"{len(lines)} 所学校合在一起，{formula.name}平均为 {shown_value(value, formula)}（计算："
        f"{name_of(tops[0])}合计 {plain_number(above, 4)} {tops[0].unit} {formula.operator} "
        f"{name_of(bottoms[0])}合计 {plain_number(below, 4)} {bottoms[0].unit}）。"
    )
    return Reckoned(value, text, (*tops, *bottoms))


def compose_derived_difference(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Whose value is higher, and by how much."""
    formula = formula_named(query.formula, query.measures)
    if len(query.subjects) == 1:
        return _against_typical(desk, draft, query, formula)
    rows = operands(desk, draft, query, query.measures)
    valued = [
        (subject, value, (top, bottom))
        for subject, (top, bottom) in rows
        if (value := quotient(top, bottom, formula)) is not None
    ]
    if len(valued) < _PAIR:
        return Refusal("not_found", f"比较“{formula.name}”需要两所学校的数据，文件没有给全。")
    valued.sort(key=lambda item: -item[1])
    cited = [draft.cite_cell(o) for _, _, found in valued for o in found]
    (most, high, _), (least, low, _) = valued[0], valued[-1]
    shown_high, shown_low = shown_value(high, formula), shown_value(low, formula)
    if high == low:
        draft.say(f"{formula.name}相同，都约为 {shown_high}（计算得出）。", cited)
    else:
        unit = " 个百分点" if formula.unit == "%" else formula.shown_unit
        draft.say(
            f"{most}的{formula.name}更高，比{least}高 {plain_number(high - low)}{unit}"
            f"（计算：{shown_high} − {shown_low}）。",
            cited,
        )
    for subject, _, (top, bottom) in valued:
        _say_value(desk, draft, formula, subject, top, bottom)
    draft.table = ShownTable(
        formula.name,
        ("学校", formula.name),
        tuple((subject, shown_value(value, formula)) for subject, value, _ in valued),
        tuple(float(value) for _, value, _ in valued),
    )
    draft.found = query.subjects
    return None


def _against_typical(desk: Desk, draft: Draft, query: Query, formula: Formula) -> Refusal | None:
    """A school's value beside that of the region: the printed one first, else the one of all schools."""
    rows = operands(desk, draft, query, query.measures)
    own = quotient(rows[0][1][0], rows[0][1][1], formula) if rows else None
    usual = _usual(desk, draft, query, formula)
    if own is None or usual is None:
        return Refusal("not_found", f"文件没有给出比较“{formula.name}”所需的数据。")
    value, name, text, cited = usual
    subject, found = rows[0]
    apart, unit = own - value, " 个百分点" if formula.unit == "%" else formula.shown_unit
    word = "高" if apart > 0 else "低"
    shown = shown_value(own, formula)
    told = (
        f"比{name}的 {shown_value(value, formula)} {word} {plain_number(abs(apart))}{unit}"
        if apart
        else f"与{name}相同"
    )
    if query.unit == TIMES and value:
        told += f"，是它的 {plain_number(own / value)} 倍"
    own_cells = [draft.cite_cell(o) for o in found]
    draft.say(f"{subject}的{formula.name}约为 {shown}，{told}（计算得出）。", [*own_cells, *cited])
    worked = _worked(formula, found[0], found[1])
    draft.say(f"计算：{worked} = {shown}。公式：{formula.source}。", own_cells, "calculation")
    if text:
        draft.say(text, cited, "calculation")
    desk.warn(draft, found)
    draft.found = query.subjects
    return None


def _usual(
    desk: Desk, draft: Draft, query: Query, formula: Formula
) -> tuple[Decimal, str, str, list[int]] | None:
    """What is usual for a formula: its value, what that is called, how it was reckoned, and where it stands."""
    row = _printed_for(desk, formula) if query.summary != "median" else None
    cell = desk.lookup.cell(row) if row is not None else None
    if cell is not None and cell.value is not None:
        name = f"{cell.subject}（{cell.source.table} 印出）"
        return cell.value, name, "", [draft.cite_cell(cell)]
    found = typical(desk, query.measures, formula, query.summary or "mean")
    if found is None:
        return None
    name = "各校的中位数" if query.summary == "median" else "全省平均"
    return found.value, name, found.text, list(found.cite(draft))


def _printed_for(desk: Desk, formula: Formula) -> Measure | None:
    """The row of the region that prints the formula, by its name or by what it is a share of."""
    rows = [m for m in desk.measures if m.layout == "indicators"]
    by_name = (m for m in rows if m.path[-1] == formula.name)
    shares = (m for m in rows if m.unit == "%" == formula.unit and set(m.words) == set(formula.numerator))
    return next(by_name, None) or next(shares, None)
