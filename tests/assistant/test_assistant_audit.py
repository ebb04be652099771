"""The audit in answers: caveats for what a finding touches, and questions about the documents' soundness."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from opened import ask, hashed

from assistant import Assistant
from index import build_index
from index.encoder import HashEncoder
from index.findings import FINDINGS_FILE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("question", "caveat", "other"),
    [
        ("在线精品课程数是多少？", "相加为 461 门，相差 136", "省级数量"),
        ("省级的在线精品课程有多少门？", "相加为 461 门，相差 136", "在线精品课程数"),
        ("全省的生师比是多少？", "计算是 22.29", "专任教师总数"),
        ("专任教师数的省均值是多少？", "按 30 行计算", "省均值"),
    ],
)
def test_touched_figure_has_a_caveat(question: str, caveat: str, other: str) -> None:
    """A figure that a finding touches carries it, with another place among its citations."""
    answer = ask(question)
    (found,) = [s for s in answer.statements if s.role == "caveat" and caveat in s.text]
    assert any(other in answer.citations[i].row for i in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "长春师范高等专科学校有多少学生？",
        "表 2-1 的设置专业数合计是多少？",
        "家长满意度是多少？",
        "专业教学资源库校级的有多少个？",
    ],
)
def test_untouched_figure_has_none(question: str) -> None:
    """A figure that no finding is about is given without a caveat."""
    assert [s.text for s in ask(question).statements if s.role == "caveat"] == []


def test_guess_is_offered_beside_the_other_figure() -> None:
    """Where another figure is disclosed, what may have happened is offered as a guess."""
    said = [s.text for s in ask("全省在校生有多少？").statements if s.role == "caveat"]
    assert any("228258" in text and text.startswith("推测") for text in said)


@pytest.mark.parametrize(
    ("question", "first", "item"),
    [
        ("报告里的数据有没有前后不一致？", "有。核对文件", "228528"),
        ("报告里有哪些图号引用错了？", "编号与标题", "图 2-9"),
        ("报告中有哪些学校名称写法不统一？", "名称与文字", "长春汽车工业高等专科学校"),
        ("省均值为什么这么高？", "被延边职业技术学院的 208708.0拉高", "按 30 行计算"),
        ("表 1-1 有没有错误？", "对不上：表 1-1", "4428 倍"),
        ("报告有什么问题？", "有。核对文件", "228528"),
        ("表 2-1 合计对得上吗？", "对得上：表 2-1 合计都等于各行之和，设置专业数 1133", "学校数有三个说法"),
        ("附表 3 对得上吗？", "对不上：附表 3", "相差 136"),
        ("附表 4 对得上吗？", "对得上：附表 4", ""),
    ],
)
def test_asked_whether_it_adds_up(question: str, first: str, item: str) -> None:
    """Questions about soundness are answered from the audit: the verdict first, then the findings, cited."""
    answer = ask(question)
    assert not answer.abstained
    assert first in answer.statements[0].text
    assert not item or any(item in s.text and s.citations for s in answer.statements)


def test_findings_are_kept_with_the_index(tmp_path: Path) -> None:
    """They are read from the index; what is not of this version or not verbatim is found anew."""
    folder = tmp_path / "index"
    build_index(None, folder, HashEncoder(), say=lambda _: None)
    kept = json.loads((folder / FINDINGS_FILE).read_text(encoding="utf-8"))
    known = hashed().index.findings
    assert [f["id"] for f in kept["findings"]] == [f.id for f in known]
    assert Assistant.open(folder, HashEncoder).index.findings == known
    kept["findings"] = kept["findings"][:1]
    (folder / FINDINGS_FILE).write_text(json.dumps(kept), encoding="utf-8")
    assert len(Assistant.open(folder, HashEncoder).index.findings) == 1
    kept["findings"][0]["places"][0]["quote"] = "不在原文"
    (folder / FINDINGS_FILE).write_text(json.dumps(kept), encoding="utf-8")
    assert Assistant.open(folder, HashEncoder).index.findings == known
    kept["version"] = "older"
    (folder / FINDINGS_FILE).write_text(json.dumps(kept), encoding="utf-8")
    assert Assistant.open(folder, HashEncoder).index.findings == known
    shutil.rmtree(folder)
