"""Rankings and filters over the schools of a table, also of derived indicators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.figures.converting import in_unit
from assistant.figures.derived import quotient, shown_value
from assistant.figures.describing import scope
from assistant.figures.desk import Refusal
from assistant.figures.passing import Passing, name_passed, passing, say_reckoned
from assistant.formulas import formula_named
from assistant.intent import MIDDLE
from assistant.model import ShownTable
from corpus.units import is_counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk
    from assistant.lookup import Line
    from assistant.query import Condition, Measure, Query
    from corpus.model import Observation

_SHOWN = 10
_FEW = 8
_WHOLE = Decimal(100)


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
    among = _among(desk, draft, query)
    if (query.conditions or query.by is not None) and not among:
        return []
    result = desk.lookup.lines(measures, group=query.group, subjects=among)
    draft.sql += result.sql
    rows = [(line, _value(line, query)) for line in result.lines]
    valued = [(line, value) for line, value in rows if value is not None]
    valued.sort(key=lambda item: item[1], reverse=query.descending)
    ranked: list[Ranked] = []
    for place, (line, value) in enumerate(valued, start=1):
        same = ranked and ranked[-1].value == value
        number = ranked[-1].rank if same else place
        shown = _shown_value(line, value, query)
        ranked.append(Ranked(number, line.subject, value, shown, line.observations))
    return ranked


def _among(desk: Desk, draft: Draft, query: Query) -> tuple[str, ...]:
    """The schools that are ranked, where not all are: those that pass, or the first by another measure."""
    if query.by is not None:
        from assistant.figures.totals import first_of

        return first_of(desk, draft, query)
    return passing(desk, draft, replace(query, subjects=())).subjects if query.conditions else ()


def _shown_value(line: Line, value: Decimal, query: Query) -> str:
    """The value with its unit, in the unit asked for too, and what is left to 100 % where that is asked."""
    if query.formula:
        return shown_value(value, formula_named(query.formula, query.measures))
    left = f"（其余 {plain_number(_WHOLE - value)}%）" if query.turned else ""
    return f"{printed(line.first)}{in_unit(line.first, query.unit)}{left}"


def _value(line: Line, query: Query) -> Decimal | None:
    if not query.formula:
        return line.first.value
    return quotient(line.observations[0], line.observations[1], formula_named(query.formula, query.measures))


def _name(query: Query) -> str:
    return query.formula or query.measures[0].name


def compose_top(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The first, the n-th, or the first n; cells that look wrong are passed over and named."""
    everyone = rank(desk, draft, query)
    if not everyone:
        return nobody_ranked(query)
    passed, kept = parted(desk, everyone)
    over = scope(query, len(everyone))
    wanted = _wanted(kept, query)
    if not wanted:
        return Refusal("not_found", f"{over}中没有第 {query.position} 名。")
    cited = [draft.cite_cell(o) for item in wanted for o in item.observations]
    caption = desk.caption(draft, query.measures[0])
    draft.say(headline(wanted, query), [*cited, caption])
    if query.formula:
        source = formula_named(query.formula, query.measures).source
        equals = "" if source == query.formula else f"{query.formula} = "
        draft.say(f"公式：{equals}{source}（计算得出）。", cited, "calculation")
    tests = passing(desk, draft, query).tests if query.conditions else ""
    draft.say(f"按{over}{'（' + tests + '的）' if tests else ''}排序。", [caption], "note")
    if query.group is not None and len(wanted) < len(kept) <= _FEW:
        listed = "，".join(f"{item.subject} {item.shown}" for item in kept)
        draft.say(f"{listed}。", [draft.cite_cell(o) for item in kept for o in item.observations], "source")
    name_passed(desk, draft, [item.observations[0] for item in passed], "未参与排序")
    first = wanted[0]
    desk.warn(draft, [o for o in first.observations if desk.doubt(o)])
    draft.table = shown_table(kept, query)
    draft.found = tuple(item.subject for item in wanted)
    return None


