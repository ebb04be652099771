"""From a question to a query: what is asked for, of whom, and how it reads as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from opened import ask

if TYPE_CHECKING:
    from assistant.query import Query

CHANGZHI, TIEDAO = "长春职业技术学院", "吉林铁道职业技术学院"
STUDENTS, STAFF, EMPLOYED = "全日制学生数", "专任教师数", "应届生初次就业率"


def query(question: str) -> Query:
    found = ask(question).query
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "operation", "subjects", "measures"),
    [
        ("长职院有多少专任教师？", "value", (CHANGZHI,), (STAFF,)),
        ("长职院和吉铁院的教师数和学生数", "value", (CHANGZHI, TIEDAO), (STAFF, STUDENTS)),
        ("全日制学生数前三的学校", "top", (), (STUDENTS,)),
        ("吉铁院的学生数排第几？", "rank_of", (TIEDAO,), (STUDENTS,)),
        ("就业率超过90%的学校有哪些？", "filter", (), (EMPLOYED,)),
        ("专任教师数超过500人的学校有几所？", "count", (), (STAFF,)),
        ("长职院和吉铁院的专任教师一共多少？", "sum", (CHANGZHI, TIEDAO), (STAFF,)),
        ("医学类学校平均有多少学生？", "mean", (), (STUDENTS,)),
        ("各校专任教师数的中位数是多少？", "median", (), (STAFF,)),
        ("吉铁院和长职院的就业率相差几个百分点？", "difference", (TIEDAO, CHANGZHI), (EMPLOYED,)),
        ("长职院的学生数是吉铁院的几倍？", "ratio", (CHANGZHI, TIEDAO), (STUDENTS,)),
        ("四平职业大学专任教师数除以全日制学生数是多少？", "ratio", ("四平职业大学",), (STAFF, STUDENTS)),
        ("长春职业技术学院的生师比是多少？", "derived", (CHANGZHI,), (STUDENTS, STAFF)),
        ("把吉林司法警官职业学院的指标都列出来", "row", ("吉林司法警官职业学院",), ()),
        ("设置专业数的合计对得上吗？", "check", (), ("设置专业数",)),
    ],
)
def test_operation(
    question: str, operation: str, subjects: tuple[str, ...], measures: tuple[str, ...]
) -> None:
    """The operation, the schools and the indicators are those that the words name."""
    found = query(question)
    names = tuple(m.name for m in found.measures)
    assert (found.operation.value, found.subjects, names) == (operation, subjects, measures)


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("在校生", STUDENTS),
        ("老师", STAFF),
        ("藏书", "纸质图书资源量"),
        ("机房电脑", "教学用计算机（终端）总数"),
        ("双师型教师", "专任教师“双师”人数"),
        ("行业导师", "行业导师数"),
        ("高级职称人数", "专任教师高级职称人数"),
        ("招生专业", "招生专业数"),
        ("经费总收入", "学校年度经费总收入"),
    ],
)
def test_everyday_words(words: str, column: str) -> None:
    """An indicator is found by everyday words too."""
    assert [m.name for m in query(f"松职院的{words}有多少？").measures] == [column]


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("吉铁院的教学楼有多少平米", "教学用科研及辅助用房面积"),
        ("吉铁院房子有多大", "教学用科研及辅助用房面积"),
        ("吉铁院师资力量有多少人", STAFF),
        ("吉铁院有副教授以上职称的几人", "专任教师高级职称人数"),
        ("吉铁院从企业聘的老师有多少", "行业导师数"),
        ("吉铁院有多少娃在念书", STUDENTS),
        ("吉铁院毕业就能上班的占多少", EMPLOYED),
        ("吉铁院国家给每个学生拨多少钱", "财政生均拨款收入"),
        ("吉铁院还在招生的有几个专业", "招生专业数"),
        ("全省有着落的毕业生多少", "毕业去向落实人数"),
        ("全省毕业生留在省里的比例", "毕业生本省去向落实率"),
        ("全省毕业生去种地的有多少", "毕业生面向三次产业就业人数 › 面向第一产业"),
        ("全省毕业生进厂的有多少", "毕业生面向三次产业就业人数 › 面向第二产业"),
        ("全省自己开店当老板的毕业生占比", "自主创业率"),
        ("全省老师和学生的比例", "生师比"),
        ("全省开了多少门课", "教学计划内课程总数"),
        ("全省给企业搞技术服务挣了多少钱", "横向技术服务到款额"),
        ("全省卖技术收入多少", "技术产权交易收入"),
        ("全省劳模当老师的有几个", "聘请行业导师人数 › 聘请大国工匠、劳动模范人数"),
        ("全省给学生买实习保险花了多少", "年实习专项经费 › 年实习责任保险经费"),
    ],
)
def test_as_officials_speak(question: str, label: str) -> None:
    """Whole questions in spoken words find the row or column they mean."""
    answer = ask(question)
    assert answer.query is not None
    assert not answer.abstained
    assert {m.name for m in answer.query.measures} == {label}


@pytest.mark.parametrize(
    ("question", "descending", "position", "limit"),
    [
        ("全日制学生数最多的学校是哪所？", True, 1, 1),
        ("全日制学生数最少的学校是哪所？", False, 1, 1),
        ("全日制学生数前三的学校", True, 1, 3),
        ("新增专业数最多的三所学校", True, 1, 3),
        ("学生数第二多的学校是哪所？", True, 2, 1),
        ("全日制学生数倒数第二的学校是哪所？", False, 2, 1),
    ],
)
def test_ranking(question: str, descending: bool, position: int, limit: int) -> None:  # noqa: FBT001 - a row of a table
    """Which end, which place, and how many."""
    found = query(question)
    assert (found.operation.value, found.descending, found.position, found.limit) == (
        "top", descending, position, limit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "conditions"),
    [
        ("就业率超过90%的学校有哪些？", [(EMPLOYED, ">", "90", "")]),
        ("经费总收入超过4亿元的学校有哪些？", [("学校年度经费总收入", ">", "40000", "")]),
        ("新增专业数为0的学校有哪些？", [("新增专业数", "=", "0", "")]),
        ("学生数介于5000到8000之间的学校有哪些？", [(STUDENTS, "between", "5000", "")]),
        ("专任教师数高于全省平均水平的学校有几所？", [(STAFF, ">", "0", "mean")]),
        (
            "就业率超过90%而且学生过万的有哪些？",
            [(EMPLOYED, ">", "90", ""), (STUDENTS, ">=", "10000", "")],
        ),
    ],
)
def test_conditions(question: str, conditions: list[tuple[str, str, str, str]]) -> None:
    """Each condition has its own indicator and a bound in that indicator's unit."""
    found = [(c.measure.name, c.comparison, f"{c.low:f}", c.against) for c in query(question).conditions]
    assert found == conditions


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("长春的学校里学生最多的是哪所？", ("长春",)),
        ("医学类学校的学生一共多少？", ("医学", "医药", "健康")),
        ("高等专科学校里就业率最高的是哪所", ("高等专科学校",)),
    ],
)
def test_group(question: str, parts: tuple[str, ...]) -> None:
    """A group told by its schools' names."""
    group = query(question).group
    assert group is not None
    assert group.parts == parts


