"""A short name that no document has is refused by name; the province's figure is never given for it."""

from __future__ import annotations

import pytest
from opened import ask, real


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("吉大有多少学生", "吉大"),
        ("北华的就业率", "北华"),
        ("请问东师有多少专任教师", "东师"),
        ("清华有多少人", "清华"),
        ("吉农大就业率多少", "吉农大"),
        ("经融高专有多少学生", "长春金融高等专科学校"),
    ],
)
def test_an_unknown_short_name_is_refused(question: str, name: str) -> None:
    """The refusal says the name, and a school of nearly that name where there is one."""
    answer = ask(question, of=real())
    assert answer.abstained
    assert name in answer.statements[0].text


@pytest.mark.parametrize(
    "question",
    [
        "咱省有多少学生",
        "老师有多少",
        "电脑有多少台",
        "各高专有多少学生",
        "双高校有几所",
        "大专有多少学生",
        "全省有多少学生",
    ],
)
def test_other_words_are_no_names(question: str) -> None:
    """Everyday words before 有多少 are not taken for schools."""
    answer = ask(question, of=real())
    assert answer.reason != "unknown_subject"


@pytest.mark.parametrize("question", ["公办高专有多少学生", "民办高职的就业率"])
def test_what_no_table_tells_of_schools(question: str) -> None:
    """A kind of school that no table tells is refused, not left out."""
    answer = ask(question, of=real())
    assert answer.abstained
    assert question[:2] in answer.statements[0].text
