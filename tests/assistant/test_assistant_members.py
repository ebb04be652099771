"""Lists of things of a kind: only what is of that kind, gathered where no sentence lists it."""

from __future__ import annotations

import pytest
from opened import ask

from assistant.prose.members import members_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("校企合作的企业有哪些", "企业"),
        ("汽高专和哪些企业合作", "企业"),
        ("与哪些国家开展合作办学", "国家"),
        ("获得国家级奖项的学校有哪些", "学校"),
        ("哪家企业牵头", ""),
        ("采取了哪些措施", ""),
        ("长汽高专准备开哪些本科专业", "专业"),
    ],
)
def test_the_kind_whose_members_are_asked_for(question: str, kind: str) -> None:
    """One thing alone is no list; 措施 are no things with names."""
    assert members_kind(question) == kind


@pytest.mark.parametrize(
    ("question", "parts", "absent"),
    [
        ("校企合作的企业有哪些", ("上海医菲尼迪细胞生物技术有限公司、长春艺夫生物科技有限公司",), ("· 实习实训",)),
        ("一带一路有哪些国家", ("赞比亚", "巴基斯坦", "尼日利亚"), ("· 行业牵头",)),
        ("获得国家级奖项的学校有哪些", ("吉林铁道职业技术学院", "吉林交通职业技术学院"), ("· 一等奖 5 项",)),
        ("长汽高专准备开哪些本科专业", ("机器人技术、新能源汽车工程技术", "· 物流工程技术"), ("· 供应链",)),
        ("一汽和哪些学校合作", ("长春汽车工业高等专科学校", "可能不全"), ("· 以教促产",)),
    ],
)  # fmt: skip
def test_only_members_are_listed(question: str, parts: tuple[str, ...], absent: tuple[str, ...]) -> None:
    """Another enumeration of the sentence is no answer; a list from several sentences is said to be one."""
    answer = ask(question)
    text = "\n".join(s.text for s in answer.statements)
    assert [part for part in parts if part not in text] == []
    assert [part for part in absent if part in text] == []


def test_a_count_is_no_list_of_schools() -> None:
    """学校有哪些 is not answered with how many there are."""
    assert "4 所" not in ask("海外办学的学校有哪些").text.split("\n")[0]


def test_what_is_planned_is_no_figure_of_a_table() -> None:
    """The majors to be opened are not the majors that there are."""
    assert "1133" not in ask("十四五期间要开设多少个本科专业").text
