"""The understanding of a query in one line, and over what a ranking is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.intent import EVERYONE
from assistant.query import Operation

if TYPE_CHECKING:
    from assistant.query import Query


def scope(query: Query, count: int) -> str:
    """How many schools of which table a ranking is over: ``表 1-1 所列 29 所学校``."""
    measure = query.measures[0]
    group = f"中{query.group.said}的 {count} 所" if query.group else f"所列 {count} 所学校"
    return f"{measure.table} {group}"


def describe(query: Query) -> str:
    """The understanding in one line, for the reader."""
    names = "、".join(f"「{m.name}」" for m in query.measures)
    group = _range_of(query)
    subjects = "、".join(query.subjects)
    order = "从高到低" if query.descending else "从低到高"
    where = "、".join(dict.fromkeys(m.table for m in query.measures))
    if query.operation in (Operation.TOP, Operation.RANGE) and len(query.measures) > 1 and not query.formula:
        return f"比较{names}，{order}排序（{where}）"
    what = f"「{query.formula}」（按公式计算）" if query.formula else names
    match query.operation:
        case Operation.TOP:
            place = (
                f"第 {query.position} 名"
                if query.position > 1
                else "全部"
                if query.limit >= EVERYONE
                else f"前 {query.limit}"
            )
            tests = tests_of(query)
            return f"按{what}{order}取{place}{group}{'，只看' + tests if tests else ''}（{where}）"
        case Operation.FILTER | Operation.COUNT:
            return f"筛选{tests_of(query)}的学校{group}（{where}）"
        case Operation.RANGE:
            return f"{what}的最高和最低{group}（{where}）"
        case Operation.RANK_OF:
            return f"{subjects}按{what}{order}排第几{group}（{where}）"
        case Operation.ROW:
            return f"列出{subjects}的各项指标{'（' + query.table + '）' if query.table else ''}"
        case Operation.SUM | Operation.MEAN | Operation.MEDIAN:
            verb = {"sum": "合计", "mean": "平均", "median": "中位数"}[query.operation.value]
            tests = f"{tests_of(query)}的学校" if query.conditions else subjects or "各校"
            return f"{tests}的{what}求{verb}{group}（{where}）"
        case Operation.DIFFERENCE | Operation.COMPARE:
            return f"比较{subjects or '全省'}的{what}（{where}）"
        case Operation.SHARE | Operation.RATIO:
            return f"{subjects or '全省'}：{' ÷ '.join(f'「{m.name}」' for m in query.measures)}（{where}）"
        case _:
            whose = subjects or ("各校" if query.group else "全省")
            return f"查{whose}的{what}{group}（{where}）"


def _range_of(query: Query) -> str:
    """Which schools are looked at, where not all are."""
    group = f"，范围：{query.group.said}" if query.group else ""
    if query.by is None:
        return group
    order = "最高" if query.by.descending else "最低"
    return f"{group}，只看「{query.by.measure.name}」{order}的 {query.by.limit} 所"


def tests_of(query: Query) -> str:
    """The conditions as they are said: ``「全日制学生数」过万``."""
    return "且".join(f"「{c.name}」{c.said}" for c in query.conditions)
