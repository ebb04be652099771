"""Schools by all their names; look-alikes, strangers, and the names of another province."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened import ROOT, hashed

from assistant.names import Names
from corpus import read_corpus
from index.material import cut_material
from index.words import Segmenter

sys.path.append(str(ROOT / "tests"))

import itertools

from altered import Altered, alter, sources, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CHANGZHI = "长春职业技术学院"
TIEDAO = "吉林铁道职业技术学院"
QICHE = "长春汽车工业高等专科学校"
GONGYE = "吉林工业职业技术学院"
GONGCHENG = "吉林工程职业学院"
SHUIDIAN = "吉林水利电力职业学院"

ONE = (
    # as written, the school, how
    (CHANGZHI, CHANGZHI, "full"),
    ("吉林职业技术学院", "吉林职业技术学院", "full"),
    ("吉林城市职业技术学院", "吉林城市职业技术学院", "full"),
    ("长职院", CHANGZHI, "short"),
    ("长春职院", CHANGZHI, "short"),
    ("吉职院", "吉林职业技术学院", "short"),
    ("吉铁院", TIEDAO, "short"),
    ("吉林铁道", TIEDAO, "short"),
    ("铁道学院", TIEDAO, "short"),
    ("汽高专", QICHE, "short"),
    ("长汽高专", QICHE, "short"),
    ("四平职大", "四平职业大学", "short"),
    ("水电学院", SHUIDIAN, "short"),
    ("水利电力学院", SHUIDIAN, "short"),
    ("长医高专", "长春医学高等专科学校", "short"),
    ("白城医高专", "白城医学高等专科学校", "short"),
    ("长金专", "长春金融高等专科学校", "short"),
    ("长师专", "长春师范高等专科学校", "short"),
    ("松职院", "松原职业技术学院", "short"),
    ("吉电院", "吉林电子信息职业技术学院", "short"),
    ("吉交院", "吉林交通职业技术学院", "short"),
    ("长白山职院", "长白山职业技术学院", "short"),
    ("司法警官学院", "吉林司法警官职业学院", "short"),
    ("长春早教", "长春早期教育职业学院", "short"),
    ("经管干院", "吉林省经济管理干部学院", "short"),
    ("梅河口康美", "梅河口康美职业技术学院", "short"),
    # former and later names
    ("长春汽车职业技术大学", QICHE, "short"),
    # look-alikes
    ("吉林工程", GONGCHENG, "short"),
    ("吉林工业", GONGYE, "short"),
    ("吉工院", GONGYE, "short"),
    ("长春信息", "长春信息技术职业学院", "short"),
    # homophones and look-alike characters
    ("长春值业技术学院", CHANGZHI, "typo"),
    ("长春直业技术学院", CHANGZHI, "typo"),
    ("吉林贴道职业技术学院", TIEDAO, "typo"),
    ("吉林铁到职业技术学院", TIEDAO, "typo"),
    # initials, in small and capital letters
    ("cczyjsxy", CHANGZHI, "initials"),
    ("CCZYJSXY", CHANGZHI, "initials"),
    ("jltdzyjsxy", TIEDAO, "initials"),
)

NONE = (
    "吉林大学",
    "吉林建筑职业技术学院",
    "长春工业大学",
    "北京大学",
    "长职校",
    "长春职校",
    "全省高职院校",
    "职业技术学院",
)


def meant(names: Names, written: str) -> list[tuple[tuple[str, ...], str]]:
    """The schools that each mention in a question may mean, and how it was found."""
    return [(m.subjects, m.how) for m in names.find(f"{written}有多少学生？")]


@pytest.fixture(scope="session")
def names() -> Names:
    return hashed()._desks.names


@pytest.mark.parametrize(("written", "school", "how"), ONE)
def test_one_school(names: Names, written: str, school: str, how: str) -> None:
    """A name leads to its one school."""
    assert meant(names, written) == [((school,), how)]


@pytest.mark.parametrize("written", NONE)
def test_no_school(names: Names, written: str) -> None:
    """A school that the tables do not list is not taken for one that they do."""
    assert [school for schools, _ in meant(names, written) for school in schools] == []


def test_ambiguous(names: Names) -> None:
    """A short name of two schools keeps both."""
    both = ("长春医学高等专科学校", "白城医学高等专科学校")
    assert meant(names, "医高专") == [(both, "short")]


def test_several_schools_in_order(names: Names) -> None:
    """All schools of a question are found where they stand, each once."""
    text = "长职院、吉铁院和四平职业大学的学生数"
    found = [(text[m.start : m.end], m.subjects) for m in names.find(text)]
    assert found == [("长职院", (CHANGZHI,)), ("吉铁院", (TIEDAO,)), ("四平职业大学", ("四平职业大学",))]


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever is typed, mentions are slices of it and do not overlap."""
    found = hashed()._desks.names.find(text)
    assert [m.written for m in found] == [text[m.start : m.end] for m in found]
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> tuple[Altered, Names]:
    """The schools of another province, with the names that the same rules give them."""
    folder: Path = tmp_path_factory.mktemp("altered")
    copy = alter(*sources(), seed=1)
    write(copy, folder)
    for extra in ("cells.tsv", "examples.jsonl", "altered.json"):
        (folder / extra).unlink()
    words: Sequence[str] = cut_material(read_corpus(folder)).words
    return copy, Names(copy.schools.values(), Segmenter(words))


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("武汉同心职业技术学院", CHANGZHI),
        ("武汉同心直业技术学院", CHANGZHI),
        ("whtxzyjsxy", CHANGZHI),
        ("同心职院", CHANGZHI),
        ("武汉商贸高专", "长春金融高等专科学校"),
        ("武护专", "长春医学高等专科学校"),
        ("公路职院", "吉林交通职业技术学院"),
        ("湖北矿业", GONGCHENG),
        ("湖北纺织", GONGYE),
        ("求真职大", "四平职业大学"),
        ("湖北能源职大", SHUIDIAN),
    ],
)
def test_another_province(another: tuple[Altered, Names], written: str, source: str) -> None:
    """Schools that nobody knew when the rules were written have short names by the same rules."""
    copy, names = another
    assert [schools for schools, _ in meant(names, written)] == [(copy.schools[source],)]


