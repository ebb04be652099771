"""The commands of the README as processes: what they print, what they write, how they fail."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from rich.console import Console
from standin import AMBIGUOUS, CONFLICT, FULL_NAMES, RANKING, SCRIPT, STAFF, StandIn

from assistant.console import answer_to_parts, chat, plain, print_answer
from index import build_index
from index.encoder import EncoderError, HashEncoder, load_encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import Answer

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "corpus" / "documents" / "jilin-vocational-quality-report-2023.txt"


def run(*arguments: str | Path, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """``python -m`` with these arguments, in the working copy."""
    environment = {**os.environ, "COLUMNS": "120", "PYTHONWARNINGS": "ignore", **settings}
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        input=typed, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=environment, check=False,
    )  # fmt: skip


def spoken(done: subprocess.CompletedProcess[str]) -> str:
    """What a command printed that went well."""
    assert done.returncode == 0, done.stderr
    return done.stdout


# -- corpus --------------------------------------------------------------------------------------------


def test_show() -> None:
    """The outlines of both documents, with chapters, cases, annexes and pages."""
    wanted = [
        "对市政协第十四届第二次会议第244号提案的答复",
        "三、服务贡献（第28页）",
        "案例 6-2",
        "附表 3：教学资源表（第66页）",
    ]
    text = spoken(run("corpus", "show"))
    assert [words for words in wanted if words not in text] == []


def test_show_one_file() -> None:
    """A file alone needs no manifest."""
    assert spoken(run("corpus", "show", REPORT)).startswith("《吉林省高等职业教育质量报告")


def test_show_tables() -> None:
    """--tables adds every table."""
    text = spoken(run("corpus", "show", "--tables"))
    assert [t for t in ("表 1-1", "表 2-4", "附表 6") if f"{t} " not in text or "14655.35" not in text] == []


def test_show_one_table() -> None:
    """--table shows one table, and nothing else."""
    text = spoken(run("corpus", "show", "--table", "表2-2"))
    assert ("电子与信息大类" in text, "前言" in text) == (True, False)


def test_export(tmp_path: Path) -> None:
    """The CSV has the mark for Excel, and the workbook opens with a sheet for every table."""
    spoken(run("corpus", "export", "--output", tmp_path / "out"))
    book = load_workbook(tmp_path / "out" / "observations.xlsx")
    mark = (tmp_path / "out" / "observations.csv").read_bytes()[:3]
    assert (mark, len(book.sheetnames)) == (b"\xef\xbb\xbf", 12)


def test_export_of_another_folder(tmp_path: Path) -> None:
    """--corpus exports other documents."""
    text = "一、情况\n表 1 学生\n学校\t人数（人）\n甲学院\t1\n乙学院\t2\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    said = spoken(run("corpus", "export", "--corpus", tmp_path, "--output", tmp_path / "out"))
    assert "observations.csv：2 个数据" in said


def test_audit() -> None:
    """The findings for a reader: severity, kind, sentence, calculation and the source line of each place."""
    text = spoken(run("corpus", "audit"))
    assert "1. 【高·前后不一致】" in text
    assert "计算：12 + 135 + 314 = 461 ≠ 325" in text
    assert re.search(r"附表 3 › 在线精品课程数 › 2023年，第 920 行：325", text)


def test_audit_as_json_and_workbook(tmp_path: Path) -> None:
    """--json prints plain data, --xlsx writes a row for each finding; both have the same findings."""
    found = json.loads(spoken(run("corpus", "audit", "--json", "--xlsx", tmp_path / "a.xlsx")))
    sheet = load_workbook(tmp_path / "a.xlsx")["数据核对"]
    assert [row[8] for row in sheet.iter_rows(min_row=2, values_only=True)] == [f["id"] for f in found]
    assert set(found[0]) == {
        "id",
        "kind",
        "label",
        "severity",
        "sentence",
        "arithmetic",
        "hypothesis",
        "places",
    }


def test_audit_of_another_folder(tmp_path: Path) -> None:
    """A folder of sound documents has no findings; one that is not there is named."""
    text = "一、情况\n表 1 学生\n学校\t人数（人）\n甲学院\t1\n乙学院\t2\n合计\t3\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert spoken(run("corpus", "audit", "--corpus", tmp_path)).strip().startswith("没有发现问题")
    missing = run("corpus", "audit", "--corpus", tmp_path / "none")
    assert (missing.returncode, "没有这个文件夹" in missing.stderr) == (1, True)


def test_manifest_is_not_overwritten(tmp_path: Path) -> None:
    """The command writes a manifest once, and again only with --force."""
    (tmp_path / "a.txt").write_text("某省教育质量报告\n\n某省教育厅\n", encoding="utf-8")
    codes = [run("corpus", "manifest", tmp_path, *more).returncode for more in ((), (), ("--force",))]
    assert codes == [0, 1, 0]


def test_manifest_is_used(tmp_path: Path) -> None:
    """A title that a person corrects in it is the title from then on."""
    (tmp_path / "a.txt").write_text("某省教育质量报告\n\n某省教育厅\n", encoding="utf-8")
    spoken(run("corpus", "manifest", tmp_path))
    path = tmp_path / "manifest.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("某省教育质量报告", "改过的题名"), encoding="utf-8"
    )
    assert spoken(run("corpus", "show", "--corpus", tmp_path)).startswith("《改过的题名》")


BAD_COMMANDS: list[tuple[str, Sequence[str], str]] = [
    ("show a missing file", ("corpus", "show", "{tmp}/none.txt"), "没有这个文件"),
    ("show a missing folder", ("corpus", "show", "--corpus", "{tmp}/none"), "没有这个文件夹"),
    ("show an empty folder", ("corpus", "show", "--corpus", "{tmp}"), "没有文件"),
    ("show a missing table", ("corpus", "show", "--table", "表 9-9"), "没有“表 9-9”。有这些表：表 1-1"),
    ("show an undecodable file", ("corpus", "show", "{tmp}/bad"), "既不是 UTF-8 也不是 GB18030"),
    ("export into a file", ("corpus", "export", "--output", "{tmp}/bad"), "写不了文件"),
    ("manifest of a missing folder", ("corpus", "manifest", "{tmp}/none"), "没有这个文件夹"),
    ("ask without an index", ("assistant", "ask", "问", "--index", "{tmp}/none"), "还没有索引，请运行 python -m index build"),
    ("ask a damaged index", ("assistant", "ask", "问", "--index", "{tmp}"), "索引不完整，请运行 python -m index build"),
    ("chat without an index", ("assistant", "chat", "--index", "{tmp}/none"), "还没有索引"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "message"), [c[1:] for c in BAD_COMMANDS], ids=[c[0] for c in BAD_COMMANDS]
)
def test_errors_are_one_line(tmp_path: Path, command: Sequence[str], message: str) -> None:
    """What cannot be done is said in one line on stderr, with exit code 1 and nothing on stdout."""
    (tmp_path / "bad").write_bytes(b"\xff\xff\x81 \x00\x80")
    done = run(*(part.format(tmp=tmp_path) for part in command))
    assert (done.returncode, done.stdout, done.stderr.count("\n"), message in done.stderr) == (1, "", 1, True)


# -- assistant: the real index where there is one ----------------------------------------------------------


def model_is_there() -> bool:
    try:
        load_encoder(None)
    except EncoderError:
        return False
    return True


real = pytest.mark.skipif(not model_is_there(), reason="no embedding model (make model)")


@pytest.fixture(scope="module")
def other_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real documents, indexed with a stand-in for the model."""
    folder = tmp_path_factory.mktemp("other") / "index"
    build_index(None, folder, HashEncoder(), say=lambda _: None)
    return folder


