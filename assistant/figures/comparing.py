"""Differences, ratios and shares, with the calculation shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.figures.converting import value_in_unit
from assistant.figures.desk import Refusal
from assistant.figures.operands import base_value, operands
from assistant.figures.shares import compose_share_of_all
from assistant.figures.values import name_of
from assistant.model import ShownTable
from assistant.query import Measure, Operation, Query
from corpus.units import find_unit, is_counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk
    from corpus.model import Observation

_PAIR = 2
_WAN = 10_000


def compose_difference(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Who has more and by how much: schools on each indicator, or indicators of one school."""
    if len(query.measures) > 1 and len(query.subjects) <= 1:
        return _between_measures(desk, draft, query)
    tables = []
    for measure in query.measures:
        refusal = _between_all(desk, draft, query, measure)
        if refusal is not None:
            return refusal
        tables.append(draft.table)
    draft.table = tables[0]
    return None


def _between_all(desk: Desk, draft: Draft, query: Query, measure: Measure) -> Refusal | None:
    """The schools of ``query`` on one indicator; one school alone against the mean."""
    rows = operands(desk, draft, query, [measure])
    pairs = [(subject, found[0]) for subject, found in rows]
    if not query.subjects:
        pairs = [pair for kind in ("mean", "median") for pair in _summary_row(desk, measure, kind)]
    elif len(query.subjects) == 1 and len(pairs) == 1:
        pairs += _summary_row(desk, measure, query.summary or "mean")
    missing = [s for s in query.subjects if all(s != name for name, _ in pairs)]
    if missing or len(pairs) <= 1:
        names = "、".join(missing or query.subjects)
        return Refusal("not_found", f"{measure.table}没有列出{names}的“{measure.name}”，无法比较。")
    if query.unit == "%" and measure.unit != "%":
        _say_relative(draft, measure.name, pairs)
    if len(query.subjects) == 1:
        _say_against(draft, measure.name, pairs, query.unit)
    else:
        _say_difference(draft, measure.name, pairs, query.unit)
    draft.table = ShownTable(
        measure.name,
        ("学校", measure.name),
        tuple((name, printed(o)) for name, o in pairs),
        tuple(float(o.value or 0) for _, o in pairs),
    )
    draft.found = query.subjects
    desk.warn(draft, [o for _, o in pairs])
    return None


def _summary_row(desk: Desk, measure: Measure, kind: str) -> list[tuple[str, Observation]]:
    """The printed mean or median of a column with its name, if there is one."""
    row = desk.lookup.summary(measure, kind)
    return [] if row is None else [(f"“{row.subject}”", row)]


def _say_against(draft: Draft, name: str, pairs: Sequence[tuple[str, Observation]], target: str = "") -> None:
    """Whether a school's figure is above what is usual, and by how much."""
    (subject, own), (usual, row) = pairs[0], pairs[1]
    gap = (own.value or Decimal(0)) - (row.value or Decimal(0))
    cited = [draft.cite_cell(own), draft.cite_cell(row)]
    if not gap:
        draft.say(f"{subject}的{name}与{usual}相同，都是 {printed(own)}。", cited)
        return
    unit = " 个百分点" if own.unit == "%" else f" {own.unit}".rstrip()
    more, less = ("多", "少") if is_counted(own.unit) else ("高", "低")
    side, word = ("高于", more) if gap > 0 else ("低于", less)
    terms = (own, row) if gap > 0 else (row, own)
    worked = " − ".join(o.text.rstrip(".") for o in terms)
    draft.say(
        f"{subject}的{name}为 {printed(own)}，{side}{usual}的 {printed(row)}，{word} {plain_number(abs(gap), 4)}{unit}"
        f"{value_in_unit(abs(gap), own.unit, target)}（计算：{worked}）。",
        cited,
    )


