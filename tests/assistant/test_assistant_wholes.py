"""Whole tables, chapters and mentions: what is asked of a document and not of what it tells."""

from __future__ import annotations

import pytest
from opened import ask, real

from assistant.structure.mentions import word_asked
from corpus.model import SectionKind


@pytest.mark.parametrize(
    ("question", "rows", "parts"),
    [
        ("列出表2-4", 7, ("羊肚菌产业化培育", "依托单位：白城医学高等专科学校")),
        ("表2-2的数据", 3, ("共 3 行", "(2023-2025 年)", "专业中类：铁道运输类")),
        ("附表4有哪些指标", 18, ("服务贡献表", "A类：留在当地就业：22222 人")),
        ("附表2", 12, ("在校生满意度：91.84 %，调查人次 50780",)),
        ("把表1-1的全部数据给我看看", 31, ("各列：办学条件", "上届学生年终就业率")),
    ],
)
def test_a_whole_table(question: str, rows: int, parts: tuple[str, ...]) -> None:
    """All rows as printed, in a table, with its place."""
    answer = ask(question)
    assert [part for part in parts if part not in answer.text] == []
    assert answer.table is not None
    assert len(answer.table.rows) == rows
    assert all(len(row) == len(answer.table.columns) for row in answer.table.rows)
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "part"),
    [("表2-1合计对得上吗", "对得上"), ("表2-4里羊肚菌中心依托谁", "吉林工程职业学院"), ("附表4的非学历培训学时", "652236.50")],
)  # fmt: skip
def test_a_question_of_a_table_is_no_listing(question: str, part: str) -> None:
    """Where something is asked of a table, that is answered, not all of it."""
    answer = ask(question)
    assert part in answer.text
    assert "共 31 行" not in answer.text
    assert "共 18 行" not in answer.text


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "报告第三章讲什么",
            ("服务贡献", "（一）服务区域经济", "2.助力技术与服务创新", "（四）服务职业培训"),
        ),
        ("第五章有哪些内容", ("五、国际合作", "共有 4 节", "（二）海外办学：1.探索“走出去”办学模式")),
        ("人才培养这一章讲了哪些内容", ("共有 6 节", "（六）科教融汇")),
        ("答复第二部分说了什么", ("深化产教融合，打造校企命运共同体", "134 家企业")),
    ],
)
def test_a_chapter(question: str, parts: tuple[str, ...]) -> None:
    """Its sections in order, with their places."""
    answer = ask(question)
    assert [part for part in parts if part not in answer.text] == []
    assert "结语" not in answer.text
    assert answer.citations


def test_a_question_of_a_chapter_is_no_outline() -> None:
    """Where something is asked of a chapter, that is answered."""
    assert "1289.22" in ask("第三章里说的横向技术服务到款额是多少").text


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("报告里有没有提到人工智能", "人工智能"),
        ("答复提到职业本科了吗？", "职业本科"),
        ("“双高”在哪些地方提到过", "双高"),
        ("哪里提到了一带一路", "一带一路"),
        ("两份文件里是否出现过“工匠”", "工匠"),
        ("报告提到的兴农大讲堂有多少人参加", ""),
        ("谁提出了这个提案", ""),
        ("文中提到哪些学校", ""),
    ],
)
def test_the_word_that_is_looked_for(question: str, word: str) -> None:
    """Only questions after the mention itself."""
    assert word_asked(question) == word


def test_mentions_are_quoted() -> None:
    """Every sentence with the word, with its place; a word that stands nowhere is said to."""
    answer = ask("有没有提到人工智能")
    assert answer.text.startswith("提到了“人工智能”，共 2 句")
    assert all("人工智能" in citation.quote for citation in answer.citations)
    absent = ask("报告里有没有提到量子计算")
    assert (absent.abstained, absent.reason) == (True, "not_found")
    assert "没有出现“量子计算”" in absent.text


@pytest.mark.parametrize("question", ["请写一段关于产教融合的发言稿", "帮我起草一份就业情况汇报"])
def test_no_text_is_written(question: str) -> None:
    """The program says what the documents say, and no more."""
    answer = ask(question)
    assert (answer.abstained, answer.reason) == (True, "drafting")


def test_a_figure_for_a_speech_is_given() -> None:
    """What the figure is for does not turn the question for it into a request to write."""
    answer = ask("吉林省高职一共多少学生啊，我写讲话稿用")
    assert not answer.abstained
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "count", "name"),
    [
        ("吉林省有哪些高职院校", 30, "吉林省经济管理干部学院"),
        ("哪些学校在长春", 9, "长春健康职业学院"),
        ("医学类院校有哪些", 4, "通化医药健康职业学院"),
    ],
)
def test_the_schools_are_listed(question: str, count: int, name: str) -> None:
    """From the table that has most of them, and what another table lacks is said."""
    answer = ask(question)
    assert f"共 {count} 所" in answer.text
    assert len([s for s in answer.statements if s.role == "item"]) == count
    assert f"· {name}" in answer.text