@real
@pytest.mark.model
def test_index_of_another_model(other_index: Path) -> None:
    """An index of another model is refused in one line before anything is loaded."""
    done = run("assistant", "ask", STAFF, "--index", other_index)
    assert (done.returncode, done.stderr.count("\n"), "索引由模型 hash-ngrams@256 生成" in done.stderr) == (
        1,
        1,
        True,
    )


def test_missing_model(other_index: Path, tmp_path: Path) -> None:
    """A model that is not there is named in one line."""
    done = run("assistant", "ask", STAFF, "--index", other_index, YOUJU_MODEL=str(tmp_path))
    assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (1, 1, False)


@pytest.fixture(scope="module")
def asked() -> subprocess.CompletedProcess[str]:
    """The README's question, as JSON."""
    return run("assistant", "ask", STAFF, "--json")


@real
@pytest.mark.model
def test_ask_as_json(asked: subprocess.CompletedProcess[str]) -> None:
    """The output is one JSON object with the answer and the cell it comes from."""
    answer = json.loads(spoken(asked))
    cited = [(c["table"], c["row"], c["column"], c["cell"]) for c in answer["citations"]]
    expected = ("表 1-1", "长春职业技术学院", "专任教师数（人）", "716")
    assert ("716" in answer["answer"], cited[:1]) == (True, [expected])


@real
@pytest.mark.model
def test_json_is_readable(asked: subprocess.CompletedProcess[str]) -> None:
    """Chinese is written as Chinese."""
    assert "长春职业技术学院" in asked.stdout


@real
@pytest.mark.model
def test_ask_in_words() -> None:
    """The answer comes first, then its sources with their quotes."""
    text = spoken(run("assistant", "ask", STAFF))
    assert re.search(
        r"716 人.*\[1\][\s\S]*出处[\s\S]*\[1\] 《吉林省.*表 1-1[\s\S]*“长春职业技术学院 \|", text
    )


