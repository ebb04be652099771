"""What a question demands of a figure, in the units of the tables: more than 3 亿元, some, none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.figures_in_text import find_amounts
from assistant.operations import said
from assistant.query import Condition, Operation
from corpus.units import convert, find_unit

if TYPE_CHECKING:
    from assistant.figures_in_text import Amount
    from assistant.formulas import Formula
    from assistant.operations import Cue
    from assistant.query import Measure
    from assistant.reading import Reading

_NONE_AT_ALL = re.compile(r"一(?:个|名|位|项|门|台|册|本)[^，,。]{0,8}(?:都|也)没")
_OF_SCHOOLS = ("所", "家")
_COUNTED = ("个", "项", "门", "所")


def condition(measure: Measure, cue: Cue) -> Condition:
    """The condition in the measure's own unit: 3 亿元 against a column of 万元 is 30000."""
    if cue.kind == "against":
        return Condition(measure, cue.comparison, Decimal(0), None, cue.written, _against(cue))
    low, high = cue.low, cue.high
    asked, printed = find_unit(cue.unit), find_unit(measure.unit)
    if asked and printed and asked.dimension == printed.dimension:
        low = convert(low, asked, printed)
        high = convert(high, asked, printed) if high is not None else None
    elif printed and not cue.unit and printed.factor > 1 and any(m in cue.written for m in "万亿"):
        low = low / printed.factor
        high = high / printed.factor if high is not None else None
    return Condition(measure, cue.comparison, low, high, "", cue.written)


def formula_condition(formula: Formula, operands: tuple[Measure, Measure], cue: Cue) -> Condition | None:
    """The condition on a formula's value; ``None`` where the threshold is in another kind of unit."""
    top, base = operands
    if cue.kind == "against":
        return Condition(
            top, cue.comparison, Decimal(0), None, cue.written, _against(cue), formula.name, base
        )
    asked, own = find_unit(cue.unit), find_unit(formula.unit.partition("/")[0])
    if asked is not None and (own is None or asked.dimension != own.dimension):
        return None
    low, high = cue.low, cue.high
    if asked is not None and own is not None:
        low = convert(low, asked, own)
        high = convert(high, asked, own) if high is not None else None
    elif formula.unit == "%" and 0 < low < 1:
        low, high = low * 100, high * 100 if high is not None else None
    return Condition(top, cue.comparison, low, high, "", cue.written, formula.name, base)


def _against(cue: Cue) -> str:
    """``高于均值`` as the reader says it."""
    words = {">": "高于", ">=": "不低于", "<": "低于", "<=": "不高于"}
    return words[cue.comparison] + {"mean": "平均", "median": "中位数"}[cue.written]


def asks_some(reading: Reading) -> bool:
    """True where schools are asked for by what they have: 哪些学校没有行业导师, 撤销专业4个的是哪所."""
    asks = (said(reading.text, "which") or said(reading.text, "count")) and said(reading.text, "school")
    held = any(word in reading.text for word in ("没有", "都没", "为零", "为0"))
    return asks and not reading.subjects and not reading.region and (held or bool(_bare_amounts(reading)))


def _bare_amounts(reading: Reading) -> list[Amount]:
    """The amounts of the question with a unit of their own that counts no schools: 4 个 of 撤销专业 4 个的."""
    amounts = (a for a in find_amounts(reading.rest) if a.unit and a.unit not in _OF_SCHOOLS)
    return [a for a in amounts if not a.written.startswith("一")]  # 一个都没有 counts nothing


def some_or_none(reading: Reading, operation: Operation, measure: Measure) -> Condition | None:
    """哪些学校有停招专业: more than 0; 没有新增专业的学校: 0; 撤销专业4个的是哪所: 4."""
    asks = said(reading.text, "which") or said(reading.text, "count")
    if operation is not Operation.VALUE or reading.subjects or not asks or measure.layout != "entities":
        return None
    amounts = _bare_amounts(reading)
    if len(amounts) == 1 and said(reading.text, "school") and _of_kind(amounts[0].unit, measure.unit):
        return Condition(measure, "=", amounts[0].value, None, "", f"为 {amounts[0].written}")
    if asks_some(reading) and "没有" in reading.text:
        return Condition(measure, "=", Decimal(0), None, "", "为 0")
    if _NONE_AT_ALL.search(reading.text):
        return Condition(measure, "=", Decimal(0), None, "", "为 0")
    done = any(w in reading.text for w in ("过的", "过专业", "了的", "了专业"))  # 撤销过专业的学校
    if measure.unit not in _COUNTED or not (done or any(w in reading.text for w in ("有", "没", "无", "未"))):
        return None
    if any(word in reading.text for word in ("没有", "都没", "没上", "没新", "没停", "没撤", "无", "未")):
        return Condition(measure, "=", Decimal(0), None, "", "为 0")
    return Condition(measure, ">", Decimal(0), None, "", "大于 0")


def _of_kind(unit: str, printed: str) -> bool:
    one, other = find_unit(unit), find_unit(printed)
    return unit == printed or (one is not None and one == other)


def target_unit(reading: Reading, measure: Measure) -> str:
    """The unit asked for, where it is another multiple of the cell's."""
    printed = find_unit(measure.unit)
    for asked in reading.units:
        unit = find_unit(asked)
        if unit and printed and unit.dimension == printed.dimension and unit.factor != printed.factor:
            return unit.name
    return ""
