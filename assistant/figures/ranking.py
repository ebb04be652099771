"""Rankings and filters over the schools of a table, also of derived indicators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.formulas import formulas
from assistant.model import ShownTable
from corpus.units import find_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.answering import Desk, Refusal
    from assistant.lookup import Line
    from assistant.query import Condition, Query
    from corpus.model import Observation

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """A school's place: rank (ties share one), value, the value as shown, its observations."""

    rank: int
    subject: str
    value: Decimal
    shown: str
    observations: tuple[Observation, ...]


def rank(desk: Desk, draft: Draft, query: Query) -> list[Ranked]:
    """All schools in the order asked for; equal values share a rank."""
    measures = query.measures if query.formula else query.measures[:1]
    result = desk.lookup.lines(measures, group=query.group, subjects=())
    draft.sql += result.sql
    rows = [(line, _value(line, query)) for line in result.lines]
    valued = [(line, value) for line, value in rows if value is not None]
    valued.sort(key=lambda item: item[1], reverse=query.descending)
    ranked: list[Ranked] = []
    for place, (line, value) in enumerate(valued, start=1):
        same = ranked and ranked[-1].value == value
        number = ranked[-1].rank if same else place
        shown = printed(line.first) if not query.formula else f"{plain_number(value)}{_unit(query)}"
        ranked.append(Ranked(number, line.subject, value, shown, line.observations))
    return ranked


def _value(line: Line, query: Query) -> Decimal | None:
    if not query.formula:
        return line.first.value
    from assistant.figures.comparing import quotient

    formula = next(f for f in formulas() if f.name == query.formula)
    return quotient(line.observations[0], line.observations[1], formula)


def _unit(query: Query) -> str:
    unit = next(f.unit for f in formulas() if f.name == query.formula)
    return "" if unit == ":1" else unit if unit == "%" else f" {unit}"


def _name(query: Query) -> str:
    return query.formula or query.measures[0].name


def _doubtful_zero(desk: Desk, item: Ranked) -> bool:
    doubt = desk.doubt(item.observations[0])
    return doubt is not None and doubt.kind in ("zero", "outlier")


