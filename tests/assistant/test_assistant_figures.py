"""Figures end to end: the question, the first sentences, the cells cited."""

from __future__ import annotations

import pytest
from opened import ask, hashed, said

CHANGZHI = "长春职业技术学院"


@pytest.mark.parametrize(
    ("question", "answer", "table", "row"),
    [
        ("长春职业技术学院有多少专任教师？", "专任教师数为 716 人", "表 1-1", CHANGZHI),
        ("吉铁院的纸质图书有多少？", "85.6138 万册", "表 1-1", "吉林铁道职业技术学院"),
        ("四平职大的老师有多少", "364 人", "表 1-1", "四平职业大学"),
        ("延职院的经费总收入是多少万元？", "21665.27 万元", "表 1-1", "延边职业技术学院"),
        ("松职院有多少双师型教师？", "127 人", "表 1-1", "松原职业技术学院"),
        ("白城医高专的行业导师有多少人？", "175 人", "表 1-1", "白城医学高等专科学校"),
        ("长春健康职业学院的新增专业数", "2 个", "表 2-1", "长春健康职业学院"),
        ("吉林省经济管理干部学院设置了多少专业？", "46 个", "表 2-1", "吉林省经济管理干部学院"),
        ("应届生初次就业率的省均值是多少？", "78.86%", "表 1-1", "省均值"),
        ("专任教师数的省均值是多少？", "344.43 人", "表 1-1", "省均值"),
        ("折合数字资源量的省中位数是多少？", "232475 册", "表 1-1", "省中位数"),
        ("全省设置专业数合计是多少？", "1133 个", "表 2-1", "合计"),
        ("毕业生月收入是多少？", "3770 元", "附表 1", "月收入"),
        ("A类留在当地就业的有多少人？", "22222 人", "附表 4", "A类：留在当地就业"),
        ("接收国外留学生多少人？", "46 人", "附表 5", "接收国外留学生人数"),
        ("吉林省高职毕业生留在本省工作的有多少", "73.51%", "附表 1", "毕业生本省去向落实率"),
        ("吉林高职毕业生留在吉林工作的比例", "73.51%", "附表 1", "毕业生本省去向落实率"),
        ("吉林高职的毕业生有多少", "65343 人", "附表 1", "毕业生人数"),
        ("整个吉林有多少专任教师", "10025 人", "附表 6", "专任教师总数"),
        ("接收国外留学生专业数", "2 个", "附表 5", "接收国外留学生专业数"),
        ("在校生数是多少", "223488 人", "附表 6", "全日制在校生人数"),
        ("中外合作办学专业的在校生数", "6538 人", "附表 5", "在校生数"),
        ("辅导员人数是多少？", "925 人", "附表 6", "辅导员人数"),
        ("编写教材中国家规划教材有多少本？", "207 本", "附表 3", "国家规划教材数量"),
        ("虚拟仿真实训基地国家级有几个？", "4 个", "附表 3", "国家级数量"),
        (
            "专业教学资源库省级数量接入国家智慧教育平台的有多少？", "5 个", "附表 3",
            "接入国家智慧教育平台数量",
        ),
    ],
)  # fmt: skip
def test_value(question: str, answer: str, table: str, row: str) -> None:
    """A cell of any table, with its unit, and the cell cited."""
    found = ask(question)
    first = found.citations[0]
    assert answer in found.statements[0].text
    assert (first.table, first.row.removeprefix("其中：")) == (table, row)


def test_label_as_printed_wins_alone() -> None:
    """Whoever types a label as the table prints it gets that row, and no second one as a tie."""
    measures = hashed()._desks.measures
    places = {m: (m.table, m.path) for m in measures}
    wrong = []
    for measure in measures:
        label = measure.path[-1]
        if len({place for place in places.values() if place[1][-1] == label}) > 1:
            continue
        whose = f"{CHANGZHI}的" if measure.layout == "entities" else ""
        answer = ask(f"{whose}{label}是多少？")
        assert answer.query is not None
        if {m.name for m in answer.query.measures} != {measure.name} or "一并列出" in answer.text:
            wrong.append((label, answer.text))
    assert wrong == []


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("教学计划内课程总数是多少？", ("21008 门", "3006136 学时")),
        ("课证融通课程数是多少？", ("1446 门", "138152 学时")),
        ("家长满意度是多少？", ("96.31%", "调查人次 41227")),
        ("用人单位满意度是多少，调查了多少人次？", ("94.08%", "7234")),
        ("在校生满意度是多少？调查了多少人？", ("91.84%", "50780")),
        ("长职院和吉铁院的教师数和学生数", ("716 人", "12391 人", "550 人", "11366 人")),
        ("汽高专的设置专业数和招生专业数各多少？", ("41 个", "35 个")),
        ("吉林司法警官职业学院的专任教师数是多少？吉林交通职业技术学院呢？", ("182 人", "420 人")),
        (
            "长春职业技术学院、吉林职业技术学院、吉林城市职业技术学院的学生数分别是多少？",
            ("12391 人", "9026 人", "9365 人"),
        ),
    ],
)
def test_several_values(question: str, parts: tuple[str, ...]) -> None:
    """Two units of a row, the people asked, several schools and indicators: all in the answer."""
    answer = said(ask(question), "answer")
    assert [part for part in parts if part not in answer] == []