def _say_difference(
    draft: Draft, name: str, pairs: Sequence[tuple[str, Observation]], target: str = ""
) -> None:
    ordered = sorted(pairs, key=lambda pair: -(pair[1].value or 0))
    cited = [draft.cite_cell(o) for _, o in pairs]
    listed = "，".join(f"{subject} {printed(o)}" for subject, o in pairs)
    (most, high), (least, low) = ordered[0], ordered[-1]
    gap = (high.value or Decimal(0)) - (low.value or Decimal(0))
    if gap == 0:
        draft.say(f"{name}相同：{listed}。", cited)
        return
    unit = " 个百分点" if high.unit == "%" else f" {high.unit}".rstrip()
    more, less = ("多", "少") if is_counted(high.unit) else ("高", "低")
    than = f"最{less}的{least}" if len(pairs) > _PAIR else least
    which = "最" if len(pairs) > _PAIR else "更"
    draft.say(
        f"{most}的{name}{which}{more}，比{than}{more} {plain_number(gap, 4)}{unit}{value_in_unit(gap, high.unit, target)}"
        f"（计算：{high.text.rstrip('.')} − {low.text.rstrip('.')}）。",
        cited,
    )
    draft.say(f"{listed}。", cited, "source")


def _say_relative(draft: Draft, name: str, pairs: Sequence[tuple[str, Observation]]) -> None:
    """By how many per cent the first is above or below the second: （a − b）÷ b."""
    (one, own), (other, base), *_ = pairs
    if not base.value or own.value is None:
        return
    change = (own.value - base.value) / base.value * 100
    cited = [draft.cite_cell(own), draft.cite_cell(base)]
    draft.say(
        f"{one}的{name}比{other}{'高' if change >= 0 else '低'} {plain_number(abs(change))}%"
        f"（计算：（{own.text.rstrip('.')} − {base.text.rstrip('.')}）÷ {base.text.rstrip('.')} × 100%）。",
        cited,
    )


