"""The text of both documents: whole, verbatim, and traceable to the lines of its source."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest
from real_documents import documents, reply, report, source

from corpus.model import BlockKind, SectionKind
from index.passages import cut_passages, cut_sentences

if TYPE_CHECKING:
    from corpus import Document, Span

LONGEST_PASSAGE = 750
BOTH = ["report", "reply"]
_BLANK = re.compile(r"\s+")


def document(name: str) -> Document:
    return next(d for d in documents() if d.id == name)


def solid(text: str) -> str:
    return _BLANK.sub("", text)


@pytest.mark.parametrize("name", BOTH)
def test_nothing_is_lost_or_invented(name: str) -> None:
    """Each non-blank character of the source is in the text as often as there."""
    read = document(name)
    assert Counter(solid(read.text)) == Counter(solid(source(read)))


@pytest.mark.parametrize("name", BOTH)
def test_lines_stand_in_the_text_as_printed(name: str) -> None:
    """Every line of the source is in the text, at an offset that maps back to that very line."""
    read = document(name)
    lines = source(read).split("\n")
    wrong = [
        number
        for offset, number in read.origins
        if not solid(read.text[offset:]).startswith(solid(lines[number - 1]))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", BOTH)
def test_every_source_line_has_its_origin(name: str) -> None:
    """The lines with origins are exactly the lines that are not blank."""
    read = document(name)
    filled = [n for n, line in enumerate(source(read).split("\n"), start=1) if line.strip()]
    assert sorted(number for _, number in read.origins) == filled


def test_only_captions_move() -> None:
    """Reading order is that of the source, but for captions that cut a sentence in two."""
    read = report()
    captions = {read.source_line(figure.span.start) for figure in read.figures}
    numbers = [number for _, number in read.origins]
    moved = {b for a, b in itertools.pairwise(numbers) if b < a}
    assert moved <= captions


@pytest.mark.parametrize("text", ["表 1-1 吉林省高职院校核心指标统计表\n", "长春职业技术学院\t207676.80"])
def test_source_line(text: str) -> None:
    """An offset leads to the line of the source on which the character stands."""
    read = report()
    number = read.source_line(read.text.rindex(text))
    assert text.strip() in source(read).split("\n")[number - 1]


@cache
def pieces() -> list[tuple[Document, Span, str]]:
    by_id = {d.id: d for d in documents()}
    passages = cut_passages(documents())
    both = [*passages, *cut_sentences(documents(), passages)]
    return [(by_id[p.document], p.span, p.text) for p in both]


def test_passages_and_sentences_are_verbatim() -> None:
    """A passage or sentence is the document's own text at its span."""
    assert [text for d, span, text in pieces() if d.quote(span) != text] == []


def test_passages_fit_the_model() -> None:
    """No passage is so long that the model would cut it off."""
    assert [text for _, _, text in pieces() if len(text) > LONGEST_PASSAGE] == []


def test_every_paragraph_is_in_a_passage() -> None:
    """Passages leave nothing of the running text out."""
    spans: dict[str, list[Span]] = {d.id: [] for d in documents()}
    for passage in cut_passages(documents()):
        spans[passage.document].append(passage.span)
    left = [
        d.text[place]
        for d in documents()
        for block in d.blocks
        if block.kind is BlockKind.PARAGRAPH
        for place in range(block.span.start, block.span.end)
        if d.text[place].strip() and not any(s.start <= place < s.end for s in spans[d.id])
    ]
    assert left == []


def test_sentences_lie_in_their_passages() -> None:
    """A sentence's parent is the passage around it."""
    passages = cut_passages(documents())
    wrong = [s for s in cut_sentences(documents(), passages) if not passages[s.parent].span.contains(s.span)]
    assert wrong == []


@pytest.mark.parametrize("name", BOTH)
def test_blocks_follow_each_other(name: str) -> None:
    """Blocks do not overlap, and only blanks are between them."""
    read = document(name)
    ends = [0, *(block.span.end for block in read.blocks)]
    starts = [*(block.span.start for block in read.blocks), len(read.text)]
    assert "".join(read.text[a:b] for a, b in zip(ends, starts, strict=True)).strip() == ""


@pytest.mark.parametrize("name", BOTH)
def test_sections_nest(name: str) -> None:
    """A section lies within its parent, and its path is the parent's with its own name."""
    read = document(name)
    wrong = [
        section
        for section in read.sections[1:]
        if not read.sections[section.parent or 0].span.contains(section.span)
        or (section.parent and section.path[:-1] != read.sections[section.parent].path)
    ]
    assert wrong == []


def numbers(read: Document, kind: SectionKind, level: int) -> list[str]:
    return [s.number for s in read.sections if s.kind is kind and s.level == level]


def test_chapters() -> None:
    """The report has eight chapters, an introduction, and annexes and a conclusion behind them."""
    titles = [s.path[-1] for s in report().sections if s.level == 1 and s.kind is not SectionKind.CONTENTS]
    assert titles == [
        "前言", "一、基本情况", "二、人才培养", "三、服务贡献", "四、文化传承", "五、国际合作", "六、产教融合", "七、发展保障",
        "八、面临挑战", "附表", "结语",
    ]  # fmt: skip