def compose_top(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The first, the n-th, or the first n; cells that look wrong are passed over and named."""
    from assistant.figures.answering import Refusal, scope

    everyone = rank(desk, draft, query)
    if not everyone:
        return Refusal("not_found", f"没有符合范围的学校可以按“{_name(query)}”排序。")
    passed = [item for item in everyone if _doubtful_zero(desk, item)]
    kept = _reranked([item for item in everyone if item not in passed])
    over = scope(query, len(everyone))
    wanted = _wanted(kept, query)
    if not wanted:
        return Refusal("not_found", f"{over}中没有第 {query.position} 名。")
    cited = [draft.cite_cell(o) for item in wanted for o in item.observations]
    caption = desk.caption(draft, query.measures[0])
    draft.say(_headline(wanted, query), [*cited, caption])
    draft.say(f"按{over}排序。", [caption], "note")
    for item in passed:
        doubt = desk.doubt(item.observations[0])
        if doubt is not None:
            draft.caveat(f"注意：{doubt.text}，未参与排序。", [draft.cite_cell(item.observations[0])])
    first = wanted[0]
    desk.warn(draft, [o for o in first.observations if desk.doubt(o)])
    draft.table = _shown(kept, query)
    draft.found = tuple(item.subject for item in wanted)
    return None


def _reranked(items: Sequence[Ranked]) -> list[Ranked]:
    out: list[Ranked] = []
    for place, item in enumerate(items, start=1):
        number = out[-1].rank if out and out[-1].value == item.value else place
        out.append(replace(item, rank=number))
    return out


def _wanted(kept: Sequence[Ranked], query: Query) -> list[Ranked]:
    if query.position > 1:
        exact = [item for item in kept if item.rank == query.position]
        return exact or ([kept[query.position - 1]] if len(kept) >= query.position else [])
    last = kept[min(query.limit, len(kept)) - 1].rank if kept else 0
    return [item for item in kept if item.rank <= last]


def _headline(wanted: Sequence[Ranked], query: Query) -> str:
    name = _name(query)
    order = "高" if query.descending else "低"
    first = wanted[0]
    if query.limit <= 1 or len(wanted) == 1:
        schools = "、".join(item.subject for item in wanted)
        tie = "并列" if len(wanted) > 1 else ""
        if query.position > 1:
            direction = "从高到低" if query.descending else "从低到高"
            return f"{schools}{tie}，{name} {first.shown}，{direction}排第 {query.position}。"
        most = "最高" if order == "高" else "最低"
        return f"{name}{most}的是{schools}{tie and '（并列）'}，{first.shown}。"
    side = "最高" if query.descending else "最低"
    listed = "、".join(f"{item.subject}（{item.shown}）" for item in wanted)
    return f"{name}{side}的依次是：{listed}。"


def _shown(kept: Sequence[Ranked], query: Query) -> ShownTable:
    items = kept[: max(_SHOWN, query.limit, query.position + 2)]
    return ShownTable(
        _name(query),
        ("名次", "学校", _name(query)),
        tuple((str(item.rank), item.subject, item.shown) for item in items),
        tuple(float(item.value) for item in items),
    )


def compose_range(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Highest and lowest, and how far apart."""
    top = compose_top(desk, draft, replace(query, limit=1, position=1, descending=True))
    return top or compose_top(desk, draft, replace(query, limit=1, position=1, descending=False))


def compose_rank(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Which place a school has."""
    from assistant.figures.answering import Refusal, scope

    everyone = rank(desk, draft, query)
    passed = [i for i in everyone if _doubtful_zero(desk, i) and i.subject not in query.subjects]
    kept = _reranked([item for item in everyone if item not in passed])
    own = [item for item in kept if item.subject in query.subjects]
    if not own:
        return Refusal(
            "not_found",
            f"{query.measures[0].table}没有列出{'、'.join(query.subjects)}的“{_name(query)}”。",
        )
    over = scope(query, len(everyone))
    direction = "从高到低" if query.descending else "从低到高"
    caption = desk.caption(draft, query.measures[0])
    for item in own:
        same = sum(1 for other in kept if other.rank == item.rank)
        tie = "并列" if same > 1 else ""
        draft.say(
            f"{item.subject}的{_name(query)}为 {item.shown}，{direction}{tie}排第 {item.rank} 名。",
            [*(draft.cite_cell(o) for o in item.observations), caption],
        )
    draft.say(f"按{over}排序。", [caption], "note")
    for item in passed:
        doubt = desk.doubt(item.observations[0])
        if doubt is not None:
            draft.caveat(f"注意：{doubt.text}，未参与排序。", [draft.cite_cell(item.observations[0])])
    desk.warn(draft, [o for item in own for o in item.observations])
    draft.table = _shown(kept[: max(_SHOWN, own[0].rank)], query)
    draft.found = tuple(item.subject for item in own)
    return None


def compose_filter(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The schools that meet all conditions, and how many."""
    from assistant.figures.answering import scope

    conditions = tuple(_settled(desk, draft, c) for c in query.conditions)
    names = query.subjects
    result = desk.lookup.lines(query.measures, conditions=conditions, group=query.group, subjects=names)
    everyone = desk.lookup.lines(query.measures, group=query.group, subjects=names).lines
    draft.sql += result.sql
    over = scope(query, len(everyone))
    caption = desk.caption(draft, query.measures[0])
    tests = "且".join(f"{c.measure.name}{_test_text(c)}" for c in conditions)
    lines = sorted(result.lines, key=lambda line: -(line.first.value or 0))
    cited = [draft.cite_cell(o) for line in lines for o in line.observations]
    if not lines:
        draft.say(f"没有学校符合“{tests}”（{over}）。", [caption])
        draft.found = ()
        return None
    listed = "、".join(_with_values(line) for line in lines)
    draft.say(f"共 {len(lines)} 所：{listed}。", [*cited, caption])
    draft.say(f"条件：{tests}；按{over}筛选。", [caption], "note")
    draft.found = tuple(line.subject for line in lines)
    draft.table = ShownTable(
        tests,
        ("学校", *(m.name for m in query.measures)),
        tuple((line.subject, *(printed(o) for o in line.observations)) for line in lines),
        tuple(float(line.first.value or 0) for line in lines),
    )
    for observation in [o for line in lines for o in line.observations]:
        doubt = desk.doubt(observation)
        if doubt is not None and doubt.kind != "truncated":
            draft.caveat(f"注意：{doubt.text}。", [draft.cite_cell(observation)])
    return None


def _with_values(line: Line) -> str:
    return f"{line.subject}（{'，'.join(printed(o) for o in line.observations)}）"


def _settled(desk: Desk, draft: Draft, condition: Condition) -> Condition:
    """A condition against the printed mean gets the mean's value."""
    if not condition.against:
        return condition
    observation = desk.lookup.summary(condition.measure, condition.against)
    if observation is None or observation.value is None:
        values = [line.first.value or Decimal(0) for line in desk.lookup.lines([condition.measure]).lines]
        return replace(condition, low=sum(values, Decimal(0)) / max(len(values), 1))
    draft.cite_cell(observation)
    return replace(condition, low=observation.value)


def _test_text(condition: Condition) -> str:
    unit = condition.measure.unit
    shown = f"{plain_number(condition.low, 4)}{'' if unit == '%' else ' '}{unit}"
    if condition.comparison == "between":
        high = plain_number(condition.high or Decimal(0), 4)
        return f"在 {plain_number(condition.low, 4)} 到 {high} {unit}之间（含两端）"
    words = {">": "超过", ">=": "不低于", "<": "低于", "<=": "不超过", "=": "等于"}
    of_mean = {"mean": "均值 ", "median": "中位数 "}.get(condition.against, "")
    return f"{words[condition.comparison]}{of_mean}{shown.strip() if find_unit(unit) else shown}"
