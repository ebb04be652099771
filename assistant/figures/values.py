"""Values: one or more indicators of one or more schools, of the region, or a whole row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.figures.converting import in_unit
from assistant.figures.describing import scope
from assistant.figures.desk import Refusal
from assistant.model import ShownTable
from assistant.query import Operation
from corpus.units import find_unit, split_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk
    from assistant.query import Measure, Query
    from corpus.model import Observation

_ADDITIVE = {"people", "items", "devices", "institutions", "projects", "courses", "class-hours"}
_IN_A_SENTENCE = 2  # more figures are shown as a table too


def compose_value(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """One or more figures as they are printed: of schools, or of the whole region."""
    if query.by is not None:
        from assistant.figures.totals import first_of

        first = replace(query, subjects=first_of(desk, draft, query), by=None, group=None)
        draft.found = first.subjects
        return _of_schools(desk, draft, first)
    if query.subjects:
        return _of_schools(desk, draft, query)
    if query.group is not None and all(m.layout == "entities" for m in query.measures):
        return _of_group(desk, draft, query)
    return _of_region(desk, draft, query)


def _of_schools(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    seen: list[Observation] = []
    missing: list[tuple[str, Measure]] = []
    for subject in query.subjects:
        found = []
        for measure in query.measures:
            result = desk.lookup.lines([measure], subjects=[subject])
            draft.sql += result.sql
            if result.lines:
                found.append(result.lines[0].first)
            else:
                missing.append((subject, measure))
        if found:
            draft.say(_sentence(subject, found, query), [draft.cite_cell(o) for o in found])
        seen.extend(found)
    if not seen:
        subject, measure = missing[0]
        where = "、".join(desk.lookup_tables(subject))
        nearest = f"文件中关于该校的数据只有{where}。" if where else ""
        return Refusal(
            "not_found",
            f"文件没有给出{subject}的“{measure.name}”（{measure.table}没有列出该校）。{nearest}",
        )
    for subject, measure in missing:
        draft.caveat(f"{measure.table}没有列出{subject}的“{measure.name}”。")
    if len(seen) > _IN_A_SENTENCE:
        draft.table = _grid(query.subjects, query.measures, seen)
    if query.summary in ("mean", "median"):
        _beside_summary(desk, draft, query)
    desk.warn(draft, seen)
    return None


def _of_group(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """The figures of the schools of a group, and their sum where adding makes sense."""
    from assistant.figures.totals import say_sum

    for measure in query.measures:
        result = desk.lookup.lines([measure], group=query.group)
        draft.sql += result.sql
        if not result.lines:
            return Refusal("not_found", f"{measure.table}没有符合范围的学校。")
        unit = find_unit(measure.unit)
        if unit is not None and unit.dimension in _ADDITIVE:
            say_sum(desk, draft, query, measure, result.lines)
        cells = [line.first for line in result.lines]
        listed = "、".join(f"{o.subject}（{printed(o)}）" for o in cells)
        over = scope(replace(query, measures=(measure,)), len(cells))
        cited = [*(draft.cite_cell(o) for o in cells), desk.caption(draft, measure)]
        draft.say(f"{over}，{measure.name}：{listed}。", cited)
        desk.warn(draft, cells)
        draft.found = tuple(line.subject for line in result.lines)
    return None


def _sentence(subject: str, found: Sequence[Observation], query: Query) -> str:
    parts = [f"{name_of(o)}为 {printed(o)}{in_unit(o, query.unit)}{_rest(o, query)}" for o in found]
    return f"{subject}的{'，'.join(parts)}。"


def _rest(observation: Observation, query: Query) -> str:
    """``，其余 19.52%（计算：…）`` where the question asks for those whom a rate does not count."""
    if not query.turned or observation.value is None:
        return ""
    return f"，其余 {plain_number(100 - observation.value)}%（计算：100% − {printed(observation)}）"


def name_of(observation: Observation) -> str:
    """The indicator as a reader names it: ``省级数量（专业教学资源库数）``."""
    own = split_unit(observation.indicator[-1])[0]
    if len(observation.indicator) == 1:
        return own
    return f"{own}（{' › '.join(observation.indicator[:-1])}）"


def _grid(subjects: Sequence[str], measures: Sequence[Measure], seen: Sequence[Observation]) -> ShownTable:
    by_place = {(o.subject, o.source.table, o.column_index): o for o in seen}
    rows = []
    for subject in subjects:
        cells = [by_place.get((subject, m.table, m.column)) for m in measures]
        rows.append((subject, *(printed(o) if o else "" for o in cells)))
    return ShownTable("指标", ("学校", *(m.name for m in measures)), tuple(rows))


def _beside_summary(desk: Desk, draft: Draft, query: Query) -> None:
    for measure in query.measures:
        observation = desk.lookup.summary(measure, query.summary)
        if observation is not None:
            draft.say(
                f"{observation.source.table} 的{observation.subject}为 {printed(observation)}。",
                [draft.cite_cell(observation)],
                "source",
            )


def _of_region(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    if _typical_of_schools(desk, query):
        from assistant.figures.totals import compose_mean

        operation = Operation.MEDIAN if query.summary == "median" else Operation.MEAN
        return compose_mean(desk, draft, replace(query, operation=operation))
    seen: list[Observation] = []
    for measure in query.measures:
        observation = region_value(desk, measure, query.summary)
        if observation is None:
            if not _added_up(desk, draft, query, measure):
                return Refusal("not_found", f"文件没有给出全省的“{measure.name}”。")
            continue
        seen.append(observation)
        extra = _surveyed(desk, observation)
        cited = [draft.cite_cell(o) for o in (observation, *extra)]
        told = f"（调查人次 {extra[0].text}）" if extra and len(query.measures) == 1 else ""
        draft.say(
            f"{_whose(observation)}{name_of(observation)}为 {printed(observation)}"
            f"{in_unit(observation, query.unit)}{_rest(observation, query)}{told}（{observation.source.table}）。",
            cited,
        )
    if query.summary == "total" and len(seen) > 1 and len({o.unit for o in seen}) == 1:
        added = sum((o.value or Decimal(0) for o in seen), Decimal(0))
        terms = " + ".join(o.text for o in seen)
        draft.say(
            f"合计 {plain_number(added, 4)} {seen[0].unit}（计算：{terms}）。",
            [draft.cite_cell(o) for o in seen],
        )
    desk.warn(draft, seen)
    if query.summary == "mean" and seen:
        _explain_mean(desk, draft, query.measures[0])
    return None


def _typical_of_schools(desk: Desk, query: Query) -> bool:
    """True for a mean or median of a column whose table prints none."""
    first = query.measures[0]
    asked = query.summary in ("mean", "median") and first.layout == "entities" and len(query.measures) == 1
    return asked and desk.lookup.summary(first, query.summary) is None


def _whose(observation: Observation) -> str:
    if observation.subject_kind.value == "region":
        return observation.subject
    return f"{observation.source.table} 的“{observation.subject}”行，"


def region_value(desk: Desk, measure: Measure, summary: str = "") -> Observation | None:
    """The printed figure for the whole region: an annex row, a total row, or the mean asked for."""
    if measure.layout == "indicators":
        return desk.lookup.cell(measure)
    return desk.lookup.summary(measure, summary or "total")


def _added_up(desk: Desk, draft: Draft, query: Query, measure: Measure) -> bool:
    """The sum over the listed schools where no total is printed and adding makes sense, or is asked for."""
    from assistant.figures.totals import adds_up, say_sum

    unit = find_unit(measure.unit)
    mean = desk.lookup.summary(measure, "mean")
    added = unit is not None and (
        unit.dimension in _ADDITIVE or (query.summary == "total" and adds_up(desk, measure))
    )
    if added:
        result = desk.lookup.lines([measure])
        draft.sql += result.sql
        say_sum(desk, draft, query, measure, result.lines, "文件没有印出合计；")
    if mean is not None:
        draft.say(
            f"{mean.source.table} 的“{mean.subject}”行，{name_of(mean)}为 {printed(mean)}。",
            [draft.cite_cell(mean)],
        )
        desk.warn(draft, [mean])
    return bool(draft)


def _surveyed(desk: Desk, observation: Observation) -> list[Observation]:
    """The other figures of the same row, such as the number of people asked."""
    return [
        o
        for o in desk.index.observations
        if o.source.row_span == observation.source.row_span
        and o.source.document == observation.source.document
        and o.value is not None
        and o.column_index > observation.column_index
        and o.subject_kind.value == "region"
    ]


def _explain_mean(desk: Desk, draft: Draft, measure: Measure) -> None:
    for doubt in desk.doubts_of(measure):
        if doubt.kind == "outlier":
            observation = desk.lookup.at(measure.document, measure.table, doubt.row, doubt.column)
            if observation is not None:
                draft.caveat(f"注意：均值受异常值影响：{doubt.text}。", [draft.cite_cell(observation)])


def compose_row(desk: Desk, draft: Draft, query: Query) -> Refusal | None:
    """All indicators of a school (or of one table), as a table."""
    shown: list[tuple[str, ...]] = []
    for subject in query.subjects:
        rows = [
            o
            for o in desk.lookup.rows_of(subject)
            if (not query.table or o.source.table == query.table)
            and o.value is not None
            and (not query.measures or any(_same(o, m) for m in query.measures))
        ]
        if not rows:
            return Refusal("not_found", f"{query.table or '文件的各表'}没有列出{subject}。")
        parts = "；".join(f"{name_of(o)} {printed(o)}" for o in rows)
        draft.say(f"{subject}：{parts}。", [draft.cite_cell(o) for o in rows])
        shown.extend((subject, o.source.table, name_of(o), printed(o)) for o in rows)
        desk.warn(draft, rows)
    draft.table = ShownTable("各项指标", ("学校", "表", "指标", "数值"), tuple(shown))
    return None


def _same(observation: Observation, measure: Measure) -> bool:
    return (observation.source.table, observation.column_index) == (measure.table, measure.column)
