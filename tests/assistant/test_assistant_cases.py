"""How many cases, tables and figures a chapter has, and how many cases are about something."""

from __future__ import annotations

import pytest
from opened import ask, real


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("第三章有几个案例", ("“三、服务贡献”一章共有 4 个案例", "案例 3-1《", "案例 3-4《"), ("案例 4-1",)),
        ("第三章的案例有哪些", ("一章共有 4 个案例", "案例 3-2《"), ()),
        ("服务贡献一章里有几个案例", ("一章共有 4 个案例",), ()),
        ("第一章有几个案例", ("“一、基本情况”一章没有案例",), ()),
        ("第二章有几张表", ("4 张正文表", "表 2-4"), ("表 1-1",)),
        ("报告里一共有几个案例", ("共有 19 个案例",), ()),
        ("有几个案例讲乡村振兴", ("与“乡村振兴”有关的案例共有 1 个", "案例 3-3"), ("19",)),
        ("长职院的案例有几个", ("案例 3-3",), ("共有 19",)),
        ("提案委员叫什么", ("董妍",), ()),
        ("委员是谁", ("董妍",), ()),
    ],
)
def test_counts_of_a_chapter_and_of_a_topic(
    question: str, told: tuple[str, ...], not_told: tuple[str, ...]
) -> None:
    """What is counted is what the question names: the chapter, the topic, the school, or all."""
    said = "\n".join(s.text for s in ask(question, of=real()).statements)
    assert [word for word in told if word not in said] == []
    assert [word for word in not_told if word in said] == []
