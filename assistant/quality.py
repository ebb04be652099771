"""Questions about the figures themselves: do they add up, why is one so high, is a cell whole."""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from assistant.doubts import doubts_figure
from assistant.draft import Draft, plain_number, printed
from assistant.figures.values import name_of, region_value
from assistant.lookup import total
from assistant.operations import said
from assistant.query import Measure, Operation, Plan
from corpus.audit.labels import family_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk
    from assistant.measures import Measures
    from assistant.reading import Reading
    from corpus.model import Observation

_ENOUGH = 0.4
_DOUBTS = 3
_PART = 2  # labels over a part: the whole and itself
_TOLERANCE = Decimal("0.0005")


def asks_quality(reading: Reading) -> bool:
    """True where the question doubts a figure or asks whether figures agree."""
    return (
        said(reading.text, "why")
        or said(reading.text, "check")
        or "解释" in reading.text
        or "算出来" in reading.text
        or doubts_figure(reading.text)
    )


class QualityAnswerer:
    """Checks printed sums and means against the rows, and names cells that look wrong."""

    def __init__(self, desk: Desk, matcher: Measures) -> None:
        self._desk = desk
        self._matcher = matcher

    def compose(self, draft: Draft, reading: Reading, plan: Plan) -> bool:
        """Writes what can be checked; ``False`` where nothing can."""
        measures = self._measures(reading, plan)
        done = self._side_by_side(draft, reading, measures)
        if done and len(measures) > 1:
            return True
        for measure in measures:
            if measure.layout == "entities":
                if reading.subjects:
                    done = self._cells(draft, measure, reading.subjects) or done
                else:
                    done = self._column(draft, reading, measure, plan) or done
        rows = [m for m in measures if m.layout == "indicators"]
        if rows:
            done = (
                self._parts(draft, rows)
                or (doubts_figure(reading.text) and self._row(draft, rows[0]))
                or done
            )
        return done

    def _measures(self, reading: Reading, plan: Plan) -> list[Measure]:
        """The measures compared: one of each table that is named, else those of the plan."""
        tables = [p for p in reading.places if p.startswith(("表", "附表"))]
        sums = said(reading.text, "each_of") or reading.cue("total") is not None
        if not tables or (len(tables) == 1 and not sums):
            return list(plan.query.measures)
        words = [w for w in reading.words if w not in reading.unknown]
        chosen = []
        pools = [[m for m in self._desk.measures if m.table == table] for table in tables]
        if len(tables) == 1 and said(reading.text, "each_of"):
            pools.insert(
                0, [m for m in self._desk.measures if m.layout == "entities" and m.table not in tables]
            )
        for pool in pools:
            matches = self._matcher.match(words, pool)
            if matches and matches[0].explained > _ENOUGH:
                chosen.append(matches[0].measure)
        return chosen or list(plan.query.measures)

    def _side_by_side(self, draft: Draft, reading: Reading, measures: Sequence[Measure]) -> bool:
        """Several places' figures for one thing, and whether they agree."""
        if len(measures) <= 1 or reading.subjects or self._family(measures):
            return False
        values: list[Decimal] = []
        parts: list[str] = []
        cited: list[int] = []
        for measure in measures:
            shown = self._shown(draft, measure, cited)
            if shown is None:
                return False
            text, value = shown
            parts.append(text)
            values.append(value)
        same = (
            "一致" if len(set(values)) == 1 else f"不一致，相差 {plain_number(max(values) - min(values), 4)}"
        )
        draft.say(f"{same}：{'；'.join(parts)}（计算核对）。", cited)
        if len({m.unit for m in measures}) > 1:
            draft.caveat("注意：两处的单位或口径不同，不宜直接比较。")
        return True

    def _family(self, measures: Sequence[Measure]) -> bool:
        return all(m.layout == "indicators" and m.path[0] == measures[0].path[0] for m in measures)

    def _shown(self, draft: Draft, measure: Measure, cited: list[int]) -> tuple[str, Decimal] | None:
        if measure.layout == "indicators":
            observation = region_value(self._desk, measure)
            if observation is None or observation.value is None:
                return None
            cited.append(draft.cite_cell(observation))
            return f"{measure.table}“{name_of(observation)}”为 {printed(observation)}", observation.value
        lines = self._desk.lookup.lines([measure]).lines
        mean = self._desk.lookup.summary(measure, "mean")
        if "生均" in measure.name or measure.unit == "%":
            if mean is None or mean.value is None:
                return None
            cited.append(draft.cite_cell(mean))
            return f"{measure.table}“{mean.subject}”行的{measure.name}为 {printed(mean)}", mean.value
        added = total(lines)
        cited.extend(draft.cite_cell(line.first) for line in lines)
        return f"{measure.table} 各校“{measure.name}”相加为 {plain_number(added, 4)} {measure.unit}", added

    def _cells(self, draft: Draft, measure: Measure, subjects: Sequence[str]) -> bool:
        done = False
        for line in self._desk.lookup.lines([measure], subjects=subjects).lines:
            observation = line.first
            mark = [draft.cite_cell(observation)]
            draft.say(
                f"{line.subject}的{name_of(observation)}在 {measure.table} 中印作 {observation.text} {observation.unit}。",
                mark,
            )
            doubt = self._desk.doubt(observation)
            if doubt is not None:
                draft.caveat(f"{doubt.text}。文件没有说明原因，建议核对原始数据。", mark)
            else:
                draft.say("按同列数据的分布看，没有发现明显异常；文件没有另作说明。", mark)
            done = True
        return done

    def _column(self, draft: Draft, reading: Reading, measure: Measure, plan: Plan) -> bool:
        lines = self._desk.lookup.lines([measure]).lines
        values = [line.first.value for line in lines if line.first.value is not None]
        zero = any(c.comparison == "=" and c.low == 0 for c in plan.query.conditions)
        if zero or (
            " 0" in f" {reading.text}" and plan.query.operation in (Operation.FILTER, Operation.COUNT)
        ):
            return self._zeros(draft, measure)
        printed_total = self._desk.lookup.summary(measure, "total")
        mean = self._desk.lookup.summary(measure, "mean")
        middle = self._desk.lookup.summary(measure, "median")
        added = total(lines)
        if printed_total is not None and printed_total.value is not None:
            same = "对得上，一致" if printed_total.value == added else "对不上，不一致"
            cited = [draft.cite_cell(printed_total), *(draft.cite_cell(line.first) for line in lines)]
            draft.say(
                f"{same}：{measure.table} 各行的“{measure.name}”相加为 {plain_number(added, 4)}，合计行印作 {printed_total.text}。",
                cited,
            )
        if mean is not None and mean.value is not None and values:
            self._mean(draft, measure, mean, middle, values)
        shown = 0
        for doubt in self._desk.doubts_of(measure):
            observation = self._desk.lookup.at(measure.document, measure.table, doubt.row, doubt.column)
            if observation is not None and shown < _DOUBTS:
                draft.caveat(f"{doubt.text}。", [draft.cite_cell(observation)])
                shown += 1
                if doubt.kind == "per-student":
                    break
        return bool(draft)

    def _mean(
        self,
        draft: Draft,
        measure: Measure,
        mean: Observation,
        middle: Observation | None,
        values: Sequence[Decimal],
    ) -> None:
        own = sum(values, Decimal(0)) / len(values)
        doubts = [d for d in self._desk.doubts_of(measure) if d.kind == "outlier"]
        cited = [draft.cite_cell(mean)] + ([draft.cite_cell(middle)] if middle else [])
        beside = f"，{middle.subject}为 {printed(middle)}" if middle else ""
        for doubt in doubts:
            cell = self._desk.lookup.at(measure.document, measure.table, doubt.row, doubt.column)
            if cell is not None:
                draft.say(
                    f"“{mean.subject}”{printed(mean)}{beside}，主要是被一个异常值拉高：{doubt.text}。",
                    [*cited, draft.cite_cell(cell)],
                )
        fits = self._fits(mean, values)
        count = len(values)
        text = f"表中列出 {count} 所学校，按这 {count} 行计算，{measure.name}的平均数为 {plain_number(own)}，印出的“{mean.subject}”为 {mean.text}"
        if abs(own - (mean.value or own)) <= _TOLERANCE * max(abs(own), Decimal(1)):
            draft.say(f"{text}，两者一致。", cited)
        elif fits:
            draft.say(
                f"{text}；印出的数更像按 {fits} 所学校计算，比表中列出的 {count} 所多 {fits - count} 所（推算，文件没有说明）。",
                cited,
            )
        else:
            draft.say(f"{text}，两者不一致，文件没有说明计算口径。", cited)
        if middle is not None and middle.value is not None:
            own_middle = median(values)
            if own_middle != middle.value:
                draft.say(
                    f"按 {count} 行计算的中位数为 {plain_number(Decimal(own_middle))}，印出的“{middle.subject}”为 {middle.text}。",
                    cited,
                )

    def _fits(self, mean: Observation, values: Sequence[Decimal]) -> int:
        """Over how many rows, one or two more than listed, the printed mean could have been taken."""
        value = mean.value
        if value is None or value == 0:
            return 0
        added = sum(values, Decimal(0))
        for more in (1, 2):
            rest = value * (len(values) + more) - added
            if Decimal(0) <= rest <= max(values) * more:
                return len(values) + more
        return 0

    def _zeros(self, draft: Draft, measure: Measure) -> bool:
        lines = [line for line in self._desk.lookup.lines([measure]).lines if line.first.value == 0]
        if not lines:
            return False
        cited = [draft.cite_cell(line.first) for line in lines]
        names = "、".join(line.subject for line in lines)
        draft.say(
            f"{measure.table} 中“{measure.name}”为 0 的有 {len(lines)} 所：{names}。文件没有说明原因；可能是尚无数据或未填报，不能据此推断实际为零。",
            cited,
        )
        return True

    def _row(self, draft: Draft, measure: Measure) -> bool:
        """The region's figure, of which nothing was found that is wrong."""
        observation = region_value(self._desk, measure)
        if observation is None or observation.value is None:
            return False
        draft.say(
            f"{measure.table}“{name_of(observation)}”印作 {printed(observation)}；核对没有发现它与别处不符或超出常见范围，文件没有另作说明。",
            [draft.cite_cell(observation)],
        )
        return True

    def _parts(self, draft: Draft, rows: Sequence[Measure]) -> bool:
        """The sum of the parts in the same unit against the whole."""
        first = rows[0]
        whole = next(
            (
                m
                for m in self._desk.measures
                if m.table == first.table and m.path == first.path[:1] and m.unit == first.unit
            ),
            None,
        )
        if whole is None:
            return False
        parts = [
            m
            for m in self._desk.measures
            if m.table == whole.table
            and len(m.path) == _PART
            and m.path[0] == whole.path[0]
            and m.unit == whole.unit
            and m.document == whole.document
        ]
        if len(rows) > 1 and all(len(m.path) == _PART for m in rows):
            parts = [m for m in parts if m in rows] or parts
        top = region_value(self._desk, whole)
        found = [o for m in parts if (o := region_value(self._desk, m)) is not None]
        if top is None or top.value is None or len(found) <= 1:
            return False
        added = sum((o.value or Decimal(0) for o in found), Decimal(0))
        whole_family = family_of(tuple(o.indicator[-1] for o in found))
        named = len(rows) > 1 and len(found) == sum(len(m.path) == _PART for m in rows)
        if added != top.value and not whole_family and not named:
            return False  # some parts only, or parts of parts
        same = (
            "对得上，一致"
            if added == top.value
            else f"对不上，相差 {plain_number(abs(added - top.value), 4)}"
        )
        apart = "" if added == top.value or whole_family else "；所列分项可能不是全部"
        terms = " + ".join(f"{o.indicator[-1]} {o.text}" for o in found)
        cited = [draft.cite_cell(top), *(draft.cite_cell(o) for o in found)]
        draft.say(
            f"{same}：{terms} = {plain_number(added, 4)}，而“{name_of(top)}”印作 {printed(top)}（{top.source.table}）{apart}。",
            cited,
        )
        return True
