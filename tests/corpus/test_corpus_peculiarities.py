"""What is peculiar to official documents, each with a small text."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from corpus import CorpusError, Document, read_corpus, read_document
from corpus.model import SectionKind

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "某省高等职业教育质量报告（2024年度）\n某省教育厅\n2025年2月\n"


def read(folder: Path, text: str) -> Document:
    path = folder / "文件.txt"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


PARAGRAPHS = [
    (
        "wrapped lines are joined",
        "全省职业院校认真贯彻落实国家和本省关于职业教\n育改革发展的各项部署，取得了新的成效。\n",
        "全省职业院校认真贯彻落实国家和本省关于职业教育改革发展的各项部署，取得了新的成效。",
    ),
    (
        "a paragraph cut by a page break",
        "全省职业院校认真贯彻落实国家和本省关于职业教\n\n\n\n育改革发展的各项部署，取得了新的成效。\n",
        "全省职业院校认真贯彻落实国家和本省关于职业教育改革发展的各项部署，取得了新的成效。",
    ),
    (
        "a paragraph cut by a form feed",
        "全省职业院校认真贯彻落实国家和本省关于职业教\n\f育改革发展的各项部署，取得了新的成效。\n",
        "全省职业院校认真贯彻落实国家和本省关于职业教育改革发展的各项部署，取得了新的成效。",
    ),
    (
        "a figure's caption inside a sentence",
        "全省职业院校认真贯彻落实国家和本省关于职业教\n\n图 2-1 毕业生去向分布图\n\n育改革发展的各项部署，取得了新的成效。\n",
        "全省职业院校认真贯彻落实国家和本省关于职业教育改革发展的各项部署，取得了新的成效。\n图 2-1",
    ),
    (
        "latin words keep their blank",
        "学校引进了国际通行的职业资格证书体系 German Chamber\nof Commerce 的培训标准，共培训学员二百人。\n",
        "German Chamber of Commerce 的培训标准",
    ),
    (
        "finished paragraphs stay apart",
        "全省共有职业院校三十所，分布在九个市州。\n\n专任教师一万余人，其中双师型教师过半。\n",
        "分布在九个市州。\n专任教师",
    ),
    (
        "short lines are not running text",
        "某省教育厅\n办公室\n",
        "某省教育厅\n办公室",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in PARAGRAPHS], ids=[case[0] for case in PARAGRAPHS]
)
def test_paragraphs(tmp_path: Path, text: str, expected: str) -> None:
    """Lines become paragraphs as they were written, not as they were printed."""
    assert expected in read(tmp_path, "一、基本情况\n" + text).text


ANNEX = "附表 3 教学资源表\n\n名称：某省(990000)\n序号\t指标\t单位\t2024年\n"
TABLES = [
    (
        "two header lines with a group over the columns",
        "表 1-1 指标表\n\t办学条件\t\t学生情况\n学校名称\t面积（平方米）\t图书（万册）\t学生数（人）\n甲学院\t1.5\t2\t3\n乙学院\t4\t5.\t6\n",
        {("甲学院", "面积", "1.5", "平方米"), ("甲学院", "图书", "2", "万册"), ("甲学院", "学生数", "3", "人"),
         ("乙学院", "面积", "4", "平方米"), ("乙学院", "图书", "5", "万册"), ("乙学院", "学生数", "6", "人")},
    ),
    (
        "a lost leading tab",
        ANNEX + "1\t资源库数\t个\t74\n\t其中：国家级\t个\t1\n省级\t个\t30\t\n\t校级\t个\t43\n",
        {("某省", "资源库数", "74", "个"), ("某省", "资源库数/国家级", "1", "个"), ("某省", "资源库数/省级", "30", "个"),
         ("某省", "资源库数/校级", "43", "个")},
    ),
    (
        "a blank continuation label",
        ANNEX + "1\t课程总数\t门\t21008\n\t\t学时\t3006136\n2\t生师比\t:\t22.09\n",
        {("某省", "课程总数", "21008", "门"), ("某省", "课程总数", "3006136", "学时"), ("某省", "生师比", "22.09", ":")},
    ),
    (
        "a blank line in the table",
        "表 1-1 指标表\n学校名称\t学生数（人）\n甲学院\t3\n\n\n乙学院\t6\n",
        {("甲学院", "学生数", "3", "人"), ("乙学院", "学生数", "6", "人")},
    ),
    (
        "a Markdown rule row",
        "表 1-1 指标表\n学校名称\t学生数（人）\n--------\t--------\n甲学院\t3\n乙学院\t6\n",
        {("甲学院", "学生数", "3", "人"), ("乙学院", "学生数", "6", "人")},
    ),
    (
        "a Markdown table",
        "表 1-1 指标表\n| 学校名称 | 学生数（人） |\n|---|---:|\n| 甲学院 | 3 |\n| 乙学院 | 6 |\n",
        {("甲学院", "学生数", "3", "人"), ("乙学院", "学生数", "6", "人")},
    ),
    (
        "blank cells give nothing",
        "表 1-1 指标表\n学校名称\t学生数（人）\n甲学院\t\n乙学院\t6\n丙学院\t7\n",
        {("乙学院", "学生数", "6", "人"), ("丙学院", "学生数", "7", "人")},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES]
)
def test_tables(tmp_path: Path, text: str, expected: set[tuple[str, str, str, str]]) -> None:
    """Cells become observations with subject, indicator path, value and unit."""
    found = read(tmp_path, "一、基本情况\n" + text).observations
    assert {(o.subject, "/".join(o.indicator), str(o.value), o.unit) for o in found} == expected


CAPTIONS = [
    ("bold", "**表 2-3 教师教学创新团队名单**\n", "教师教学创新团队名单"),
    (
        "bold over two lines",
        "**表 2-3 国家级职业教育教师教学\n创新团队名单**\n",
        "国家级职业教育教师教学创新团队名单",
    ),
    (
        "with its brackets on the next line",
        "表 2-3 创新团队名单\n（含立项建设）\n",
        "创新团队名单（含立项建设）",
    ),
    ("with a colon", "表 2-3：创新团队名单\n", "创新团队名单"),
]


@pytest.mark.parametrize(("caption", "title"), [c[1:] for c in CAPTIONS], ids=[c[0] for c in CAPTIONS])
def test_captions(tmp_path: Path, caption: str, title: str) -> None:
    """A caption is read with its number, whatever marks are around it."""
    table = read(tmp_path, f"一、情况\n{caption}学校\t学生数（人）\n甲学院\t3\n乙学院\t4\n").tables[0]
    assert (table.number, table.caption) == ("表 2-3", title)


@pytest.mark.parametrize(
    "sentence",
    [
        "表 1-1 所示的数据来自各校填报。",
        "图 2-1 中可以看出，就业率稳步提高。",
        "附表 3 的数据表明，教学资源增加了。",
    ],
)
def test_mentions_are_not_captions(tmp_path: Path, sentence: str) -> None:
    """A sentence that begins with a table's number is a sentence."""
    document = read(tmp_path, f"一、基本情况\n{sentence}\n")
    assert (document.tables, document.figures, len(document.sections)) == ((), (), 2)


