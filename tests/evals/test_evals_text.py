"""Text and numbers are compared by what they say, not by how they are typed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evals.text import figures, normalise, without_references


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("12,391 人", "12391人"),  # thousands separator and blank
        ("１２３　人", "123人"),  # fullwidth
        ("分别为 716，610，558", "分别为716,610,558"),  # the commas of a list are no separators
        ("表 1-1（万元）", "表1-1(万元)"),
        ("在校生 223488\n人", "在校生223488人"),  # a line break is a blank
    ],
)
def test_normalise(text: str, normal: str) -> None:
    """Width, blanks and thousands separators make no difference; lists stay lists."""
    assert normalise(text) == normal


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("共 12,391 人", ["12391"]),
        ("716，610", ["716", "610"]),
        ("近 2 亿元", ["2", "200000000"]),  # read as printed and written out
        ("1.2 万人", ["1.2", "12000.0"]),
        ("5469551.", ["5469551"]),  # a digit was cut off in the source
        ("下降了-5%", ["-5"]),
        ("增速为负3", ["-3"]),
        ("2022-2023 学年", ["2022", "2023"]),  # a dash, no minus
        ("716 - 610 = 106", ["716", "610", "106"]),
        ("没有数字", []),
    ],
)
def test_figures(text: str, values: list[str]) -> None:
    """Numbers are read with 万 and 亿 written out and with their sign."""
    found = [reading.value for figure in figures(text) for reading in figure.readings]
    assert found == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("表 1-1 显示 716 人 [2]", ["716"]),
        ("附表3：74 个", ["74"]),
        ("案例 2-4 与图 2-6", []),
        ("1. 长春\n2、吉林\n3) 四平", []),
        ("1.5 个", ["1.5"]),
        ("① 54 人", ["54"]),
    ],
)
def test_references_are_no_figures(text: str, values: list[str]) -> None:
    """The number of a table, a case, a citation or a list item answers no question."""
    found = [figure.text for figure in figures(without_references(text))]
    assert found == values