def _between_measures(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    rows = operands(desk, draft, query, query.measures)
    if not rows:
        return Refusal("not_found", "文件没有给出要比较的两个数。")
    for subject, found in rows:
        dated = name_of(found[0]) == name_of(found[1])  # one figure of two years
        pairs = [(f"{o.period}{name_of(o)}" if dated else name_of(o), o) for o in found[:2]]
        if found[0].unit != found[1].unit:
            return Refusal("unit", f"{pairs[0][0]}与{pairs[1][0]}的单位不同，不能相减。")
        _say_difference(draft, "数值", [(f"{subject}{name}", o) for name, o in pairs])
        desk.warn(draft, found)
    return None


def compose_quotient(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """A share in per cent or a ratio in times, of two figures."""
    if len(query.measures) == 1 and len(query.subjects) > 1 and query.summary != "total":
        return _between_schools(desk, draft, query)
    against = query.summary in ("mean", "median")
    if len(query.measures) == 1 and len(query.subjects) == 1 and against:
        return _between_schools(desk, draft, query)
    if len(query.measures) == 1:
        return compose_share_of_all(desk, draft, query)
    rows = operands(desk, draft, query, query.measures[:2])
    if not rows:
        return _of_sums(desk, draft, query)
    for subject, (top, bottom) in rows:
        _say_quotient(desk, draft, query, subject, top, bottom)
    return None


def _of_sums(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Two columns of one table over all its schools, where no row prints their totals."""
    top, bottom = query.measures[:2]
    lines = desk.lookup.lines([top, bottom]).lines if top.layout == "entities" else ()
    if query.subjects or not lines or top.table != bottom.table:
        return Refusal("not_found", "文件没有给出计算所需的两个数。")
    sums = [
        sum((base_value(line.observations[place]) for line in lines), Decimal(0)) for place in range(_PAIR)
    ]
    if not sums[1]:
        return Refusal("not_found", f"{bottom.table}的“{bottom.name}”合计为 0，不能作除数。")
    cited = [draft.cite_cell(o) for line in lines for o in line.observations]
    share = query.operation is Operation.SHARE
    value = sums[0] / sums[1] * (100 if share else 1)
    shown = f"{plain_number(value)}%" if share else plain_number(value, 4)
    names = f"{top.name}合计占{bottom.name}合计的比例" if share else f"{top.name}合计÷{bottom.name}合计"
    draft.say(
        f"文件没有印出合计；{top.table}中 {len(lines)} 所学校的{names}为 {shown}（计算得出）。",
        [*cited, desk.caption(draft, top)],
    )
    terms = " ÷ ".join(plain_number(one, 4) for one in sums)
    draft.say(f"计算：{terms}{' × 100%' if share else ''} = {shown}。", cited, "calculation")
    desk.warn(draft, [o for line in lines for o in line.observations])
    return None


def _say_quotient(
    desk: Desk, draft: Draft, query: Query, subject: str, top: Observation, bottom: Observation
) -> None:
    divisor = base_value(bottom)
    cited = [draft.cite_cell(top), draft.cite_cell(bottom)]
    if divisor == 0:
        draft.say(f"{subject}的{name_of(bottom)}为 0，不能作除数。", cited)
        return
    share = query.operation is Operation.SHARE
    value = base_value(top) / divisor * (100 if share else 1)
    shown = (
        f"{plain_number(value)}%"
        if share
        else f"{plain_number(value, 4)}{_by(top, bottom)}{_in_wan(value, top, bottom)}"
    )
    draft.say(
        f"{subject}的{name_of(top)}（{printed(top)}）占{name_of(bottom)}（{printed(bottom)}）的比例为 {shown}（计算得出）。"
        if share
        else f"{subject}的{name_of(top)}÷{name_of(bottom)}为 {shown}（计算得出）。",
        cited,
    )
    times = " × 100%" if share else ""
    draft.say(f"计算：{printed(top)} ÷ {printed(bottom)}{times} = {shown}。", cited, "calculation")
    desk.warn(draft, [top, bottom])


def _in_wan(value: Decimal, top: Observation, bottom: Observation) -> str:
    """（约 25.96 万元/人） behind a large quotient in 元."""
    by = _by(top, bottom).strip()
    return f"（约 {plain_number(value / _WAN)} 万{by}）" if by.startswith("元") and value > _WAN else ""


def _by(top: Observation, bottom: Observation) -> str:
    """The unit of a quotient of unlike things in base units: 元/项."""
    one, other = find_unit(top.unit), find_unit(bottom.unit)
    if one is None or other is None or one.dimension == other.dimension:
        return ""
    base = next((u for u in ("元", "册") if (known := find_unit(u)) and known.dimension == one.dimension), "")
    return f" {base or top.unit}/{bottom.unit}"


def _between_schools(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    rows = operands(desk, draft, query, query.measures)
    if len(query.subjects) == 1:
        rows += [(name, [row]) for name, row in _summary_row(desk, query.measures[0], query.summary)]
    if len(rows) <= 1:
        return Refusal("not_found", f"{query.measures[0].table}没有列出要比较的学校。")
    (one, (top, *_)), (other, (bottom, *_)) = rows[0], rows[1]
    cited = [draft.cite_cell(top), draft.cite_cell(bottom)]
    if not bottom.value:
        draft.say(f"{other}的{name_of(bottom)}为 0，不能作除数。", cited)
        return None
    value = (top.value or Decimal(0)) / bottom.value
    share = query.operation is Operation.SHARE
    shown = f"{plain_number(value * 100)}%" if share else f"{plain_number(value)} 倍"
    draft.say(
        f"{one}的{name_of(top)}是{other}的 {shown}（{printed(top)} 对 {printed(bottom)}；计算得出）。", cited
    )
    times = " × 100%" if share else ""
    draft.say(f"计算：{top.text} ÷ {bottom.text}{times} = {shown}。", cited, "calculation")
    draft.found = query.subjects
    desk.warn(draft, [top, bottom])
    return None