def test_case_title_on_the_next_line(tmp_path: Path) -> None:
    """A case's title may stand below its number."""
    document = read(
        tmp_path, "一、情况\n案例 2-1\n精准对接拓岗位\n学校主动联系企业，毕业生就业率保持高位。\n"
    )
    case = next(s for s in document.sections if s.kind is SectionKind.CASE)
    assert (case.number, case.title) == ("案例 2-1", "精准对接拓岗位")


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le-bom", "utf-16-be-bom"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """UTF-8, GB18030 and UTF-16 with its mark are read alike."""
    text = TITLE + "一、基本情况\n全省共有职业院校三十所，分布在九个市州。\n"
    mark = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}.get(encoding, b"")
    path = tmp_path / "文件.txt"
    path.write_bytes(mark + text.encode(encoding.removesuffix("-bom")))
    assert read_document(path).text == text


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(tmp_path: Path, ending: str) -> None:
    """The line endings of every system are read alike."""
    path = tmp_path / "文件.txt"
    path.write_bytes((TITLE + "一、基本情况\n正文。\n").replace("\n", ending).encode())
    assert read_document(path).text == TITLE + "一、基本情况\n正文。\n"


BAD_FILES = [
    ("undecodable", b"\xff\xff\x81 \x00\x80", "既不是 UTF-8 也不是 GB18030"),
    ("empty", b"", "文件是空的"),
    ("blank", b" \n\t\r\n", "文件是空的"),
    ("nothing but a mark", b"\xef\xbb\xbf", "文件是空的"),
]


@pytest.mark.parametrize(("raw", "message"), [c[1:] for c in BAD_FILES], ids=[c[0] for c in BAD_FILES])
def test_unreadable_files(tmp_path: Path, raw: bytes, message: str) -> None:
    """A file that cannot be read is refused with one line that names it."""
    path = tmp_path / "文件.txt"
    path.write_bytes(raw)
    with pytest.raises(CorpusError, match=rf"^[^\n]*文件\.txt: [^\n]*{message}[^\n]*$"):
        read_document(path)


def test_missing_file(tmp_path: Path) -> None:
    """So is one that is not there."""
    with pytest.raises(CorpusError, match="没有这个文件"):
        read_document(tmp_path / "文件.txt")


def test_folder_without_a_manifest(tmp_path: Path) -> None:
    """Title, publisher, date, kind, region and period are read off the text."""
    (tmp_path / "a.txt").write_text(TITLE + "一、基本情况\n某省共有职业院校三十所。\n", encoding="utf-8")
    found = read_corpus(tmp_path)[0]
    assert (found.id, found.title, found.publisher, found.date, found.kind, found.period) == (
        "a", "某省高等职业教育质量报告（2024年度）", "某省教育厅", "2025年2月", "report", "2024年",
    )  # fmt: skip


ENTRY = '[[document]]\nid = "x"\ntitle = "题名"\nfile = "a.txt"\n'
BAD_MANIFESTS = [
    ("unknown field", ENTRY + 'colour = "red"\n', "第 1 个 .* 不认识的字段 colour"),
    ("no title", '[[document]]\nid = "x"\nfile = "a.txt"\n', "没有字段 title"),
    ("no such file", ENTRY.replace("a.txt", "b.txt"), "b.txt 不存在"),
    ("no TOML", "document = [", "不是有效的 TOML"),
    ("not a table", 'document = "x"\n', "清单"),
]


@pytest.mark.parametrize(
    ("manifest", "message"), [c[1:] for c in BAD_MANIFESTS], ids=[c[0] for c in BAD_MANIFESTS]
)
def test_wrong_manifests(tmp_path: Path, manifest: str, message: str) -> None:
    """A manifest that is wrong is refused with one line that says where."""
    (tmp_path / "a.txt").write_text(TITLE, encoding="utf-8")
    (tmp_path / "manifest.toml").write_text(manifest, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("sha256", "title"),
    [
        ("", "题名"),
        (hashlib.sha256(TITLE.encode()).hexdigest(), "题名"),
        ("0" * 64, TITLE.partition("\n")[0]),
    ],
)
def test_sha256_of_the_manifest(tmp_path: Path, sha256: str, title: str) -> None:
    """An entry for another content is not used: the title is read from the text."""
    (tmp_path / "a.txt").write_bytes(TITLE.encode())
    (tmp_path / "manifest.toml").write_text(f'{ENTRY}sha256 = "{sha256}"\n', encoding="utf-8")
    assert read_corpus(tmp_path)[0].title == title


def test_equal_ids_are_refused(tmp_path: Path) -> None:
    """Two documents cannot have one id: their figures would be mixed up."""
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(TITLE, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.md 和 a\.txt 的 id 都是 a"):
        read_corpus(tmp_path)


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_folders_without_documents(tmp_path: Path, name: str) -> None:
    """A folder that is missing or has no text files is refused."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="没有"):
        read_corpus(tmp_path / name)
