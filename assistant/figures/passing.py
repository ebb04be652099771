"""Which schools pass the conditions of a query, and how the conditions are told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.draft import Draft, plain_number, printed
from assistant.figures.derived import Reckoned, quotient, shown_value, typical
from assistant.formulas import formula_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.figures.desk import Desk
    from assistant.lookup import Line
    from assistant.query import Condition, Measure, Query
    from corpus.model import Observation


@dataclass(frozen=True, slots=True)
class Passing:
    """The lines that pass, those passed over since a cell looks wrong, and of how many.

    The observations of a line are those of ``measures``; ``conditions`` have their thresholds.
    """

    measures: tuple[Measure, ...]
    conditions: tuple[Condition, ...]
    lines: tuple[Line, ...]
    passed: tuple[Line, ...]
    count: int
    reckoned: tuple[Reckoned, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """The schools that pass."""
        return tuple(line.subject for line in self.lines)

    @property
    def tests(self) -> str:
        """The conditions in words."""
        return tests_text(self.conditions)

    def tested(self, line: Line, condition: Condition) -> Decimal | None:
        """The line's value that ``condition`` is about."""
        found = [self.observation(line, m) for m in condition.measures]
        if not condition.formula:
            return found[0].value
        return quotient(found[0], found[1], formula_named(condition.formula, condition.measures))

    def observation(self, line: Line, measure: Measure) -> Observation:
        """The cell of ``line`` for one of the measures."""
        return line.observations[self.measures.index(measure)]

    def as_shown(self, line: Line, condition: Condition) -> str:
        """The value that ``condition`` is about, as it is shown."""
        value = self.tested(line, condition)
        if condition.formula and value is not None:
            return shown_value(value, formula_named(condition.formula, condition.measures))
        return printed(self.observation(line, condition.measure))

    def numerators(self, line: Line) -> list[Observation]:
        """The cells that a formula of the conditions divides; a slip there makes a wrong value."""
        places = {self.measures.index(c.measure) for c in self.conditions if c.formula}
        return [line.observations[place] for place in sorted(places)]


def passing(desk: Desk, draft: Draft, query: Query) -> Passing:
    """The schools of the query's group that meet all its conditions."""
    settled = [_settled(desk, draft, c) for c in query.conditions]
    conditions = tuple(c for c, _ in settled)
    needed = (*query.measures, *(m for c in conditions for m in c.measures))
    measures = tuple(dict.fromkeys(needed))
    columns = tuple(c for c in conditions if not c.formula)
    result = desk.lookup.lines(measures, conditions=columns, group=query.group, subjects=query.subjects)
    everyone = desk.lookup.lines(measures, group=query.group, subjects=query.subjects).lines
    draft.sql += result.sql
    reckoned = tuple(r for _, r in settled if r is not None)
    found = Passing(measures, conditions, result.lines, (), len(everyone), reckoned)
    formulas = [c for c in conditions if c.formula]
    met = [line for line in result.lines if all(_meets(c, found.tested(line, c)) for c in formulas)]
    passed = tuple(line for line in met if any(desk.misleading(o) for o in found.numerators(line)))
    return replace(found, lines=tuple(line for line in met if line not in passed), passed=passed)


def name_passed(desk: Desk, draft: Draft, cells: Sequence[Observation], what: str) -> None:
    """Caveats for the cells that look wrong, with what was done about them."""
    for cell in cells:
        doubt = desk.doubt(cell)
        if doubt is not None:
            draft.caveat(f"注意：{doubt.text}，{what}。", [draft.cite_cell(cell)])


def say_reckoned(draft: Draft, found: Passing, cited: Sequence[int]) -> None:
    """The formulas, and the means that were calculated to compare with."""
    for condition in found.conditions:
        if condition.formula:
            source = formula_named(condition.formula, condition.measures).source
            draft.say(f"公式：{condition.formula} = {source}。", cited, "calculation")
    for one in found.reckoned:
        draft.say(one.text, one.cite(draft), "calculation")


def tests_text(conditions: Sequence[Condition]) -> str:
    """The conditions in words: ``全日制学生数不低于10000 人且应届生初次就业率超过90%``."""
    return "且".join(f"{c.name}{_test_text(c)}" for c in conditions)


def _meets(condition: Condition, value: Decimal | None) -> bool:
    if value is None:
        return False
    low, high = condition.low, condition.high
    match condition.comparison:
        case ">":
            return value > low
        case ">=":
            return value >= low
        case "<":
            return value < low
        case "<=":
            return value <= low
        case "between":
            return low <= value <= (high or low)
        case _:
            return value == low


def _settled(desk: Desk, draft: Draft, condition: Condition) -> tuple[Condition, Reckoned | None]:
    """A condition against the mean or median gets its value, with the calculation if there was one."""
    if not condition.against:
        return condition, None
    if condition.formula:
        found = typical(
            desk, condition.measures, formula_named(condition.formula, condition.measures), condition.against
        )
        return (replace(condition, low=found.value), found) if found is not None else (condition, None)
    observation = desk.lookup.summary(condition.measure, condition.against)
    if observation is None or observation.value is None:
        values = [line.first.value or Decimal(0) for line in desk.lookup.lines([condition.measure]).lines]
        return replace(condition, low=sum(values, Decimal(0)) / max(len(values), 1)), None
    draft.cite_cell(observation)
    return replace(condition, low=observation.value), None


def _test_text(condition: Condition) -> str:
    measured_in = (
        formula_named(condition.formula, condition.measures).shown_unit
        if condition.formula
        else condition.measure.unit
    )
    unit = measured_in.strip()
    places = 2 if condition.formula else 4
    shown = f"{plain_number(condition.low, places)}{'' if unit == '%' else ' '}{unit}".rstrip()
    if condition.comparison == "between":
        high = plain_number(condition.high or Decimal(0), places)
        return f"在 {plain_number(condition.low, places)} 到 {high} {unit}之间（含两端）"
    words = {">": "超过", ">=": "不低于", "<": "低于", "<=": "不超过", "=": "等于"}
    if condition.comparison == "=" and not condition.low:
        return "为零"
    of_mean = {"mean": "均值 ", "median": "中位数 "}.get(condition.against, "")
    return f"{words[condition.comparison]}{of_mean}{shown}"
