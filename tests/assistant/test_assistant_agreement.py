"""Questions whether places agree are answered from the audit's findings, with the places."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.disputes.by_words import asks_agreement
from assistant.touching import asks_what_is


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("牵头单位正文和案例写得一样吗", True),
        ("数目前后有没有打架", True),
        ("那批教材是叫优秀教材还是优质教材", True),
        ("框架图是2-7还是2-9", True),
        ("全省有多少学生", False),
        ("和去年一起办的是什么", False),
    ],
)
def test_asks_agreement(question: str, *, asks: bool) -> None:
    """Words of agreement, or two names with 还是 between them."""
    assert asks_agreement(question) is asks


def test_asks_what_is() -> None:
    """The role is asked for, its characters apart too, and the thing by most of its name."""
    assert asks_what_is("碳纤维行业共同体是谁牵的头", "全国碳纤维行业产教融合共同体", "牵头单位")
    assert not asks_what_is("碳纤维行业共同体哪天成立的", "全国碳纤维行业产教融合共同体", "牵头单位")
    assert not asks_what_is("联盟由谁牵头", "全国碳纤维行业产教融合共同体", "牵头单位")


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("典型生产实践项目，前头和产教融合那章写的数量怎么不一样？", ("46", "31")),
        ("汽车产教联合体的牵头单位，正文和案例写得一样吗？", ("一汽集团", "长春市教育局")),
        ("推普的案例是4-1还是4-2？", ("4-1", "4-2")),
        ("全国碳纤维共同体的牵头单位是哪家？", ("吉林省教育厅", "吉林化纤集团")),
        ("组长赵新雅在哪个处？", ("职称处", "职成处")),
        ("吉林省到底有几所高职？", ("30 所", "28 所")),
    ],
)
def test_both_are_said_early(question: str, both: tuple[str, str]) -> None:
    """Both statements stand in the answer before the documents' wording."""
    answer = ask(question, of=real())
    before = [s.text for s in answer.statements if s.role != "source"]
    assert not answer.abstained
    assert all(said in "".join(before) for said in both), answer.text


@pytest.mark.model
def test_a_school_is_compared_as_before() -> None:
    """Whether two schools are alike is a question of figures, not of the documents' soundness."""
    answer = ask("汽高专的专任教师和长职院的一样吗", of=real())
    assert "610" in answer.text
    assert "716" in answer.text
