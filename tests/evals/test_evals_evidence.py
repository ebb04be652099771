"""A citation meets evidence when a reader who opens it finds the evidence there."""

from __future__ import annotations

import pytest

from evals.measures.evidence import citation_precision, evidence_recall, meets, missed_groups
from evals.model import CellEvidence, Citation, Evidence, Example, QuoteEvidence

REPORT = "吉林省高等职业教育质量报告（2023 年度）"
REPLY = "对市政协第十四届第二次会议第 244 号提案的答复"


def cell(table: str, row: str, column: str = "", quote: str = "") -> Citation:
    """A citation of a cell of the report."""
    return Citation(REPORT, quote, table=table, row=row, column=column)


@pytest.mark.parametrize(
    ("citation", "evidence", "met"),
    [
        # the quote contains the evidence; blanks make no difference
        (
            Citation(REPORT, "共有 30 所高等职业院校，其中"),
            QuoteEvidence("report", "30所高等职业院校"),
            True,
        ),
        # other document
        (
            Citation(REPLY, "共有 30 所高等职业院校"),
            QuoteEvidence("report", "30 所高等职业院校"),
            False,
        ),
        # the quote lies inside the evidence: eight characters or it is too little
        (
            Citation(REPORT, "30 所高等职业院校"),
            QuoteEvidence("report", "共有 30 所高等职业院校，其中"),
            True,
        ),
        (Citation(REPORT, "30 所"), QuoteEvidence("report", "共有 30 所高等职业院校，其中"), False),
        # a sentence over two lines, evidence on the first: the edges overlap by 长职校积极响应国家
        (
            Citation(REPLY, "长职校积极响应国家乡村振兴战略"),
            QuoteEvidence("reply", "被企业录用。长职校积极响应国家"),
            True,
        ),
        # overlap of 长职校 only
        (
            Citation(REPLY, "长职校积极响应国家乡村振兴战略"),
            QuoteEvidence("reply", "被企业录用。长职校"),
            False,
        ),
        # cells: blanks, caption, unit, path, 其中：
        (
            cell("表1-1", "四平职业大学", "专任教师数（人）"),
            CellEvidence("report", "表 1-1", "四平职业大学", "专任教师数(人)"),
            True,
        ),
        (
            cell("表 1-1 核心指标统计表", "四平职业大学", "专任教师数"),
            CellEvidence("report", "表 1-1", "四平职业大学", "专任教师数（人）"),
            True,
        ),
        (
            cell("附表 4", "毕业生就业人数 › A类：留在当地就业", "2023 年"),
            CellEvidence("report", "附表 4", "其中：A类：留在当地就业", "2023年"),
            True,
        ),
        (
            cell("附表 3", "在线精品课程数 › 国家级数量", "2023年"),
            CellEvidence("report", "附表 3", "专业教学资源库数 › 国家级数量", "2023年"),
            False,
        ),
        (
            cell("附表 3", "国家级数量", "2023年"),
            CellEvidence("report", "附表 3", "专业教学资源库数 › 国家级数量", "2023年"),
            True,
        ),
        (
            cell("表 1-1", "四平职业大学", "专任教师数（人）"),
            CellEvidence("report", "表 1-1", "四平职业大学", "行业导师数（人）"),
            False,
        ),
        (cell("表 2-1", "合计", "设置专业数"), CellEvidence("report", "表 1-1", "合计"), False),
        # evidence that names the row only, or the table only
        (cell("表 2-1", "合计", "设置专业数"), CellEvidence("report", "表 2-1", "合计"), True),
        (cell("表 2-1", "合计", "设置专业数"), CellEvidence("report", "表 2-1"), True),
        # a passage is no cell
        (Citation(REPORT, "合计 1133"), CellEvidence("report", "表 2-1", "合计"), False),
        # rows that differ in their unit only
        (
            cell("附表 3", "在线精品课程数", "2023年", "7\t在线精品课程数\t门\t325"),
            CellEvidence("report", "附表 3", "在线精品课程数", "2023年", "门"),
            True,
        ),
        (
            cell("附表 3", "在线精品课程数", "2023年", "\t\t学时\t80151"),
            CellEvidence("report", "附表 3", "在线精品课程数", "2023年", "门"),
            False,
        ),
        (
            cell("附表 3", "在线精品课程数", "2023年", "325"),
            CellEvidence("report", "附表 3", "在线精品课程数", "2023年", "门"),
            True,
        ),
    ],
)
def test_meets(citation: Citation, evidence: Evidence, met: bool) -> None:  # noqa: FBT001 - a column
    """Quotes by what they share, cells by their labels."""
    assert meets(citation, evidence) is met


EXAMPLE = Example(
    "x",
    ("问",),
    "compare",
    answerable=True,
    expect=(("是",),),
    evidence=(
        (
            CellEvidence("report", "表 2-1", "合计"),
            QuoteEvidence("report", "表 2-1 专业设置情况统计表"),
        ),
        (CellEvidence("report", "表 1-1", "四平职业大学"),),
    ),
)
TOTAL = cell("表 2-1", "合计", "设置专业数")
OTHER = cell("表 1-1", "省均值", "专任教师数（人）")


@pytest.mark.parametrize(
    ("citations", "recall", "precision", "missed"),
    [
        ((TOTAL,), 1 / 2, 1.0, (1,)),
        ((TOTAL, OTHER), 1 / 2, 1 / 2, (1,)),
        ((TOTAL, OTHER, cell("表 1-1", "四平职业大学")), 1.0, 2 / 3, ()),
        ((), 0.0, None, (0, 1)),
    ],
)
def test_recall_and_precision(
    citations: tuple[Citation, ...], recall: float, precision: float | None, missed: tuple[int, ...]
) -> None:
    """Groups met over groups; citations of use over citations."""
    assert (
        evidence_recall(EXAMPLE, citations),
        citation_precision(EXAMPLE, citations),
        missed_groups(EXAMPLE, citations),
    ) == (recall, precision, missed)
