"""What a question counts or measures, against the figure or record that would answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.prose.asked import asked_types, asked_units
from assistant.prose.nearmiss import missing_token, other_member
from assistant.prose.short import has_unit
from assistant.quality import asks_quality
from assistant.query import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.planner import Plan
    from assistant.reading import Reading
    from assistant.records import Record

_AMOUNTS = ("元", "人", "平方米", "%", "大类")
_MONEY = "元"
_PLAIN = (Operation.VALUE, Operation.SUM)
_SEVERAL = 2
_LEVELS = ("国家级", "省级", "市级", "校级")
_NOT_TOLD_BY_REGION = ("school", "organisation", "person", "date")
_OWN_COUNTERS = ("份", "集", "期", "次", "届", "部", "辆", "场", "支", "件", "座", "批", "年", "天", "大类")


def says_other(reading: Reading, plan: Plan) -> bool:
    """True where a figure's label says what excludes what the question says: 合格率, asked for 优秀率."""
    if plan.query.operation is not Operation.VALUE:
        return False
    return any(other_member(reading.text, "".join(m.path)) is not None for m in plan.query.measures)


def asks_amount(reading: Reading, records: Sequence[Record]) -> bool:
    """True where an amount of money or people is asked for and no cell of the records has one."""
    units = [unit for unit in asked_units(reading.text) if unit in _AMOUNTS]
    cells = " ".join(cell.text for record in records for cell in record.row.cells)
    return bool(units) and not any(has_unit(cells, unit) for unit in units)


def counted_otherwise(reading: Reading, plan: Plan) -> bool:
    """True where the question counts in a word that the figure is not in (几份, 几集)."""
    units = asked_units(reading.text)
    if units == (_MONEY,) and plan.query.operation in _PLAIN:
        return all(_MONEY not in measure.unit for measure in plan.query.measures)  # 万元, 元/生 are money too
    words = [unit for unit in units if unit in _OWN_COUNTERS]
    return bool(words) and all(measure.unit not in words for measure in plan.query.measures)


def of_printed_column(reading: Reading, plan: Plan) -> bool:
    """True for a doubt about one column that is named as it is printed: “行业导师数（人）”一列有没有异常值."""
    columns = [m for m in plan.query.measures if m.layout == "entities"]
    said_so = any(word in reading.text for word in ("列", "栏"))
    return len(columns) == 1 and said_so and asks_quality(reading) and columns[0].path[-1] in reading.text


def asks_beyond(reading: Reading, plan: Plan) -> bool:
    """True where a region's figure cannot answer: asked for a school or a date, or for a thing by letters and digits (NTA5)."""
    if plan.query.operation is not Operation.VALUE:
        return False
    labels = "".join("".join(measure.path) for measure in plan.query.measures)
    kinds = asked_types(reading.text)
    of_region = all(measure.layout == "indicators" for measure in plan.query.measures)
    other = of_region and kinds[:1] and kinds[0] in _NOT_TOLD_BY_REGION and "number" not in kinds
    return bool(other) or bool(missing_token(reading.text, labels))


def beyond_records(reading: Reading, records: Sequence[Record]) -> bool:
    """True where rows of words cannot answer: an amount that they have not, a level that their table is not of."""
    return asks_amount(reading, records) or not levels_told(reading, records)


def levels_told(reading: Reading, records: Sequence[Record]) -> bool:
    """False where the question names several levels (国家级和省级) and the records' table is of one of them."""
    asked = [level for level in _LEVELS if level in reading.text]
    shown = " ".join(f"{r.table.caption}{cell.text}" for r in records for cell in r.row.cells)
    return len(asked) < _SEVERAL or all(level in shown for level in asked)