def nobody_ranked(query: Query) -> Refusal:
    """No school of the group has the figure."""
    return Refusal("not_found", f"没有符合范围的学校可以按“{_name(query)}”排序。")


def parted(desk: Desk, everyone: Sequence[Ranked]) -> tuple[list[Ranked], list[Ranked]]:
    """Those whose cells look wrong, and the others with their places among themselves."""
    passed = [item for item in everyone if desk.misleading(item.observations[0])]
    return passed, _reranked([item for item in everyone if item not in passed])


def _reranked(items: Sequence[Ranked]) -> list[Ranked]:
    out: list[Ranked] = []
    for place, item in enumerate(items, start=1):
        number = out[-1].rank if out and out[-1].value == item.value else place
        out.append(replace(item, rank=number))
    return out


def _wanted(kept: Sequence[Ranked], query: Query) -> list[Ranked]:
    if query.position == MIDDLE:
        return list(kept[(len(kept) - 1) // 2 : len(kept) // 2 + 1])
    if query.position > 1:
        exact = [item for item in kept if item.rank == query.position]
        return exact or ([kept[query.position - 1]] if len(kept) >= query.position else [])
    last = kept[min(query.limit, len(kept)) - 1].rank if kept else 0
    return [item for item in kept if item.rank <= last]


def ends(query: Query) -> tuple[str, str]:
    """What the two ends of a ranking are called: 最多 and 最少 of what is counted, else 最高 and 最低."""
    counted = not query.formula and is_counted(query.measures[0].unit)
    return ("最多", "最少") if counted else ("最高", "最低")


def headline(wanted: Sequence[Ranked], query: Query) -> str:
    """Who is first, or n-th, or the first n, with the figure; a formula's value is said to be calculated."""
    reckoned = "（计算得出）" if query.formula else ""
    name = _name(query)
    most = ends(query)[0 if query.descending else 1]
    first = wanted[0]
    if query.position == MIDDLE:
        places = "、".join(f"{item.subject}（{item.shown}，第 {item.rank} 名）" for item in wanted)
        return f"{name}{'从高到低' if query.descending else '从低到高'}排在中间的是{places}{reckoned}。"
    if query.limit <= 1 or len(wanted) == 1:
        schools = "、".join(item.subject for item in wanted)
        tie = "并列" if len(wanted) > 1 else ""
        if query.position > 1:
            direction = "从高到低" if query.descending else "从低到高"
            return f"{schools}{tie}，{name} {first.shown}，{direction}排第 {query.position}{reckoned}。"
        return f"{name}{most}的是{schools}{tie and '（并列）'}，{first.shown}{reckoned}。"
    listed = "、".join(f"{item.subject}（{item.shown}）" for item in wanted)
    return f"{name}{most}的依次是：{listed}{reckoned}。"


def shown_table(kept: Sequence[Ranked], query: Query) -> ShownTable:
    """The head of a ranking as a table."""
    items = kept[: max(_SHOWN, query.limit, query.position + 2)]
    return ShownTable(
        _name(query),
        ("名次", "学校", _name(query)),
        tuple((str(item.rank), item.subject, item.shown) for item in items),
        tuple(float(item.value) for item in items),
    )


def compose_rank(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Which place a school has, by each of the measures."""
    if query.formula or len(query.measures) <= 1:
        return _place_of(desk, draft, query)
    refused = [_place_of(desk, draft, replace(query, measures=(m,))) for m in query.measures]
    return refused[0] if all(refused) else None


def _place_of(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """Which place a school has by one figure."""
    everyone = rank(desk, draft, query)
    passed = [i for i in everyone if desk.misleading(i.observations[0]) and i.subject not in query.subjects]
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
        first = f"，{ends(query)[0 if query.descending else 1]}" if item.rank == 1 else ""
        draft.say(
            f"{item.subject}的{_name(query)}为 {item.shown}，{direction}{tie}排第 {item.rank} 名{first}。",
            [*(draft.cite_cell(o) for o in item.observations), caption],
        )
    draft.say(f"按{over}排序。", [caption], "note")
    name_passed(desk, draft, [item.observations[0] for item in passed], "未参与排序")
    desk.warn(draft, [o for item in own for o in item.observations])
    draft.table = shown_table(kept[: max(_SHOWN, own[0].rank)], query)
    draft.found = tuple(item.subject for item in own)
    return None


def compose_filter(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The schools that meet all conditions, how many, and what else is asked of them."""
    found = passing(desk, draft, query)
    over = scope(query, found.count)
    caption = desk.caption(draft, query.measures[0])
    slips = [o for line in found.passed for o in found.numerators(line)]
    if not found.lines:
        draft.say(f"没有学校符合“{found.tests}”（{over}）。", [caption])
        say_reckoned(draft, found, [caption])
        name_passed(desk, draft, slips, "未计入")
        draft.found = ()
        return None
    conditions = found.conditions
    lines = sorted(found.lines, key=lambda line: -(found.tested(line, conditions[0]) or 0))
    cited = [draft.cite_cell(o) for line in lines for o in line.observations]
    shown = list({c.name: c for c in conditions}.values())
    extra = _asked_besides(query)
    listed = "、".join(
        f"{line.subject}（{'，'.join(_of_line(found, line, shown, extra))}）" for line in lines
    )
    _say_share_of_schools(draft, query, found, [*cited, caption])
    draft.say(f"共 {len(lines)} 所：{listed}{_that_it_is_calculated(conditions)}。", [*cited, caption])
    draft.say(f"条件：{found.tests}；按{over}筛选。", [caption], "note")
    say_reckoned(draft, found, cited)
    draft.found = tuple(line.subject for line in lines)
    draft.table = _shown_filter(found, shown, lines)
    for observation in [o for line in lines for o in line.observations]:
        doubt = desk.doubt(observation)
        if doubt is not None and doubt.kind != "truncated":
            draft.caveat(f"注意：{doubt.text}。", [draft.cite_cell(observation)])
    name_passed(desk, draft, slips, "未计入")
    return None


def _asked_besides(query: Query) -> list[Measure]:
    """The measures that are not tested but asked for."""
    tested = {m for c in query.conditions for m in c.measures}
    return [m for m in query.measures if m not in tested]


def _of_line(
    found: Passing, line: Line, shown: Sequence[Condition], extra: Sequence[Measure]
) -> tuple[str, ...]:
    """What is said of a school: what was tested, and what else was asked for."""
    tested = (found.as_shown(line, c) for c in shown)
    return (*tested, *(f"{m.name} {printed(found.observation(line, m))}" for m in extra))


def _say_share_of_schools(draft: Draft, query: Query, found: Passing, cited: Sequence[int]) -> None:
    """How large a part of the schools meets the conditions, where that is asked for."""
    if query.summary != "share" or not found.count:
        return
    share = plain_number(Decimal(len(found.lines)) / found.count * 100)
    draft.say(
        f"符合“{found.tests}”的学校占 {share}%（计算：{len(found.lines)} ÷ {found.count} × 100%）。", cited
    )


def _that_it_is_calculated(conditions: Sequence[Condition]) -> str:
    names = dict.fromkeys(c.formula for c in conditions if c.formula)
    return f"（{'、'.join(names)}为计算得出）" if names else ""


def _shown_filter(found: Passing, shown: Sequence[Condition], lines: Sequence[Line]) -> ShownTable:
    """The schools with what was tested and what else there is, a formula's operands among it."""
    extra = [m for m in found.measures if all(m.name != c.name for c in shown)]
    rows = [
        (
            line.subject,
            *(found.as_shown(line, c) for c in shown),
            *(printed(found.observation(line, m)) for m in extra),
        )
        for line in lines
    ]
    return ShownTable(
        found.tests,
        ("学校", *(c.name for c in shown), *(m.name for m in extra)),
        tuple(rows),
        tuple(float(found.tested(line, shown[0]) or 0) for line in lines),
    )
