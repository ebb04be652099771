"""A document that a question names by its title: what is asked is the rest, of that document."""

from __future__ import annotations

from functools import cache

import pytest
from opened import real

from assistant.titles import Titles
from corpus import read_corpus

REPORT, REPLY = "report", "reply"
QUESTION = "专任教师最少的是哪个学校？"


@cache
def titles() -> Titles:
    return Titles(read_corpus())


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("《吉林省高等职业教育质量报告（2023年度）》里，", REPORT),
        ("在《吉林省高等职业教育质量报告（2023年度）》中，", REPORT),
        ("根据《吉林省高等职业教育质量报告》，", REPORT),  # without the edition
        ("《高等职业教育质量报告》里面写的，", REPORT),  # a part of it
        ("吉林省高等职业教育质量报告（2023年度）中，", REPORT),  # without marks
        ("吉林省高等职业教育质量报告中", REPORT),
        ("《对市政协第十四届第二次会议第244号提案的答复》里提到的", REPLY),
    ],
)
def test_taken(text: str, document: str) -> None:
    """In any of its forms the title is taken off."""
    rest, named = titles().taken(text + QUESTION)
    assert (rest, named.id if named else "") == (QUESTION, document)


@pytest.mark.parametrize(
    "text",
    [
        "《吉林省高等职业教育质量报告（2023年度）》是哪年出的？",  # about the document itself
        "《对市政协第十四届第二次会议第244号提案的答复》是谁写的？",
        "《质量报告》里专任教师最少的是哪个学校？",  # so little of a title may be any
        "《关于深化产教融合的若干意见》里要求什么？",  # no document of ours
        "根据《吉林省高等职业教育质量报告（2023年度）》，呢？",  # nothing is asked
        QUESTION,
    ],
)
def test_left(text: str) -> None:
    """Other questions stay as they are."""
    assert titles().taken(text) == (text, None)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "said", "cited"),
    [
        ("根据《吉林省高等职业教育质量报告（2023年度）》，专任教师最少的是哪个学校？", "72 人", REPORT),
        ("《吉林省高等职业教育质量报告》中医药类的高职有几家？", "医药院校 6 所", REPORT),
        ("《对市政协第十四届第二次会议第244号提案的答复》里，下一步有哪些打算？", "", REPLY),
    ],
)
def test_answered(question: str, said: str, cited: str) -> None:
    """The answer is that to the rest, from the document that is named."""
    answer = real().answer(question)
    assert said in answer.text.replace("6所", "6 所")
    assert {citation.document_id for citation in answer.citations} == {cited}