def test_a_school_that_another_list_lacks_is_named() -> None:
    """The other table that lists nearly all of them, and whom it leaves out."""
    caveats = [s.text for s in ask("吉林省有哪些高职院校").statements if s.role == "caveat"]
    assert caveats == ["表 1-1共列出 29 所，没有吉林省经济管理干部学院。"]


def test_a_school_is_introduced() -> None:
    """Its figures first, then what the text tells of it, each with its place; figures alone are a look-up."""
    answer = ask("介绍一下长职院")
    assert answer.text.startswith("长春职业技术学院：专任教师数 716 人")
    assert "蓝星赛车队" in answer.text
    assert answer.table is not None
    assert "蓝星赛车队" not in ask("长职院的各项指标").text


@pytest.mark.parametrize(
    ("question", "parts", "absent"),
    [
        ("案例有哪些", ("共有 19 个", "案例 6-2"), ()),
        ("关于乡村振兴的案例有哪些", ("与“乡村振兴”有关", "案例 3-3"), ("案例 2-1",)),
        ("长职院有哪些案例", ("案例 2-2", "案例 5-1"), ("案例 2-1",)),
        ("讲国际合作的案例有哪些", ("案例 5-1", "案例 5-2"), ("案例 2-1",)),
    ],
)
def test_cases_by_school_and_topic(question: str, parts: tuple[str, ...], absent: tuple[str, ...]) -> None:
    """With their titles."""
    text = ask(question).text
    assert [part for part in parts if part not in text] == []
    assert [part for part in absent if part in text] == []


def test_no_case_is_about_it() -> None:
    """Said, not answered with all cases."""
    answer = ask("哪些案例讲量子通信")
    assert answer.abstained
    assert "没有写到“量子通信”" in answer.text


@pytest.mark.parametrize(
    "question", ["报告说存在哪些问题和不足", "全省职业教育面临哪些挑战", "高职发展的短板是什么"]
)
def test_a_chapter_by_other_words(question: str) -> None:
    """困难 and 不足 are what the chapter of the 挑战 is about."""
    assert ask(question).text.startswith("“八、面临挑战”")


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("what is the number of full-time teachers of Changchun Vocational Institute of Technology", "长春职业技术学院的专任教师数为 716 人"),
        ("How many students does Jilin Railway Vocational Institute of Technology have?", "吉林铁道职业技术学院的全日制学生数为 11366 人"),
        ("Which school has the most students?", "长春职业技术学院，12391 人"),
        ("What is Changchun Medical College's employment rate?", "91.74%"),
    ],
)  # fmt: skip
def test_an_english_question(question: str, part: str) -> None:
    """A school's English name is its parts in Chinese; another school's or the province's figure is no answer."""
    assert part in ask(question).text


@pytest.mark.parametrize("question", ["提案的编号是多少", "这件提案是第几号"])
def test_the_number_of_the_proposal(question: str) -> None:
    """From the reply's own first lines."""
    assert ask(question).text.startswith("《对市政协第十四届第二次会议第244号提案的答复》的提案编号是第")


def test_the_number_and_the_title_of_the_proposal() -> None:
    """Both, where both are asked for."""
    text = ask("市教育局答复的是第几号提案，题目是什么？").text
    assert "第 244 号" in text
    assert "《关于进一步推进职业教育产教融合、校企合作的建议》" in text


def test_a_limit_is_no_year() -> None:
    """低于2000 bounds the students."""
    text = ask("哪几所学校的全日制学生数低于2000？").text
    assert "梅河口康美职业技术学院" in text
    assert "通化医药健康职业学院" in text


def test_every_section_by_its_title() -> None:
    """Whatever a title's words would mean otherwise (创新创业, 深层次…矛盾), the section is told."""
    wrong = []
    for document in real().index.documents:
        for section in document.sections:
            if section.kind not in (SectionKind.CHAPTER, SectionKind.CASE) or not section.title:
                continue
            answer = ask(f"《{document.title}》“{section.title}”这一节讲了什么？")
            cited = [c.span for c in answer.citations[:2]]
            within = any(section.span.contains(s) or section.heading.contains(s) for s in cited)
            if answer.abstained or not within:
                wrong.append(section.name)
    assert wrong == []
