"""Tables of words by a cell that is repeated, counted, and asked on; rows called alike; levels; sizes of tables."""

from __future__ import annotations

import pytest
from opened import ask

from assistant.rewording import reworded


@pytest.mark.parametrize(
    ("turns", "answer"),
    [
        (("养老服务领域的创新团队，专业叫什么？是哪所学校的？",), "专业名称：护理"),
        (("铁道机车运用与维护团队的批次和性质写的什么？",), "国家二批立项"),
        (("羊肚菌产业化培育的转化中心依托哪所学校",), "依托单位：吉林工程职业学院"),
        (
            ("首批通过、二批立项、三批立项的创新团队各有几个？",),
            "首批通过 3 个、二批立项 4 个、三批立项 4 个",
        ),
        (("创新团队各批次各有几个",), "国家三批立项 4 个"),
        (("表2-3里长职院和吉铁院各有几个团队",), "长春职业技术学院 2 个、吉林铁道职业技术学院 2 个"),
        (("长春职业技术学院有哪些国家级教师教学创新团队？", "分别属于哪一批次？"), "国家首批通过"),
    ],
)
def test_row(turns: tuple[str, ...], answer: str) -> None:
    """The row, or the number of rows, that the question is about."""
    assert answer in ask(*turns).text


def test_cell_in_another_question() -> None:
    """A cell's words in a question of something else give no row."""
    assert "表 2-2" not in ask("计算机类专业有多少学生").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("基地国家、省、校三级的数", "基地国家级、省级和校级的数"),
        ("学校自己一级的资源库", "校级的资源库"),
        ("省、校两级", "省级和校级"),
        ("国家级有几个？按附表3口径", "国家级有几个？附表3"),
        ("国家政策和省教育厅", "国家政策和省教育厅"),
    ],
)
def test_wording(text: str, expected: str) -> None:
    """Levels said together or in full, and the table meant, in the words of labels."""
    assert reworded(text) == expected


@pytest.mark.parametrize(
    ("turns", "answer"),
    [
        (("学校自己一级的专业教学资源库有多少个",), "43 个"),
        (("虚拟仿真实训基地国家、省、校三级的数加起来和总数93对得上吗？",), "= 92"),
        (("国家级、省级、校级虚拟仿真实训基地中，接入国家智慧教育平台的合计有几个？",), "合计 6 个"),
        (("教职工和用人单位两块满意度一共调查了多少人次",), "合计 15276"),
        (("虚拟仿真基地国家级几个", "省级和校级分别是多少？"), "67 个"),
        (("用人单位满意度及其调查人次分别是多少？",), "94.08%"),
        (("应届毕业生满意度和毕业三年内的相比，哪个高，高多少",), "1.17 个百分点"),
        (("全省高职接收的国外留学生多少人，分布在几个专业？",), "专业数为 2 个"),
        (("延边职院的学生数和年终就业率",), "2818 人"),
        (("专业标准加课程标准和职教标准总数对得上吗",), "= 28"),
    ],
)
def test_rows_of_indicators(turns: tuple[str, ...], answer: str) -> None:
    """Every row that the question names is told."""
    assert answer in ask(*turns).text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("附表5里有多少项指标", "16 项指标"),
        ("表1-1列了几所学校", "29 所学校"),
        ("教学资源表里有几项指标", "42 项指标"),
        ("表2-1里辽源职业技术学院那一行是什么？", "设置专业数 92 个；招生专业数 46 个"),
    ],
)
def test_table(question: str, answer: str) -> None:
    """How large a table is, also by its caption, and a row of it."""
    assert answer in ask(question).text


@pytest.mark.parametrize(
    ("turns", "answer"),
    [
        (("医专的经费总收入是多少？",), "长春医学高等专科学校，还是白城医学高等专科学校"),
        (("医专的经费总收入是多少？", "我说的是长春那所"), "20646.98"),
        (("长春、白城两个医高专一共多少在校生？",), "21170"),
        (("白城两所高职（职院和医专）在校生一共有多少？",), "13462"),
        (("双师最多的高职是哪所", "只看五所高等专科学校的话最少的是谁？"), "长春师范高等专科学校，107 人"),
        (("长职院的专利授权有多少项？", "那全省的呢？"), "224 项"),
        (("吉铁比吉交多多少学生",), "1326 人"),
        (("那个学教经费总收入最高阿 多少万元",), "吉林铁道职业技术学院，41711.39"),
        (("城市职院高级职称怎么那么少？数字看着怪不怪",), "488 人"),
        (("表1-1“纸质图书资源量（万册）”一列中，是否存在明显异常的数值？",), "208708"),
    ],
)
def test_whose_figure(turns: tuple[str, ...], answer: str) -> None:
    """Schools by part of their names, in follow-ups, and misspelt words of asking."""
    assert answer in ask(*turns).text