def test_row() -> None:
    """A whole row is shown as a table, every cell cited."""
    answer = ask("把吉林司法警官职业学院的指标都列出来")
    assert answer.table is not None
    shown = {row[2]: row[3] for row in answer.table.rows}
    assert (len(shown), shown["专任教师数"], shown["设置专业数"]) == (20, "182 人", "16 个")
    assert len({(c.table, c.column) for c in answer.citations if c.table}) == 20


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("全日制学生数最多的学校是哪所？", "全日制学生数最多的是长春职业技术学院，12391 人"),
        ("全日制学生数最少的学校是哪所？", "最少的是通化医药健康职业学院，1330 人"),
        (
            "全日制学生数前三的学校",
            "长春职业技术学院（12391 人）、吉林电子信息职业技术学院（12182 人）、长春医学高等专科学校（11757 人）",
        ),
        ("学生数第二多的学校是哪所？", "吉林电子信息职业技术学院，全日制学生数 12182 人，从高到低排第 2"),
        ("全日制学生数倒数第二的学校是哪所？", "梅河口康美职业技术学院，全日制学生数 1717 人"),
        ("吉铁院的学生数排第几？", "11366 人，从高到低排第 5 名"),
        ("长春的学校里学生最多的是哪所？", "长春职业技术学院，12391 人"),
        ("吉林省高职院校里学生最多的是哪所", "长春职业技术学院，12391 人"),
        ("高等专科学校里就业率最高的是哪所", "长春汽车工业高等专科学校，94.1%"),
        ("撤消专业数最多的学校", "吉林工业职业技术学院，4 个"),
        ("新增专业数最多的三所学校", "吉林职业技术学院（3 个）、吉林通用航空职业技术学院（3 个）"),
    ],
)
def test_ranking(question: str, first: str) -> None:
    """The highest, the first ones, the n-th, the place of one; ties are kept."""
    assert first in ask(question).statements[0].text


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("全日制学生数前三的学校", "表 1-1 所列 29 所学校"),
        ("新增专业数最多的三所学校", "表 2-1 所列 30 所学校"),
        ("长春的学校里学生最多的是哪所？", "名称中含“长春”的 9 所"),
        ("吉林的学校里学生最多的是哪所？", "名称中含“吉林”的 11 所"),
        ("吉林省的学校里学生最多的是哪所？", "表 1-1 所列 29 所学校"),
        ("就业率超过90%的学校有哪些？", "表 1-1 所列 29 所学校"),
    ],
)
def test_what_it_is_over(question: str, note: str) -> None:
    """A ranking or list says over how many schools it is; mean and total rows are not among them."""
    assert note in said(ask(question), "note")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "长春的高职有多少专任教师",
            ("9 所学校的专任教师数合计 3475 人", "长春汽车工业高等专科学校（610 人）"),
        ),
        ("医学类学校的就业率", ("中含“医学”、“医药”、“健康”的 4 所", "白城医学高等专科学校（89.07%）")),
    ],
)
def test_figures_of_a_group(question: str, parts: tuple[str, ...]) -> None:
    """A group's figures are its schools', added up where that makes sense; not the whole table's."""
    answer = ask(question)
    assert [part for part in parts if part not in said(answer, "answer")] == []
    assert answer.understanding.startswith("查各校的")


