"""Questions about the documents themselves: issue, marks, chapters, captions, members."""

from __future__ import annotations

import pytest
from opened import ask


@pytest.mark.parametrize(
    ("question", "parts", "absent"),
    [
        ("这份提案答复是哪家单位出的？", ("长春市教育局",), ("吉林省教育厅",)),
        ("对提案的答复能不能对外公开？", ("【同意公开】",), ()),
        ("省里那本年报是几月印发的", ("二〇二四年二月",), ()),
        ("这份年报落款是哪个月", ("二〇二四年二月",), ("发布单位",)),
        (
            "报告第四章第一节标题叫什么，目录跟正文一样吗",
            ("中华优秀传统文化与创新", "中华文化遗产与创新"),
            (),
        ),
        ("第三章服务贡献分几节", ("共有 4 节", "服务乡村振兴", "服务职业培训"), ("双主体育人",)),
        ("普拉托夫南俄国立理工合作办学首批学员那张照片是图几啊", ("图 5-8", "图 5-7"), ()),
        ("年报编审专家组除组长外还有哪些人", ("陈立春", "郭妍", "\n· 朱琳\n"), ("赵新雅",)),
        ("年报专家组成员都有谁", ("赵新雅", "夏晓峰"), ()),
    ],
)
def test_answer(question: str, parts: tuple[str, ...], absent: tuple[str, ...]) -> None:
    """What a document says about itself is told with its place, and a disagreement with both."""
    answer = ask(question)
    assert [part for part in parts if part not in answer.text] == []
    assert [part for part in absent if part in answer.text] == []
    assert (answer.abstained, bool(answer.citations)) == (False, True)


@pytest.mark.parametrize(
    "question",
    ["报告里说的中非友谊项目是几月启动的？", "答复里的产业学院名单公开了吗？", "董妍委员的电话是多少？"],
)
def test_not_about_the_document(question: str) -> None:
    """What a document tells of is not taken for its own issue."""
    answer = ask(question)
    assert "落款时间" not in answer.text
    assert "【同意公开】" not in answer.text
