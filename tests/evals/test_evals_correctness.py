"""An answer is right when its opening says all that is expected and it says nothing rejected."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evals.measures.correctness import opening, says, unmet
from evals.model import Example, Expected, Number, Outcome


def number(value: str, tolerance: str = "0", unit: str = "") -> Number:
    """Short for the tables below."""
    return Number(Decimal(value), Decimal(tolerance), unit)


@pytest.mark.parametrize(
    ("text", "expected", "met"),
    [
        ("有 12,391 名学生。", number("12391"), True),
        ("有 12391.0 名学生。", number("12391"), True),
        ("有 123910 名学生。", number("12391"), False),  # by value, not by characters
        ("约 77.3%", number("77.32", "0.35"), True),
        ("约 76.9%", number("77.32", "0.35"), False),
        ("共 8 所", number("8", unit="所"), True),
        ("共 8 家", number("8", unit="所"), False),
        ("投入近 2 亿元", number("2", unit="亿"), True),
        ("投入近 2 亿元", number("200000000"), True),
        ("投入近 2 亿元", number("20000", unit="万"), True),
        ("投入 200000000 元", number("2", unit="亿"), True),
        ("约 2.72 万元", number("27227.6", "30"), True),  # 27200 is 27.6 away
        ("约 2.71 万元", number("27227.6", "30"), False),
        ("见表 2-1", number("1"), False),
        ("吉林铁道职业技术学院", "吉林铁道", True),
        ("共有 １２　所", "12所", True),
        ("长春", "吉林", False),
    ],
)
def test_says(text: str, expected: Expected, met: bool) -> None:  # noqa: FBT001 - a column of the table
    """Strings by containment, numbers by value, unit and tolerance."""
    assert says(text, expected) is met


@pytest.mark.parametrize(("kind", "length"), [("cell", 300), ("list", 1500), ("filter", 1500)])
def test_opening(kind: str, length: int) -> None:
    """Only an enumeration may take its time."""
    assert len(opening("字" * 2000, kind)) == length


EXAMPLE = Example(
    "x",
    ("问",),
    "cell",
    answerable=True,
    expect=((number("54"), "五十四"), ("人",)),
    reject=("亿", number("99")),
)
REFUSE = Example("y", ("问",), "unanswerable", answerable=False, reject=("编造",))


@pytest.mark.parametrize(
    ("example", "answer", "abstained", "reasons"),
    [
        (EXAMPLE, "54 人", False, ()),
        (EXAMPLE, "五十四人", False, ()),
        (EXAMPLE, "54", False, ("missing: 人",)),
        (EXAMPLE, "字" * 300 + "54 人", False, ("missing: 54 | 五十四", "missing: 人")),
        (EXAMPLE, "54 人，99 亿", False, ("rejected: 亿", "rejected: 99")),
        (EXAMPLE, "54 人" + "字" * 400 + "亿", False, ("rejected: 亿",)),  # rejected anywhere
        (EXAMPLE, "54 人", True, ("abstained",)),
        (REFUSE, "文件没有说", True, ()),
        (REFUSE, "文件没有说", False, ("did not abstain",)),
    ],
)
def test_unmet(
    example: Example,
    answer: str,
    abstained: bool,  # noqa: FBT001 - a column of the table
    reasons: tuple[str, ...],
) -> None:
    """Every reason for a wrong answer is named."""
    assert unmet(example, Outcome("x", answer, abstained=abstained)) == reasons