@pytest.mark.parametrize(
    ("question", "count", "some"),
    [
        ("就业率超过90%的学校有哪些？", 5, "吉林工业职业技术学院"),
        ("就业率在85%到90%之间的学校有哪些？", 8, "长春金融高等专科学校"),
        ("学生数介于5000到8000之间的学校有哪些？", 6, "长白山职业技术学院"),
        ("学生5000~8000人的学校", 6, "长白山职业技术学院"),
        ("学生数在5000-8000人的学校有几所", 6, "长白山职业技术学院"),
        ("就业率85%到90%的学校", 8, "长春金融高等专科学校"),
        ("经费1到2亿元的学校", 7, "吉林工程职业学院"),
        ("学生不到3000人的学校有哪些？", 3, "延边职业技术学院"),
        ("专任教师数不低于500人的学校有几所？", 6, "白城医学高等专科学校"),
        ("专任教师数高于全省平均水平的学校有几所？", 16, "四平职业大学"),
        ("折合数字资源量为0的学校有哪些？", 2, "白城职业技术学院"),
        ("新增专业数为0的学校有哪些？", 7, "吉林省经济管理干部学院"),
        ("招生专业数超过40的学校有几所？", 6, "四平职业大学"),
        ("经费总收入超过4亿元的学校有哪些？", 2, "吉林铁道职业技术学院"),
        ("就业率超过90%而且学生过万的有哪些？", 3, "长春医学高等专科学校"),
    ],
)
def test_filter(question: str, count: int, some: str) -> None:
    """All schools that meet the condition, counted and named."""
    answer = ask(question)
    assert answer.statements[0].text.startswith(f"共 {count} 所")
    assert len(answer.found) == count
    assert some in answer.found


@pytest.mark.parametrize(
    ("question", "count", "some", "condition"),
    [
        ("生师比超过20的学校", 17, "四平职业大学（20.54）", "生师比超过20"),
        ("生师比在15到20之间的学校有几所", 12, "吉林职业技术学院（19.45）", "生师比在 15 到 20 之间"),
        ("双师比例超过50%的学校有几所", 9, "长白山职业技术学院（68.2%）", "双师型教师占专任教师比例超过50%"),
        ("双师型教师占专任教师的比例超过60%的学校", 4, "（60.24%）", "双师型教师占专任教师比例超过60%"),
        ("双师教师过半的学校有几所", 9, "（51.8%）", "双师型教师占专任教师比例超过50%"),
        ("生均设备不到1万元的学校有哪些", 19, "（8603.56 元/生）", "低于10000 元/生"),
        ("生师比低于全省平均的有哪些", 15, "长春健康职业学院（21.55）", "生师比低于均值 22.09"),
        ("生师比高于省中位数的学校有几所", 14, "延边职业技术学院（23.68）", "生师比超过中位数 21.55"),
        (
            "生师比超过20而且学生过万的学校", 6, "吉林交通职业技术学院（23.9，10040 人）",
            "生师比超过20且全日制学生数不低于10000 人",
        ),
        ("学生过万同时生师比不到25的有哪些", 4, "（11366 人，20.67）", "且生师比低于25"),
    ],
)  # fmt: skip
def test_filter_by_formula(question: str, count: int, some: str, condition: str) -> None:
    """A quotient is worked out for each school; its operands are cited, the condition and formula shown."""
    answer = ask(question)
    first = answer.statements[0]
    assert first.text.startswith(f"共 {count} 所")
    assert some in first.text
    assert condition in said(answer, "note")
    assert "公式：" in said(answer, "calculation")
    cells = {(answer.citations[i].row, answer.citations[i].column) for i in first.citations}
    assert len({row for row, _ in cells if row}) == len(answer.found) == count
    assert len({column for _, column in cells if column}) >= 2


def test_filter_by_formula_leaves_out_slips() -> None:
    """A value made of a cell that looks wrong is not listed, and the cell is named."""
    answer = ask("生均图书超过60册的学校")
    assert "延边职业技术学院" not in answer.found
    assert "208708.0" in said(answer, "caveat")


def test_mean_that_a_formula_is_compared_with() -> None:
    """全省平均 of a quotient is that of the printed means, shown with its operands."""
    answer = ask("生师比低于全省平均的有哪些")
    shown = next(s for s in answer.statements if "印出的“省均值”" in s.text)
    assert "全日制学生数 7608.6 人 ÷ 专任教师数 344.43 人" in shown.text
    assert {answer.citations[i].row for i in shown.citations} == {"省均值"}


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("全省各校的生师比平均是多少", ("生师比平均为 22.09", "算术平均为 23.71")),
        ("各校生师比的中位数是多少", ("生师比中位数为 21.55",)),
        ("医学类学校的生师比平均是多少", ("26293 人 ÷ 专任教师数合计 1134 人", "算术平均为 21.92")),
        ("长职院和吉铁院谁的生师比高", ("吉林铁道职业技术学院的生师比更高", "20.67 − 17.31")),
        ("各校生师比最高和最低分别是多少", ("吉林水利电力职业学院，52.65", "通化医药健康职业学院，15.11")),
    ],
)
def test_formula_over_schools(question: str, parts: tuple[str, ...]) -> None:
    """Mean, median, comparison and range are of the formula, not of its numerator."""
    text = said(ask(question), "answer")
    assert [part for part in parts if part not in text] == []


