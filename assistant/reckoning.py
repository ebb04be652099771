"""Plans for figures that are calculated of two columns and ranked, compared or averaged; and for rates turned round."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.dividing import of_schools
from assistant.formulas import formulas, quotient_of, rest_of, share_of
from assistant.operations import said
from assistant.query import Condition, Operation, Plan, Query

if TYPE_CHECKING:
    from assistant.formulas import Formula
    from assistant.query import Measure
    from assistant.quotients import Quotients
    from assistant.reading import Reading

_OVER_SCHOOLS = (
    Operation.TOP,
    Operation.RANK_OF,
    Operation.RANGE,
    Operation.COMPARE,
    Operation.DIFFERENCE,
    Operation.MEAN,
    Operation.MEDIAN,
)
_NOT = re.compile(r"(?:没有?|未能?|不|非|无法|尚未)(?:能够?|找到|落实|实现|有|得到|达到)?$")
_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=", "between": "between"}
_PAIR = 2
_ALIKE = re.compile(
    r"(?P<one>[^，,。；？?]{2,14}?)(?P<joint>[和与跟同]|等于)[^，,。；？?]{2,14}?(?:一样多?|相同|相等|一致|持平)"
    r"|(?P<first>[^，,。；？?]{2,14}?)(?P<equals>(?:正好|恰好|刚好)?等于)[^，,。；？?]{2,14}?(?=的|$|[，,。？?])"
)
_ALL = re.compile(r"全部|全都|统统|一个不[落漏剩]地?|都(?=在)")
_FARTHEST = re.compile(r"比([^，,。]{2,12}?)(?P<more>多|高|大|少|低|小)得?最(?P<most>多|大|少|小)")
_THAN = re.compile(r"比([^，,。]{2,12}?)(还|更|要)?(?P<more>多|高|大|少|低|小)(?=的|$|[，,。？?])")


class Reckonings:
    """Plans over what two columns make together, for several schools at once."""

    def __init__(self, quotients: Quotients) -> None:
        self._quotients = quotients

    def over_schools(self, reading: Reading, operation: Operation) -> Plan | None:
        """双师占专任教师比例最高的学校, 两校谁的每个专业学生多: a quotient of two columns, school by school."""
        if operation not in _OVER_SCHOOLS or relative(reading, operation):
            return None
        divided = self._quotients.each.per(reading, entity=True)
        share = reading.cue("share", "division") is not None
        if divided is None and share:
            asked = Operation.SHARE if reading.cue("share") else Operation.RATIO
            divided = self._quotients.share(reading, asked, entity=True)
        if divided is None or len(divided.query.measures) != _PAIR:
            return None
        top, base = divided.query.measures
        formula = self.formula(top, base, share=divided.query.operation is Operation.SHARE)
        return Plan(of_schools(reading, operation, formula, (top, base)), divided.explained)

    def of_all(self, reading: Reading) -> Plan | None:
        """29 校合起来算的双师占比: the quotient of the sums over all schools of the table."""
        total = reading.cue("total", "printed_total") is not None
        if not total or reading.cue("share") is None or reading.subjects or not reading.counted:
            return None
        divided = self._quotients.by_formula(reading, Operation.VALUE)
        if divided is None:
            divided = self._quotients.share(reading, Operation.SHARE, entity=True)
        if divided is None or len(divided.query.measures) != _PAIR:
            return None
        top, base = divided.query.measures
        query = of_schools(reading, Operation.MEAN, self.formula(top, base, share=True), (top, base))
        return Plan(replace(query, summary="total"), divided.explained)

    def one_above_other(self, reading: Reading) -> Plan | None:
        """硕士老师比双师多的学校: the schools whose one column is above the other."""
        than = _THAN.search(reading.rest)
        asked = said(reading.text, "which") or said(reading.text, "count")
        if than is None or reading.subjects or not asked or reading.cue("against", "threshold"):
            return None
        pairs = self._quotients.sides(reading, (than.start(), than.start(1)), than.end("more"))
        if pairs is None or pairs[0].unit != pairs[1].unit:
            return None
        formula = rest_of(*pairs)
        comparison = ">" if than["more"] in ("多", "高", "大") else "<"
        test = Condition(
            pairs[0], comparison, Decimal(0), None, "", f"{comparison} 0", formula.name, pairs[1]
        )
        count = Operation.COUNT if said(reading.text, "count") else Operation.FILTER
        query = Query("figure", reading.text, count, (), pairs, (test,), reading.group)
        return Plan(query, 1.0)

    def as_many(self, reading: Reading) -> Plan | None:
        """设置数和招生数一样的学校, 设置的专业全部在招生的: the schools whose two columns are the same."""
        asked = said(reading.text, "which") or said(reading.text, "count")
        if reading.subjects or not asked or reading.cue("against", "threshold"):
            return None
        pair = self._said_alike(reading) or self._wholly(reading)
        if pair is None or pair[0].unit != pair[1].unit:
            return None
        formula = rest_of(*pair)
        test = Condition(pair[0], "=", Decimal(0), None, "", "为 0（两数相同）", formula.name, pair[1])
        count = Operation.COUNT if said(reading.text, "count") else Operation.FILTER
        return Plan(Query("figure", reading.text, count, (), pair, (test,), reading.group), 1.0)

    def _said_alike(self, reading: Reading) -> tuple[Measure, Measure] | None:
        """The two columns of 甲和乙一样."""
        for found in _ALIKE.finditer(reading.nameless):
            names = ("joint", "one") if found["one"] else ("equals", "first")
            joint, start = found.span(names[0]), found.start(names[1])
            pair = self._quotients.sides(reading, joint, found.end(), start)
            if pair is not None:
                return pair
        return None

    def _wholly(self, reading: Reading) -> tuple[Measure, Measure] | None:
        """A column and the one that it is taken from by a reviewed formula, with 全部 between them."""
        found = _ALL.search(reading.nameless)
        if found is None:
            return None
        pair = self._quotients.sides(reading, found.span(), len(reading.text))
        rests = [f for f in formulas() if f.operator == "−" and f.unit != "%"]
        known = pair is not None and any(self._quotients.operands(f) == pair for f in rests)
        return pair if known else None

    def farthest_apart(self, reading: Reading) -> Plan | None:
        """招生专业比设置专业少最多的学校: the ranking by how far one column is below or above the other."""
        than = _FARTHEST.search(reading.nameless)
        if than is None or reading.subjects:
            return None
        pair = self._quotients.sides(reading, (than.start(), than.start(1)), than.start("more"))
        if pair is None or pair[0].unit != pair[1].unit:
            return None
        pair = pair if than["more"] in ("多", "高", "大") else (pair[1], pair[0])
        query = of_schools(reading, Operation.TOP, rest_of(*pair), pair)
        return Plan(replace(query, descending=than["most"] in ("多", "大"), limit=1, position=1), 1.0)

    def formula(self, top: Measure, base: Measure, *, share: bool) -> Formula:
        """The reviewed formula over the two columns, or the plain one."""
        known = (f for f in formulas() if self._quotients.operands(f) == (top, base))
        plain = share_of(top, base) if share and top.unit == base.unit else quotient_of(top, base)
        return next((f for f in known if f.operator == "÷"), plain)


def relative(reading: Reading, operation: Operation) -> bool:
    """True where a difference is asked for in per cent of the second: 比吉铁高出百分之几."""
    shares = [cue for cue in reading.cues if cue.kind == "share"]
    per_cent = len(shares) == 1 and shares[0].written.startswith("百分之")
    return operation in (Operation.DIFFERENCE, Operation.COMPARE) and per_cent


def turned_round(reading: Reading, plan: Plan) -> Plan:
    """``plan`` asked of those whom its rates do not count: 没就业的比例, 没就业的超过两成的学校."""
    query = plan.query
    rates = [m for m in query.measures if m.unit == "%"]
    if not rates or len(rates) < len(query.measures) or query.formula or not _negated(reading, rates):
        return plan
    turned = replace(
        query,
        turned=True,
        descending=not query.descending if query.operation is Operation.TOP else query.descending,
        conditions=tuple(_turned(condition) for condition in query.conditions),
    )
    return replace(plan, query=turned)


def _turned(condition: Condition) -> Condition:
    """没就业的超过 20% as 就业率低于 80%."""
    if condition.against:
        return replace(condition, comparison=_TURNED[condition.comparison])
    low = 100 - (condition.high if condition.high is not None else condition.low)
    high = 100 - condition.low if condition.high is not None else None
    return replace(condition, comparison=_TURNED[condition.comparison], low=low, high=high)


def _negated(reading: Reading, rates: list[Measure]) -> bool:
    """True where a word of the rates has a negation right before it."""
    own = {word for rate in rates for word in rate.words}
    inner = {word for word in own for token in reading.tokens if token.form in word}
    for token in reading.tokens:
        meant = token.form in own or any(token.form in word for word in inner)
        before = reading.rest[max(0, token.start - 5) : token.start]
        asks_either = before[-2:-1] == reading.rest[token.start : token.start + 1]  # 满不满意
        if len(token.form) > 1 and meant and _NOT.search(before) and not asks_either:
            return True
    return False
