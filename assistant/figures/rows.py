"""Rankings over the rows of an indicator table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.figures.desk import Refusal
from assistant.model import ShownTable
from assistant.query import Operation
from corpus.units import is_counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk
    from assistant.query import Measure, Query
    from corpus.model import Observation


def compose_rows(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Which rows have the most or the least, and how far both ends are apart where that is asked for."""
    found = [cell for measure in query.measures if (cell := desk.lookup.cell(measure)) is not None]
    cells = [cell for cell in found if cell.value is not None]
    if not cells:
        return Refusal("not_found", "文件没有给出可以排序的各项数值。")
    ordered = sorted(cells, key=_value, reverse=True)
    caption = desk.caption(draft, query.measures[0])
    if query.operation is Operation.RANGE:
        _say_ends(draft, ordered, caption)
    else:
        _say_first(desk, draft, ordered if query.descending else ordered[::-1], query, caption)
    listed = "、".join(f"{_label(cell)} {printed(cell)}" for cell in ordered)
    cited = [draft.cite_cell(cell) for cell in ordered]
    draft.say(f"从高到低：{listed}。", cited, "source")
    rows = tuple((str(i), _label(cell), printed(cell)) for i, cell in enumerate(ordered, start=1))
    draft.table = ShownTable(
        query.measures[0].table, ("名次", "指标", "数值"), rows, tuple(float(_value(c)) for c in ordered)
    )
    desk.warn(draft, cells)
    return None


def _say_first(desk: Desk, draft: Draft, cells: Sequence[Observation], query: Query, caption: int) -> None:
    """The first, the n-th or the first n of ``cells``."""
    most = _ends(cells[0])[0 if query.descending else 1]
    first = max(query.position, 1) - 1
    chosen = cells[first : first + max(query.limit, 1)]
    over = query.measures[0].table
    if not chosen:
        draft.say(f"{over} 的这几项中没有第 {query.position} 名。", [caption])
        return
    listed = "、".join(f"{_label(cell)}（{printed(cell)}）" for cell in chosen)
    direction = "从高到低" if query.descending else "从低到高"
    told = f"{direction}排第 {query.position} 名" if query.position > 1 else most
    cited = [draft.cite_cell(cell) for cell in chosen]
    draft.say(f"{over} 的这几项中，{told}的是{listed}。", [*cited, caption])
    if len(chosen) == 1:
        _say_share(desk, draft, chosen[0], query.measures)


def _say_share(desk: Desk, draft: Draft, cell: Observation, measures: Sequence[Measure]) -> None:
    """How much of the row that it is a part of a number of people or things is."""
    whole = desk.whole_of(next(m for m in measures if desk.lookup.cell(m) is cell))
    if whole is None or not whole.value or not is_counted(cell.unit) or len(cell.indicator) == 1:
        return
    share = plain_number(_value(cell) / whole.value * 100)
    draft.say(
        f"占“{_label(whole)}”（{printed(whole)}）的 {share}%（计算：{cell.text} ÷ {whole.text} × 100%）。",
        [draft.cite_cell(cell), draft.cite_cell(whole)],
    )


def _say_ends(draft: Draft, cells: Sequence[Observation], caption: int) -> None:
    """The first and the last of ``cells``, and their difference."""
    high, low = cells[0], cells[-1]
    most, least = _ends(high)
    apart = plain_number(_value(high) - _value(low), 4)
    unit = "个百分点" if high.unit == "%" else high.unit
    draft.say(
        f"{most}的是{_label(high)}（{printed(high)}），{least}的是{_label(low)}（{printed(low)}），"
        f"相差 {apart} {unit}（计算：{high.text} − {low.text}）。",
        [draft.cite_cell(high), draft.cite_cell(low), caption],
    )


def _ends(cell: Observation) -> tuple[str, str]:
    return ("最多", "最少") if is_counted(cell.unit) else ("最高", "最低")


def _label(cell: Observation) -> str:
    return cell.indicator[-1]


def _value(cell: Observation) -> Decimal:
    return cell.value or Decimal(0)