@real
@pytest.mark.model
@pytest.mark.parametrize("question", [" ", "\udcff", "问" * 20_000], ids=["blank", "no UTF-8", "long"])
def test_any_question(question: str) -> None:
    """Whatever is asked: an answer, no traceback."""
    done = run("assistant", "ask", question, "--json")
    assert (done.returncode, json.loads(done.stdout)["answer"] != "", "Traceback" in done.stderr) == (
        0,
        True,
        False,
    )


@real
@pytest.mark.model
@pytest.mark.slow
def test_chat_in_the_terminal() -> None:
    """A choice by its number, a fresh start, and the end."""
    text = spoken(run("assistant", "chat", typed=f"{AMBIGUOUS}\n1\n清空\n退出\n"))
    assert [w for w in ("您要问的是", "11757", "已清空") if w not in text] == []


# -- the terminal chat, with answers written in advance -------------------------------------------------------


def printed(answer: Answer, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    with console.capture() as capture:
        print_answer(answer, console)
    return capture.get()


def conversation(*typed: str) -> tuple[StandIn, str]:
    """What the stand-in was asked and what was shown, when these lines are typed and then Ctrl-D."""
    lines = iter(typed)

    def read(_: str) -> str:
        line = next(lines, None)
        if line is None:
            raise EOFError
        return line

    assistant = StandIn()
    console = Console(file=io.StringIO(), width=100)
    with console.capture() as capture:
        chat(assistant, console, read)
    return assistant, capture.get()


CHATS = [
    ("history goes along", (STAFF, "那双师型教师呢？"), [(STAFF, ()), ("那双师型教师呢？", (STAFF,))]),
    ("a fresh start", (STAFF, "清空", RANKING), [(STAFF, ()), (RANKING, ())]),
    ("the end", (STAFF, "退出", RANKING), [(STAFF, ())]),
    ("blank lines", ("", "  ", STAFF), [(STAFF, ())]),
    ("a choice by its number", (AMBIGUOUS, "2"), [(AMBIGUOUS, ()), (f"{FULL_NAMES[1]}有多少学生？", (AMBIGUOUS,))]),
    ("a suggestion by its number", (STAFF, "2"), [(STAFF, ()), (RANKING, (STAFF,))]),
    ("a number that was not offered", (STAFF, "9"), [(STAFF, ()), ("9", (STAFF,))]),
    ("a number at first", ("1",), [("1", ())]),
    ("control characters", (f"\x1b[2J{STAFF}\x07",), [(f"[2J{STAFF}", ())]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "asked"), [c[1:] for c in CHATS], ids=[c[0] for c in CHATS])
def test_chat(typed: Sequence[str], asked: list[tuple[str, tuple[str, ...]]]) -> None:
    """Questions reach the assistant with the turns before them."""
    assert conversation(*typed)[0].asked == asked


def test_interrupting_the_chat() -> None:
    """Ctrl-C ends the chat like Ctrl-D."""

    def read(_: str) -> str:
        raise KeyboardInterrupt

    assistant = StandIn()
    chat(assistant, Console(file=io.StringIO()), read)
    assert assistant.asked == []


def test_caveats_stand_apart() -> None:
    """What a reader must heed is in a box of its own, below the answer."""
    text = printed(StandIn().answer(CONFLICT))
    assert re.search(r"228528 人。\[1\][\s\S]*╭─ 注意 [\s\S]*│ 表 1-1 的省均值[\s\S]*╰─[\s\S]*出处", text)


def test_table_of_an_answer() -> None:
    """A ranking is shown as a table."""
    text = printed(StandIn().answer(RANKING))
    assert re.search(
        r"全日制学生数（人），表 1-1[\s\S]*名次 +学校 +全日制学生数（人）[\s\S]*1 +长春职业技术学院 +12391",
        text,
    )


def test_markup_is_words() -> None:
    """What looks like markup is shown as it is."""
    text = f"[red]{SCRIPT}[/red]"
    assert text in printed(StandIn().answer(text), width=300)


def test_terminal_commands_are_removed() -> None:
    """Text from a document or a question cannot command the terminal."""
    assert plain("a\x1b]0;x\x07b\tc\nd\u202e") == "a]0;xb c d\u202e"


def test_parts_of_every_answer() -> None:
    """Every answer of the stand-in has something to show."""
    questions = (STAFF, RANKING, CONFLICT, AMBIGUOUS, "别的")
    assert [q for q in questions if not list(answer_to_parts(StandIn().answer(q)))] == []


@pytest.mark.parametrize("width", [40, 80])
def test_files_get_whole_lines(width: int) -> None:
    """Where the output goes to a file, a source and its quote are one line each."""
    lines = printed(StandIn().answer(STAFF), width).splitlines()
    assert any(line.startswith("    “长春职业技术学院 |") and line.endswith("22526.47”") for line in lines)
