"""Both ends of a ranking, and how far apart they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number
from assistant.figures.describing import scope
from assistant.figures.passing import name_passed
from assistant.figures.ranking import ends, headline, nobody_ranked, parted, rank, shown_table
from assistant.formulas import formula_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk, Refusal
    from assistant.figures.ranking import Ranked
    from assistant.query import Query


def compose_range(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The highest and the lowest, their difference, and how many times the one is the other."""
    query = replace(query, limit=1, position=1, descending=True)
    everyone = rank(desk, draft, query)
    passed, kept = parted(desk, everyone)
    if not kept:
        return nobody_ranked(query)
    highest = [item for item in kept if item.value == kept[0].value]
    lowest = [item for item in kept if item.value == kept[-1].value]
    cited = [draft.cite_cell(o) for item in (*highest, *lowest) for o in item.observations]
    caption = desk.caption(draft, query.measures[0])
    draft.say(headline(highest, query), [*cited, caption])
    draft.say(headline(lowest, replace(query, descending=False)), [*cited, caption])
    _say_apart(draft, highest[0], lowest[0], query, cited)
    draft.say(f"按{scope(query, len(everyone))}排序。", [caption], "note")
    name_passed(desk, draft, [item.observations[0] for item in passed], "未参与排序")
    desk.warn(draft, [o for item in (*highest, *lowest) for o in item.observations])
    draft.table = shown_table(kept, query)
    draft.found = tuple(item.subject for item in (*highest, *lowest))
    return None


def _say_apart(draft: Draft, high: Ranked, low: Ranked, query: Query, cited: Sequence[int]) -> None:
    """The difference of the two ends, and their ratio."""
    apart = high.value - low.value
    if not apart:
        return
    top, bottom = (_number(item, query) for item in (high, low))
    said = f"两者相差 {_with_unit(plain_number(apart, 2 if query.formula else 4), query)}"
    sums = f"{top} − {bottom} = {plain_number(apart, 4)}"
    if low.value > 0 and not _percent(query):
        times = plain_number(high.value / low.value)
        most, least = ends(query)
        said += f"，{most}的是{least}的 {times} 倍"
        sums += f"，{top} ÷ {bottom} = {times}"
    draft.say(f"{said}（计算得出）。", cited)
    draft.say(f"计算：{sums}。", cited, "calculation")


def _number(item: Ranked, query: Query) -> str:
    return plain_number(item.value, 4) if query.formula else item.observations[0].text.rstrip(".")


def _percent(query: Query) -> bool:
    if query.formula:
        return "%" in formula_named(query.formula, query.measures).shown_unit
    return query.measures[0].unit == "%"


def _with_unit(number: str, query: Query) -> str:
    if _percent(query):
        return f"{number} 个百分点"
    if query.formula:
        unit = formula_named(query.formula, query.measures).shown_unit
        return f"{number}{unit}"
    return f"{number} {query.measures[0].unit}".rstrip()
