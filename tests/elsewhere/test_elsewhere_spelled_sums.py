"""Spelled sums, rows of words and the like over the documents of other places."""

from __future__ import annotations

import pytest
from places import hashed

from assistant import Turn

CASES = [
    ("hebei", ("毕业生人数减去落实去向人数还剩多少",), "4884 人"),
    ("hebei", ("用升入本科人数除以毕业生人数是多少",), "0.1914"),
    ("hebei", ("第二产业加第三产业就业一共多少人",), "合计 59832 人"),
    ("hebei", ("在校生规模排在中间的是哪所学校",), "石家庄铁道运输职业学院（8,342 人，第 14 名）"),
    ("hebei", ("在校生规模13,007人以上（不含13,007人）的学校有几所",), "共 8 所"),
    ("hebei", ("附表2列了几项指标",), "10 项指标"),
    (
        "hebei",
        ("中车唐山机车车辆有限公司参与的基地，专业大类是什么？由哪所学校牵头？",),
        "唐山工业职业技术学院",
    ),
    ("hebei", ("装备制造大类和生物与化工大类的基地各有几个",), "装备制造大类 2 个、生物与化工大类 1 个"),
    ("hebei", ("教职工和用人单位两块满意度一共调查了多少人次",), "合计 12526"),
    ("hebei", ("唐山的两所学校在校生一共多少",), "15895 人"),
    ("hebei", ("医专有多少学生", "我说的是邢台那所"), "13,929 人"),
    ("sichuan", ("四川护理职业学院的专任教师减去高级职称还有多少人",), "248 人"),
    ("sichuan", ("高级职称加博士学位最多的学校是哪所",), "凉山民族职业技术学院，441 人"),
    ("sichuan", ("宜宾职业技术学院专任教师超出兼职教师多少",), "479 人"),
    ("sichuan", ("专任教师总数居全省首位的是哪所",), "内江职业技术学院，872 人"),
]


@pytest.mark.parametrize(("place", "turns", "expected"), CASES)
def test_elsewhere(place: str, turns: tuple[str, ...], expected: str) -> None:
    """The same rules answer for schools and tables that were never seen."""
    history: tuple[Turn, ...] = ()
    for question in turns[:-1]:
        history = (*history, Turn(question, hashed(place).answer(question, history)))
    assert expected in hashed(place).answer(turns[-1], history).text