@pytest.mark.parametrize("short", ["汽高专", "吉铁院"])
def test_another_province_as_its_prose_says(another: tuple[Altered, Names], short: str) -> None:
    """The short names that the altered report itself uses are understood."""
    copy, names = another
    school = next(full for written, full, _ in ONE if written == short)
    assert [schools for schools, _ in meant(names, copy.names[short])] == [(copy.schools[school],)]


@pytest.mark.parametrize("written", ["吉铁院", CHANGZHI, "吉林水电"])
def test_another_province_forgets_the_first(another: tuple[Altered, Names], written: str) -> None:
    """Schools of the first report are strangers there, also those with reviewed names."""
    assert meant(another[1], written) == []


@pytest.mark.parametrize(
    ("question", "school"),
    [
        ("电子信息有多少学生", "吉林电子信息职业技术学院"),
        ("铁道的学生数是多少", TIEDAO),
        ("长职院比电子信息多几台电脑", "吉林电子信息职业技术学院"),
    ],
)
def test_called_by_its_field(question: str, school: str) -> None:
    """A field that one school alone has names it where the tables have the figure, and the reader is told."""
    answer = hashed().answer(question)
    assert answer.query is not None
    assert school in answer.query.subjects
    assert any(s.role == "note" and f"按{school}理解" in s.text for s in answer.statements)


def test_a_field_of_study_is_no_school() -> None:
    """What no table of schools has is not taken for one that has the word in its name."""
    answer = hashed().answer("电子信息产业的发展怎么样")
    assert answer.query is None or not answer.query.subjects


@pytest.mark.parametrize(
    ("question", "school"),
    [
        ("长春金容高专有多少学生", "长春金融高等专科学校"),
        ("长白衫职院招生专业多少个", "长白山职业技术学院"),
        ("长春师犯高专专任教师数", "长春师范高等专科学校"),
    ],
)
def test_short_names_misspelt_by_sound(question: str, school: str) -> None:
    """The shortened ending of a short name does not speak against it: 高专, 职院."""
    answer = hashed().answer(question)
    assert answer.query is not None
    assert answer.query.subjects == (school,)


def test_another_region_before_a_name_is_said() -> None:
    """吉林师范高专 is answered as 长春师范 only with a word about it."""
    told = [s.text for s in hashed().answer("吉林师范高专的学生数").statements]
    assert "文件中没有“吉林师范高专”，按长春师范高等专科学校理解。" in told
    assert not any("文件中没有" in s.text for s in hashed().answer("长春师范高专的学生数").statements)


def test_another_citys_school_is_another() -> None:
    """长春工程学院 is not taken for 吉林工程职业学院: it is unknown."""
    answer = hashed().answer("长春工程学院的就业率呢？")
    assert (answer.abstained, answer.reason) == (True, "unknown_subject")