SECTIONS = {
    "一、": 3, "二、": 6, "三、": 4, "四、": 3, "五、": 4, "六、": 5, "七、": 5, "八、": 3,
}  # fmt: skip


@pytest.mark.parametrize(("chapter", "count"), SECTIONS.items())
def test_sections_of_each_chapter(chapter: str, count: int) -> None:
    """Each chapter has （一） to the last, without a gap."""
    read = report()
    above = next(s.index for s in read.sections if s.number == chapter)
    found = [s.number for s in read.sections if s.parent == above]
    assert found == [f"（{sign}）" for sign in "一二三四五六"[:count]]


CASES = {
    "案例 2-1": ("二、人才培养", "（一）招生就业", "2.就业质量"),
    "案例 2-5": ("二、人才培养", "（四）专业建设", "3.课程建设"),
    "案例 3-3": ("三、服务贡献", "（二）服务乡村振兴"),
    "案例 4-2": ("四、文化传承", "（二）学校文化内涵丰富与弘扬", "2.推动校企合作，实现文化与产业融合发展"),
    "案例 6-2": ("六、产教融合", "（二）搭建行业产教融合共同体平台"),
}


@pytest.mark.parametrize(("number", "above"), CASES.items())
def test_cases_hang_under_their_sections(number: str, above: tuple[str, ...]) -> None:
    """A case belongs to the section in which it is told."""
    assert next(s.path[:-1] for s in report().sections if s.number == number) == above


def test_cases_are_numbered_through() -> None:
    """All nineteen cases are found, each with a title."""
    cases = [s for s in report().sections if s.kind is SectionKind.CASE]
    expected = [
        f"案例 {c}-{n}" for c, most in ((2, 9), (3, 4), (4, 2), (5, 2), (6, 2)) for n in range(1, most + 1)
    ]
    assert [s.number for s in cases if s.title] == expected


def test_annexes() -> None:
    """The six annexes hang under 附表, each with its title."""
    read = report()
    found = [s.path for s in read.sections if s.kind is SectionKind.ANNEX]
    titles = (
        "人才培养质量计分卡",
        "人才培养质量计分卡",
        "教学资源表",
        "服务贡献表",
        "国际影响表",
        "落实政策表",
    )
    assert found == [("附表", f"附表 {n}：{title}") for n, title in enumerate(titles, start=1)]


CONTENTS = [
    ("一、基本情况", 1), ("八、面临挑战", 62), ("(一) 中华文化遗产与创新", 38), ("图 6-2 全国碳纤维行业产教融合共同体成立现场", 57),
    ("表 2-3 吉林省高职院校国家级职业教育教师教学创新团队名单", 22), ("附表 2: 满意度调查表", 65),
    ("案例 4-1: 传承红色基因，打造红色教育基地", 40),
]  # fmt: skip


@pytest.mark.parametrize(("title", "page"), CONTENTS)
def test_contents_entries(title: str, page: int) -> None:
    """A line of the contents pages is a title and a page, as printed."""
    assert [e.page for e in report().contents if e.title == title] == [page]


def test_contents_are_complete() -> None:
    """Chapters with their sections, figures, tables, annexes and cases: 104 lines."""
    kinds = Counter(re.match(r"图|表|附表|案例", e.title) is None for e in report().contents)
    assert (kinds[True], kinds[False]) == (33, 71)


def test_figures() -> None:
    """Figures of the body are read with their captions; two of the contents are not in the body."""
    read = report()
    listed = {" ".join(e.title.split()[:2]) for e in read.contents if e.title.startswith("图")}
    assert sorted(listed - {f.number for f in read.figures if f.caption}) == ["图 2-8", "图 2-9"]


def test_reply_structure() -> None:
    """The reply has an address, four headings, the plans and the signature."""
    kinds = [(s.kind.value, s.path[-1]) for s in reply().sections[1:]]
    assert kinds == [
        ("front", "董妍委员"), ("chapter", "一、聚焦主导产业，服务经济社会发展"),
        ("chapter", "二、深化产教融合，打造校企命运共同体"), ("chapter", "三、改革育人模式，构建双主体育人机制"),
        ("chapter", "四、推动高职升本工作，加快应用型人才培养"), ("chapter", "下一步"), ("back", "落款"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words", ["一是深入贯彻制造强国战略", "二是打通学生成长上升通道", "三是高端打造协同创新平台"]
)
def test_plans_of_the_reply(words: str) -> None:
    """一是, 二是 and 三是 stand under 下一步."""
    read = reply()
    assert read.section_at(read.text.index(words)).path[-1] == "下一步"


def test_signature_of_the_reply() -> None:
    """The signature is the office's name."""
    read = reply()
    assert read.quote(read.sections[-1].span).strip() == "长春市教育局"


JOINED = [
    "您在市政协十四届二次会议上提出的《关于进一步推进职业教育产教融合、校企合作的建议》的提案(第 244 号)收悉，现答复如下：",
    "汽高专推进建设生产型实训基地，与一汽集团合作开办“红旗工匠班”，为红旗品牌 2 个车型",
    "在“十四五”期间开设机器人技术、新能源汽车工程技术",
]


@pytest.mark.parametrize("sentence", JOINED)
def test_wrapped_lines_are_joined(sentence: str) -> None:
    """Sentences broken by lines and pages are whole in the text."""
    assert sentence in reply().text