def test_group_leaves_out() -> None:
    """A school that the question excepts is not looked at."""
    assert ask("除了长职院，全日制学生数最多的学校是哪所？").found == ("吉林电子信息职业技术学院",)


@pytest.mark.parametrize(
    ("question", "understanding"),
    [
        ("全日制学生数前三的学校", "按「全日制学生数」从高到低取前 3（表 1-1）"),
        ("长职院有多少专任教师？", "查长春职业技术学院的「专任教师数」（表 1-1）"),
        ("就业率超过90%的学校有哪些？", "筛选「应届生初次就业率」超过90%的学校（表 1-1）"),
        ("生师比超过20的学校", "筛选「生师比」超过20的学校（表 1-1）"),
        ("生师比低于全省平均的有哪些", "筛选「生师比」低于平均的学校（表 1-1）"),
        (
            "生师比超过20而且学生过万的学校",
            "筛选「生师比」超过20且「全日制学生数」过万的学校（表 1-1）",
        ),
        (
            "长春的学校里学生最多的是哪所？",
            "按「全日制学生数」从高到低取前 1，范围：名称中含“长春”（表 1-1）",
        ),
    ],
)
def test_understanding(question: str, understanding: str) -> None:
    """The understanding is one line that the reader can check."""
    assert ask(question).understanding == understanding


def test_as_json() -> None:
    """A query is plain data; what is not set is left out."""
    fields: dict[str, Any] = json.loads(json.dumps(query("长春的学校里学生数前三的是哪些？").as_json()))
    fields.pop("text")
    assert fields == {
        "kind": "figure",
        "operation": "top",
        "measures": [{"table": "表 1-1", "name": STUDENTS, "unit": "人"}],
        "group": "名称中含“长春”",
        "descending": True,
        "limit": 3,
    }


def test_sql_is_bound() -> None:
    """The statements are shown, and values stand beside them, not in them."""
    (first, *_) = ask("就业率超过90%的学校有哪些？").sql
    statement, _, bound = first.partition(" -- ")
    assert ("?" in statement, "90" in statement, "90.0" in bound) == (True, False, True)
