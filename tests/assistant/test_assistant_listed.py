"""Lists that stand beside the best sentence, behind a verb, or are asked for by their fields."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.prose.asked import asked_deed, asked_types
from assistant.prose.short import enumerated
from assistant.prose.talk import thing_first
from index.passages import is_picture


def test_what_was_done_is_apart_from_who_did_it() -> None:
    """Two enumerations with a verb between them are two."""
    sentence = "甲市、乙市、丙市先后成立汽车联合体、化工联合体、制造联合体、电商联合体"
    assert enumerated(sentence, ("联合体",)) == ["汽车联合体", "化工联合体", "制造联合体", "电商联合体"]
    assert enumerated("长春市、吉林市先后成立联合体", ()) == ["长春市", "吉林市先后成立联合体"]


def test_fields_of_things_are_no_summary() -> None:
    """哪些方面的 before a thing asks for the things."""
    assert asked_types("成立了哪些方面的产教联合体")[:1] == ("list",)
    assert asked_types("报告从哪些方面作了说明")[:1] == ("summary",)


@pytest.mark.parametrize(
    ("question", "deed"),
    [
        ("活动周是哪几家主办的？", "主办"),
        ("是哪个部门指导的", "指导"),
        ("由谁承办", "承办"),
        ("哪几家学校参加", ""),
    ],
)
def test_deed_of_several(question: str, deed: str) -> None:
    """Bodies of which there are several are asked for by their deed."""
    assert asked_deed(question) == deed


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("咱省都成立了哪些方面的市域产教联合体？", ("化工市域产教联合体", "跨境电商市域产教联合体")),
        (
            "2023年省市全民终身学习活动周是哪几家主办的？",
            ("吉林省教育厅、中共长春市委宣传部、长春市教育局。",),
        ),
        ("吉工开放的实训基地给外校培训哪些课？", ("应用化工技术", "药学")),
        ("吉铁院促就业有哪些好做法，简单说说", ("案例 2-1", "232 次")),
    ],
)
def test_told(question: str, told: tuple[str, ...]) -> None:
    """The whole list, and the section about the school that is asked of."""
    answer = ask(question, of=real())
    assert not answer.abstained
    assert all(part in answer.text for part in told)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("卢安夏铜业和赞比亚分院谈的是什么", "图 5-3"),
        ("QSJ集团和谁一起建了海外培训基地", "一汽集团进出口有限公司"),
        ("哪个学院给学生搞汉服成人礼", "吉林电子信息职业技术学院"),
    ],
)
def test_captions_tell_what_no_sentence_does(question: str, told: str) -> None:
    """A picture's caption answers where nothing else does, and gives way to a sentence."""
    assert told in ask(question, of=real()).statements[0].text


def test_what_is_a_picture_caption() -> None:
    """A caption that names people or things; no sentence about a picture, and no chart."""
    assert is_picture("图 3-2 两位副主任共同为工匠学院揭牌")
    assert not is_picture("图 2-1 显示，全省毕业生人数增长了两成。")
    assert not is_picture("图 2-1 全省就业质量增长趋势对比分析图")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("汽车产教联合体拉了多少家企业", "近 120 家企业"),
        ("碳纤维共同体是哪几家牵头的", "吉林化纤集团、长春工业大学、吉林工业职业技术学院"),
    ],
)
def test_a_thing_named_first_leaves_the_talk(question: str, told: str) -> None:
    """A short message that begins with a thing that few passages speak of is a question of its own."""
    answer = ask("长春职校一共跟多少家企业有合作？", question, of=real())
    assert told in answer.statements[0].text


def test_a_thing_of_what_is_talked_of_stays() -> None:
    """那个基地 and what begins with no name of a thing go on with the talk."""
    assert thing_first("汽车产教联合体有多少家企业") == "汽车产教联合体"
    assert not thing_first("这个联合体有多少家企业")
    assert not thing_first("什么时候成立的")
