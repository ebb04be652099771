"""What some schools have of all schools together: those named, of a group, that pass, or first in a ranking."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.figures.desk import Refusal
from assistant.figures.operands import operands
from assistant.figures.totals import lines_of, who_passed
from assistant.figures.values import name_of
from assistant.lookup import total

if TYPE_CHECKING:
    from assistant.figures.desk import Desk
    from assistant.query import Measure, Query
    from corpus.model import Observation

_NAMED = 5


def _parts(desk: Desk, draft: Draft, query: Query, measure: Measure) -> list[tuple[str, list[Observation]]]:
    """The figures of the schools named, of a group, of those that pass, or of the first of a ranking."""
    if query.subjects:
        return operands(desk, draft, query, [measure])
    if query.group is None and query.by is None and not query.conditions and query.limit <= 1:
        return []
    return [(line.subject, list(line.observations)) for line in lines_of(desk, draft, query, measure)]


def _who(desk: Desk, draft: Draft, query: Query, count: int) -> str:
    """What the schools are called together that are too many to be named."""
    if query.by is not None:
        return f"{who_passed(desk, draft, query)} {count} 所学校"
    if query.limit > 1:
        most = "高" if query.descending else "低"
        return f"{query.measures[0].name}最{most}的 {count} 所学校"
    if query.conditions:
        return f"{who_passed(desk, draft, query)} {count} 所学校"
    return f"{query.group.said if query.group else ''}的 {count} 所学校"


def compose_share_of_all(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The share of schools in all schools of the table, or of its group."""
    measure = query.measures[0]
    rows = _parts(desk, draft, query, measure)
    within = query.group if query.subjects else None
    lines = desk.lookup.lines([measure], group=within).lines
    if not rows or not lines:
        return Refusal("not_found", f"{measure.table}没有列出所问学校的“{measure.name}”。")
    owns = [found[0] for _, found in rows]
    who = (
        "、".join(subject for subject, _ in rows)
        if len(rows) <= _NAMED
        else _who(desk, draft, query, len(rows))
    )
    part = sum((own.value or Decimal(0) for own in owns), Decimal(0))
    everyone = total(lines)
    if not everyone:
        return Refusal("not_found", f"{measure.table}的“{measure.name}”合计为 0，不能作除数。")
    share = plain_number(part / everyone * 100)
    cited = [*(draft.cite_cell(own) for own in owns), *(draft.cite_cell(line.first) for line in lines)]
    added = "合计" if len(owns) > 1 else ""
    top = f"{plain_number(part, 4)} {owns[0].unit}".rstrip() if added else printed(owns[0])
    draft.say(
        f"{who}的{name_of(owns[0])}{added}（{top}）占 {measure.table} {len(lines)} 所学校合计的 {share}%（计算得出）。",
        [*cited, desk.caption(draft, measure)],
    )
    if added:
        terms = " + ".join(own.text.rstrip(".") for own in owns)
        draft.say(f"计算：{terms} = {plain_number(part, 4)}。", cited[: len(owns)], "calculation")
    draft.say(
        f"计算：{top} ÷ {plain_number(everyone, 4)} × 100% = {share}%。",
        cited,
        "calculation",
    )
    return None
