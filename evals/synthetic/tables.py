"""The tables and annexes of an invented report, as lines of cells between tabs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from evals.synthetic.province import WORDS, fixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.synthetic.province import Province


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the report; ``tag`` names it for the faults ("" if none is planted there)."""

    text: str
    tag: str = ""


CORE_HEADERS = (
    "教学用科研及辅助用房面积（平方米）", "纸质图书资源量（万册）", "折合数字资源量（册）", "教学科研仪器设备资产总值（万元）",
    "教学用计算机（终端）总数（台）", "专任教师数（人）", "专任教师高级职称人数", "专任教师“双师”人数（人）", "行业导师数（人）",
    "专任教师硕士以上学位人数（人）", "全日制学生数（人）", "应届生初次就业率（%）", "上届学生年终就业率（%）",
    "学校年度经费总收入（万元）", "生均财政拨款收入（元）",
)  # fmt: skip
CORE_GROUPS = (
    "学校名称", "办学条件", "", "", "", "", "师资队伍", "", "", "", "", "学生情况", "", "", "经费情况", "",
)  # fmt: skip
MAJOR_HEADERS = ("序号", "名称", "设置专业数", "招生专业数", "新增专业数", "停招专业数", "撤销专业数")


def row(*cells: object) -> str:
    """A table line: the cells between tabs."""
    return "\t".join(str(cell) for cell in cells)


def core_table(province: Province) -> list[Line]:
    """The table of core indicators, with its mean and median rows."""
    columns = [province.column(i) for i in range(len(CORE_HEADERS))]
    means = [fixed(sum(column, Decimal(0)) / len(column)) for column in columns]
    middles = [fixed(median(column)) for column in columns]
    return [
        Line(f"表 1-1 {province.name}高职院校核心指标统计表", "caption:表 1-1"),
        Line(""),
        Line(row(*CORE_GROUPS)),
        Line(row("", *CORE_HEADERS), "core.header"),
        Line(row("省均值", *means), "core.mean"),
        Line(row("省中位数", *middles), "core.median"),
        *(Line(row(school.name, *school.core), "core.row") for school in province.schools),
        Line(""),
    ]


def major_table(province: Province) -> list[Line]:
    """The table of majors, with its total row."""
    totals = [sum(column) for column in zip(*(s.majors for s in province.schools), strict=True)]
    return [
        Line(f"表 2-1 {province.year} 年{province.name}高职院校专业设置情况统计表", "caption:表 2-1"),
        Line(""),
        Line(row(*MAJOR_HEADERS)),
        *(Line(row(i, s.name, *s.majors), "major.row") for i, s in enumerate(province.schools, start=1)),
        Line(row("合计", "", *totals), "major.total"),
        Line(""),
        Line("数据来源：全国高等职业学校人才培养工作状态数据采集与管理平台"),
        Line(""),
    ]


def team_table(province: Province, teams: int) -> list[Line]:
    """The list of teaching teams: words only."""
    random = province.random
    lines = [
        Line(f"表 2-2 {province.name}高职院校国家级教师教学创新团队名单", "caption:表 2-2"),
        Line(""),
        Line(row("序号", "学校名称", "专业大类", "专业中类")),
    ]
    for number in range(1, teams + 1):
        school = random.choice(province.schools).name
        words = row(number, school, random.choice(WORDS["categories"]), random.choice(WORDS["classes"]))
        lines.append(Line(words, "team.row"))
    return [*lines, Line("")]


ANNEXES: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    ("人才培养质量计分卡", (
        ("1", "毕业生人数", "人", "graduates"), ("2", "毕业去向落实人数", "人", "placed"),
        ("", "其中：毕业生升学人数", "人", "upgraded"), ("3", "毕业生面向三次产业就业人数", "人", "employed"),
        ("", "其中：面向第一产业", "人", "one"), ("", "面向第二产业", "人", "two"), ("", "面向第三产业", "人", "three"),
    )),
    ("满意度调查表", (
        ("1", "在校生满意度", "%", "content.students"), ("2", "毕业生满意度", "%", "content"),
        ("", "其中：应届毕业生满意度", "%", "content.fresh"), ("", "毕业三年内毕业生满意度", "%", "content.years"),
        ("3", "教职工满意度", "%", "content.teachers"), ("4", "家长满意度", "%", "content.parents"),
    )),
    ("教学资源表", (
        ("1", "生师比", ":", "ratio"), ("2", "双师素质专任教师比例", "%", "dual"),
        ("3", "高级专业技术职务专任教师比例", "%", "senior"),
        ("4", "专业教学资源库数", "个", "libraries"), ("", "其中：国家级数量", "个", "libraries.national"),
        ("", "省级数量", "个", "libraries.province"), ("", "校级数量", "个", "libraries.school"),
        ("5", "在线精品课程数", "门", "online"), ("", "其中：国家级数量", "门", "online.national"),
        ("", "省级数量", "门", "online.province"), ("", "校级数量", "门", "online.school"),
        ("6", "虚拟仿真实训基地数", "个", "bases"), ("", "其中：国家级数量", "个", "bases.national"),
        ("", "省级数量", "个", "bases.province"), ("", "校级数量", "个", "bases.school"),
    )),
    ("服务贡献表", (
        ("1", "横向技术服务到款额", "万元", "money"), ("", "横向技术服务产生的经济效益", "万元", "gain"),
        ("2", "知识产权项目数", "项", "knowledge"), ("", "其中：专利授权数量", "项", "patents"),
        ("", "发明专利授权数量", "项", "invented"), ("3", "非学历培训项目数", "项", "trainings"),
    )),
    ("国际影响表", (
        ("1", "开发并被国外采用的职业教育标准数量", "个", "standards"),
        ("", "其中：专业标准", "个", "standards.major"), ("", "课程标准", "个", "standards.course"),
    )),
    ("落实政策表", (
        ("1", "全日制在校生人数", "人", "students"), ("2", "专任教师总数", "人", "teachers"),
        ("3", "聘请行业导师人数", "人", "tutors"),
    )),
)  # fmt: skip
_ASKED = {
    "content.students": ("asked.students",), "content": ("asked.fresh", "asked.years"), "content.fresh": ("asked.fresh",),
    "content.years": ("asked.years",), "content.teachers": ("asked.teachers",), "content.parents": ("asked.parents",),
}  # fmt: skip


def annex_tables(province: Province) -> list[Line]:
    """The six annexes: indicators with units and the year's figures."""
    lines: list[Line] = []
    for number, (title, entries) in enumerate(ANNEXES, start=1):
        surveyed = title == "满意度调查表"
        heads = (
            "序号",
            "指标",
            "单位",
            f"{province.year}年",
            *(("调查人次", "调查方式") if surveyed else ()),
        )
        lines += [Line(f"附表 {number}：{title}", f"caption:附表 {number}"), Line("")]
        lines += [Line(f"名称：{province.name}"), Line(""), Line(row(*heads))]
        for place, label, unit, key in entries:
            asked = sum((province.counts[name] for name in _ASKED.get(key, ())), Decimal(0))
            more = (asked, "网络问卷调查") if surveyed else ()
            lines.append(Line(row(place, label, unit, province.counts[key], *more), f"annex.{key}"))
        lines.append(Line(""))
    return lines


def counted(names: Sequence[str]) -> str:
    """``a 市 2 所，b 市 1 所`` from a name for each school, in order of first mention."""
    seen = dict.fromkeys(names)
    return "，".join(f"{name} {list(names).count(name)} 所" for name in seen)
