"""What must be named in an answer, and whether a sentence names it."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.prose.instances import asks_person, counted_names, gives_kind, kind_asked, names_enough


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("那9所优秀的高职是哪9家，列个单子", 9),
        ("另外十一个队员都是谁", 11),
        ("两项典型案例的题目分别叫什么", 2),
        ("一共有多少个队员", 0),
        ("第3名是哪所学校", 0),
        ("2023年新增了哪些专业", 0),
    ],
)
def test_counted_names(question: str, count: int) -> None:
    """The count of things to be named, and none where nothing counted is to be named."""
    assert counted_names(question) == count


def test_names_enough() -> None:
    """A count alone names nothing; a list does, and what the question says itself is no answer."""
    question = "这4个中心分别叫什么"
    assert not names_enough("学校建成 4 个中心，接待参观人数逾 2 万人次。", 4, question)
    assert names_enough("学校建成机械、电气、汽车、物流 4 个中心。", 4, question)
    assert names_enough("建成“甲坊”“乙坊”“丙坊”“丁坊”。", 4, question)
    assert not names_enough("建成“甲坊”“乙坊”“丙坊”“丁坊”。", 4, "“甲坊”“乙坊”“丙坊”“丁坊”这4个坊各指什么")


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("车队的队长是谁", True),
        ("专家组组长叫什么", True),
        ("由谁领衔", True),
        ("联合体是由谁牵头的", False),
        ("工匠学院是谁家办的", False),
        ("这个平台叫什么", False),
    ],
)
def test_asks_person(question: str, *, person: bool) -> None:
    """Only a role that persons hold, with 谁 or a name beside it, asks for a person."""
    assert asks_person(question) is person


def test_kinds() -> None:
    """A bank, a county, a country: the kind itself is no name, nor is what the question says."""
    assert kind_asked("贷款是跟哪家银行签的") == "银行"
    assert not gives_kind("协助学校与合作银行签订贷款协议", "银行", "贷款是跟哪家银行签的")
    assert gives_kind("协助学校与中国建设银行签订贷款协议", "银行", "贷款是跟哪家银行签的")
    assert kind_asked("拿了个什么国家级的奖") == ""
    assert gives_kind("将纳入冈比亚职业教育体系", "国家", "标准要进哪个国家的体系")


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "吉铁院2400万实训设备采购贷款的利率是多少",
        "双高中期评价优秀的9所高职是哪9家",
        "马鞍山村归哪个县管",
        "碳纤维产教融合共同体的理事长是谁",
        "汽高专18个技能大师工作室都是哪些大师领衔",
    ],
)
def test_near_misses_are_refused(question: str) -> None:
    """The documents count or mention the thing and do not name it."""
    answer = ask(question, of=real())
    assert answer.abstained, answer.text