@pytest.mark.parametrize(
    ("question", "result", "calculation"),
    [
        ("长职院和吉铁院的专任教师一共多少？", "1266 人", "716 + 550 = 1266"),
        ("医学类学校的学生一共多少？", "26293 人", "11757 + 9413 + 3793 + 1330 = 26293"),
        ("专任教师数最多的三所学校合计多少？", "1884 人", "716 + 610 + 558 = 1884"),
        ("医学类学校平均有多少学生？", "6573.25 人", "（11757 + 9413 + 3793 + 1330）÷ 4 = 6573.25"),
        ("长职院和吉铁院的平均学生数是多少？", "11878.5 人", "（12391 + 11366）÷ 2 = 11878.5"),
        ("发明专利授权数量占专利授权数量的比例", "25.45%", "57 项 ÷ 224 项 × 100% = 25.45%"),
        ("长职院的学生数是吉铁院的几倍？", "1.09 倍", "12391 ÷ 11366 = 1.09"),
        ("四平职业大学专任教师数除以全日制学生数是多少？", "0.0487", "364 人 ÷ 7476 人 = 0.0487"),
        ("长春职业技术学院的生师比是多少？", "17.31", "12391 人 ÷ 专任教师数 716 人 = 17.31"),
        ("长职院的双师占比是多少？", "63.69%", "456 人 ÷ 专任教师数 716 人 × 100 = 63.69%"),
        ("吉铁院硕士以上占比", "79.27%", "436 人 ÷ 专任教师数 550 人 × 100 = 79.27%"),
        ("长职院的招生专业占比是多少？", "70.42%", "50 个 ÷ 设置专业数 71 个 × 100 = 70.42%"),
        ("长职院的生均藏书是多少？", "66.5 册/生", "82.4011 万册 ÷ 全日制学生数 12391 人 = 66.5"),
        ("吉铁院的生均设备值是多少？", "29913.23 元/生", "33999.372 万元 ÷ 全日制学生数 11366 人"),
    ],
)
def test_calculation(question: str, result: str, calculation: str) -> None:
    """What is calculated says so, with its operands, and their cells are cited."""
    answer = ask(question)
    assert result in answer.statements[0].text
    assert calculation in said(answer, "calculation")
    assert all(s.citations for s in answer.statements if s.role == "calculation")


@pytest.mark.parametrize(
    ("question", "difference"),
    [
        ("长职院和吉铁院谁的学生多，多多少？", "多 1025 人（计算：12391 − 11366）"),
        ("吉林科技的双师比吉林城市多几个", "多 213 人（计算：279 − 66）"),
        ("吉铁院和长职院的就业率相差几个百分点？", "高 6.23 个百分点（计算：95.39 − 89.16）"),
        ("吉林工程职业学院和吉林工业职业技术学院的学生数差多少？", "多 3670 人（计算：11716 − 8046）"),
        ("长职院的纸质图书和吉铁院比谁多？", "多 3.2127 万册（计算：85.6138 − 82.4011）"),
        ("长职院的专任教师数与省均值相差多少？", "多 371.57 人（计算：716 − 344.43）"),
    ],
)
def test_difference(question: str, difference: str) -> None:
    """Who has more, and by how much."""
    assert difference in ask(question).statements[0].text


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("汽高专的经费总收入是多少亿元？", "35627.54 万元，换算为 3.5628 亿元"),
        ("长春金融高等专科学校的经费总收入是多少元？", "22488.87 万元，换算为 224888700 元"),
        ("长春职业技术学院的纸质图书是多少册？", "82.4011 万册，换算为 824011 册"),
        ("横向技术服务到款额是多少亿元？", "1289.22 万元，换算为 0.1289 亿元"),
    ],
)
def test_unit_asked_for(question: str, shown: str) -> None:
    """Another multiple is given beside the printed one."""
    assert shown in ask(question).statements[0].text


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("国家首批通过的教学创新团队有哪些？", ("共 3 个", CHANGZHI, "吉林工业职业技术学院", "护理")),
        ("国家级“双师型”教师培训基地有哪些？", ("共 3 个", "计算机类", "自动化类", "铁道运输类")),
        ("道地关药绿色提取及化妆品开发中心依托单位是谁？", ("白城医学高等专科学校",)),
        (
            "吉林铁道职业技术学院入选了哪个国家级职业教育教师教学创新团队？",
            ("铁道机车运用与维护", "国家二批立项", "国家三批立项"),
        ),
    ],
)
def test_text_table(question: str, parts: tuple[str, ...]) -> None:
    """Tables of words: who leads what, which batch, the list of all."""
    text = ask(question).text
    assert [part for part in parts if part not in text] == []
