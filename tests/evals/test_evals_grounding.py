"""What an answer shows is printed in the documents, or the answer says that it was calculated."""

from __future__ import annotations

import pytest

from evals.documents import source_text
from evals.measures.grounding import quote_verbatim, ungrounded_numbers
from evals.model import Citation

TEXTS = (source_text("report", "共有 30 所高等职业院\n校，其中 29 所"),)


@pytest.mark.parametrize(
    ("quotes", "share"),
    [
        (("30 所高等职业院校",), 1.0),
        (("30 所高等职业院校", "31 所高等职业院校"), 1 / 2),
        (("",), 0.0),
        ((), None),
    ],
)
def test_quote_verbatim(quotes: tuple[str, ...], share: float | None) -> None:
    """A quote is a piece of its document; an empty one is none."""
    citations = [Citation("某省高等职业教育质量报告", quote) for quote in quotes]
    assert quote_verbatim(citations, TEXTS) == share


CITED = (
    Citation("报告（2023 年度）", "长春职业技术学院\t716\t12391", section="一、基本情况", row="长春"),
    Citation("报告（2023 年度）", "投入近 2 亿元，5469551."),
)


@pytest.mark.parametrize(
    ("answer", "ungrounded"),
    [
        ("2023 年有 716 人，学生 12,391 人。", ()),
        ("有 717 人。", ("717",)),
        ("投入约 20000 万元。", ()),  # 2 亿, written out
        ("册数 5469551（表 1-1）[1]", ()),
        ("超过 500 人的有 716 人。", ()),  # 500 is in the question
        ("相差 11675 人（12391 - 716 = 11675）。", ()),  # a calculation that says so
        ("相差 11675 人。另有 999 人。", ("999",)),  # but only its own sentence
        ("共 2 所：长春、吉林。", ()),  # it lists two
        ("按表 1-1 所列 29 所学校排序。", ()),  # what was done
        ("条件：人数超过 10000 人；按所列 29 所筛选。", ()),
        ("有 29 所。按所列 29 所筛选。", ("29",)),  # no excuse for the sentence before
        ("共 9 所：长春、吉林。", ("9",)),
    ],
)
def test_ungrounded_numbers(answer: str, ungrounded: tuple[str, ...]) -> None:
    """A number from nowhere is found; echoes, calculations and counts are not held against it."""
    assert ungrounded_numbers(answer, CITED, "超过500人的有谁？") == ungrounded
