"""Cell choice over tiny tables whose answers can be seen, and the IM-TQA adapter around it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from typer.testing import CliRunner

from assistant.cells import choice_weights, choose_cells, find_evidence, read_table
from assistant.cells.asking import read_asked
from assistant.cells.choosing import cell_values
from assistant.cells.frame import frame_of
from assistant.cells.set_features import set_features
from assistant.cells.sets import candidate_sets
from assistant.cells.wording import Words, pieces_of
from assistant.concepts import Vocabulary
from corpus.merged import kind_of, label_likeness, merge_blocks, read_layout
from evals.__main__ import app
from evals.errors import EvaluationError
from evals.imtqa import (
    CellQuestion,
    Prediction,
    exact_match,
    prediction_to_json,
    read_cell_questions,
    read_cell_tables,
)
from evals.imtqa_fit import fit_choice, held_out, weights_to_toml
from index.encoder import HashEncoder
from index.words import Segmenter

if TYPE_CHECKING:
    from pathlib import Path

VERTICAL = [
    ["项目", "本期金额", "上期金额"],
    ["差旅费", "12.5", "9.0"],
    ["办公费", "3.1", "2.8"],
    ["合计", "15.6", "11.8"],
]
HORIZONTAL = [
    ["公司名称", "长白山食品"],
    ["注册资本", "2,000,000"],
    ["总资产", "7,500,000"],
    ["净利润", "310,000"],
]
FORM = [
    ["设备名称", "离心水泵", "生产厂家", "松江机械厂"],
    ["额定功率", "15kW", "投产日期", "2019年5月"],
    ["重量", "230kg", "颜色", "蓝"],
]


def numbered(rows: list[list[str]]) -> tuple[list[list[int]], list[str]]:
    """Cell numbers row by row, and the texts by number."""
    width = len(rows[0])
    return [[y * width + x for x in range(width)] for y in range(len(rows))], [t for row in rows for t in row]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(Segmenter(()))


@pytest.mark.parametrize(
    ("rows", "question", "answer"),
    [
        (VERTICAL, "本期的差旅费是多少？", {4}),
        (VERTICAL, "上期办公费的金额有多少？", {8}),
        (VERTICAL, "请问差旅费的本期金额和上期金额分别是多少？", {4, 5}),
        (VERTICAL, "差旅费和办公费的上期金额分别是多少？", {5, 8}),
        (HORIZONTAL, "该公司的总资产有多少？", {5}),
        (HORIZONTAL, "请问该公司的总资产和净利润分别是多少？", {5, 7}),
        (FORM, "离心水泵的额定功率是多少？", {5}),
        (FORM, "这台设备的投产日期是什么时候？", {7}),
        (FORM, "设备的生产厂家是谁？", {3}),
    ],
)
def test_choice(rows: list[list[str]], question: str, answer: set[int], vocabulary: Vocabulary) -> None:
    """The cell where the named row and column cross, the value beside its key, and both of two."""
    table = read_table(read_layout(*numbered(rows)), vocabulary)
    assert choose_cells(find_evidence(table, question), choice_weights(with_meanings=False)) == answer


def test_merged_header() -> None:
    """A cell over two columns is one block; the block beside it that spans two rows makes both headers."""
    ids = [[0, 1, 1], [0, 2, 3], [4, 5, 6]]
    texts = ["项目", "金额", "年初", "年末", "现金", "1.0", "2.0"]
    layout = read_layout(ids, texts)
    spans = [(b.top, b.left, b.bottom, b.right) for b in merge_blocks(ids, texts)]
    assert spans[:3] == [(0, 0, 1, 0), (0, 1, 0, 2), (1, 1, 1, 1)]
    assert layout.depth == 2
    assert layout.headings >= {0, 1, 2, 3, 4}
    assert not layout.headings & {5, 6}


def test_pairs_of_a_form() -> None:
    """Every label is paired with the cell right of it, whatever that holds."""
    layout = read_layout(*numbered(FORM))
    assert {(p.key, p.value) for p in layout.pairs} == {(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11)}
    assert all(pair.sure > 0.5 for pair in layout.pairs)
    assert layout.headings == {0, 2, 4, 6, 8, 10} | {1, 3}  # the first row is words throughout


def test_header_rows_further_down() -> None:
    """A row of words over figures, below figures, heads what follows: the cell under it has its path."""
    rows = [["", "年末", "年初"], ["资产", "1", "2"], ["", "本期", "上期"], ["收入", "3", "4"]]
    layout = read_layout(*numbered(rows))
    assert layout.bands == ((0, 0), (2, 2))
    chain = frame_of(layout).chains[1][10]
    assert np.flatnonzero(chain).tolist() == [7]


def test_name_beside_pairs() -> None:
    """A block that spans the rows of several pairs is the name of what they describe, not a key."""
    layout = read_layout([[0, 1, 2], [0, 3, 4]], ["水泵", "型号", "A-1", "重量", "230kg"])
    assert {(p.key, p.value) for p in layout.pairs} == {(1, 2), (3, 4)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" － ", "empty"),
        ("49,695,883.24", "figure"),
        ("26.18% ", "figure"),
        ("1,200 台", "figure"),
        ("2019-12-31", "date"),
        ("2021 年 4 月 16 日", "date"),
        ("期末余额", "words"),
        ("本人及本人控制的关联公司将不以代垫费用等任何形式占用资金", "prose"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    """What a cell holds is told by its text."""
    assert kind_of(text) == kind


def test_label_likeness() -> None:
    """发生额 ends like a label, A-1 cannot be one, 离心水泵 may be."""
    blocks = merge_blocks([[0, 1, 2]], ["发生额（元）", "A-1", "离心水泵"])
    assert [label_likeness(b) for b in blocks] == [1, -1, 0]


def test_pieces() -> None:
    """A number is one piece, without its leading zeros and commas."""
    assert pieces_of("2021年09月 1,200kW").forms == ("2021", "年", "9", "月", "1200", "kw")


def test_wording(vocabulary: Vocabulary) -> None:
    """A label that the question says whole is named and covers its own characters alone."""
    wording = Words(["现金", "存款", ""], vocabulary).match("现金多少")
    assert wording.named.tolist() == [1.0, 0.0, 0.0]
    assert wording.whole.tolist() == [1.0, 0.0, 0.0]
    assert wording.cover.tolist() == [[1.0, 1.0, 0.0, 0.0], [0.0] * 4, [0.0] * 4]
    assert 0.5 < wording.explained[0] < 1


def test_asked() -> None:
    """Two questions in one, for a date and for a figure."""
    asked = read_asked("什么时候投产？功率分别是多少？")
    assert {"date", "figure"} <= asked.kinds
    assert asked.several == {"respectively"}
    assert asked.clauses == 2


def test_sides_of_a_cell() -> None:
    """Of the middle of three by three cells, one block stands on each side; diagonal ones share no line."""
    frame = frame_of(read_layout(*numbered([["甲", "乙", "丙"], ["丁", "1", "2"], ["戊", "3", "4"]])))
    assert [np.flatnonzero(side[4]).tolist() for side in frame.sides] == [[3], [1], [5], [7]]
    assert np.flatnonzero(frame.rows[4]).tolist() == [3, 5]


def test_candidates_and_features_are_named(vocabulary: Vocabulary) -> None:
    """Both figures of a row are among the candidates; weights exist for exactly the features there are."""
    table = read_table(read_layout(*numbered(VERTICAL)), vocabulary)
    evidence = find_evidence(table, "差旅费的本期和上期金额")
    names, values = cell_values(evidence)
    weights = choice_weights(with_meanings=False)
    scores = weights.cells.apply(values)
    sets = candidate_sets(evidence, scores)
    assert frozenset({4, 5}) in sets
    assert weights.cells.names == names
    assert weights.sets.names == set_features(evidence, scores, sets)[0]


def items(rows: list[list[str]]) -> list[dict[str, Any]]:
    ids, texts = numbered(rows)
    common = {"cell_ID_matrix": ids, "chinese_cell_value_list": texts}
    return [{"table_id": "t", "table_type": "vertical", **common}]


QUESTIONS = [
    {
        "question_id": "t_0",
        "table_id": "t",
        "chinese_question": "本期的差旅费是多少？",
        "answer_cell_list": [4],
    },
    {
        "question_id": "t_1",
        "table_id": "t",
        "chinese_question": "上期的办公费是多少？",
        "answer_cell_list": [0],
    },
]


def write(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_command(tmp_path: Path) -> None:
    """One of two gold answers is right, the other is wrong on purpose: 50."""
    tables = write(tmp_path / "tables.json", items(VERTICAL))
    questions = write(tmp_path / "questions.json", QUESTIONS)
    output = tmp_path / "out" / "predictions.jsonl"
    arguments = ["imtqa", str(tables), str(questions), "--no-encoder", "--output", str(output)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "all           exact match  50.0  (1 of 2)" in result.output
    assert "cores" in result.output
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [line["question_id"] for line in lines] == ["t_0", "t_1"]
    assert [line["predicted_cell_list"] for line in lines] == [[4], [8]]


@pytest.mark.parametrize(
    "data",
    [
        {},
        [{"table_id": "t"}],
        [{"table_id": "t", "table_type": "x", "cell_ID_matrix": [[1]], "chinese_cell_value_list": ["a"]}],
    ],
)
def test_tables_that_cannot_be_read(tmp_path: Path, data: object) -> None:
    """The error names the file."""
    path = write(tmp_path / "tables.json", data)
    with pytest.raises(EvaluationError, match=r"tables\.json"):
        read_cell_tables(path)


def test_question_without_its_table(tmp_path: Path) -> None:
    """A question over a table that is not there is refused."""
    path = write(tmp_path / "questions.json", QUESTIONS)
    with pytest.raises(EvaluationError, match="no table 't'"):
        read_cell_questions(path, {})


def test_exact_match() -> None:
    """A part of the gold cells is not right."""
    question = CellQuestion("q", "t", "？", frozenset({1, 2}))
    found = [Prediction(question, "complex", frozenset(c)) for c in ({1, 2}, {1})]
    assert exact_match(found) == {"all": (1, 2), "complex": (1, 2)}
    assert prediction_to_json(found[0]) == '{"question_id": "q", "predicted_cell_list": [1, 2]}'


def test_fit(tmp_path: Path) -> None:
    """Fitted on two questions with the stand-in encoder, the weights answer both and can be written."""
    tables = read_cell_tables(write(tmp_path / "tables.json", items(VERTICAL)))
    lessons = [
        CellQuestion("a", "t", "本期的差旅费是多少？", frozenset({4})),
        CellQuestion("b", "t", "上期的办公费是多少？", frozenset({8})),
    ]
    weights = fit_choice(lessons, tables, HashEncoder())
    vocabulary = Vocabulary(Segmenter(()))
    table = read_table(read_layout(*numbered(VERTICAL)), vocabulary, HashEncoder())
    for lesson in lessons:
        evidence = find_evidence(table, lesson.text, HashEncoder())
        assert choose_cells(evidence, weights) == lesson.answer
    text = weights_to_toml(weights, "encoder")
    assert text.startswith("[encoder.cells]\nbias = ")
    assert text.count(" = [") == len(weights.cells.names) + len(weights.sets.names)


def test_part_left_out_is_a_fifth() -> None:
    """Of a thousand ids about two hundred, always the same."""
    out = [i for i in range(1000) if held_out(str(i))]
    assert 160 < len(out) < 240
    assert out == [i for i in range(1000) if held_out(str(i))]
