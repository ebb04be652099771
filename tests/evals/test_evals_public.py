"""Public sets: their forms are read, and each measure is right on a few passages made up here."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from evals.errors import SetError
from evals.public.cmrc import begins_with, measure_reading, read_reading_set
from evals.public.rgb import RefusalQuestion, measure_refusal, read_refusal_set, says_all
from index.encoder import load_encoder

if TYPE_CHECKING:
    from pathlib import Path

    from index.encoder import Encoder

BRIDGE = "青石桥位于临江县城南，1987年建成通车，全长326米，由省交通设计院设计。桥面宽12米，双向两车道。"
LIBRARY = "云溪图书馆藏书48万册，2015年迁入新馆，馆长是周文澜。新馆建筑面积2.1万平方米，每周一闭馆。"
PARK = "松鹤公园占地35公顷，园内有古松二百余株，每年四月举办花会，免费向市民开放。"


@cache
def encoder() -> Encoder:
    """The embedding model, loaded once."""
    return load_encoder(None)


def asked(question: str, answer: str, name: str) -> dict[str, Any]:
    return {"id": name, "question": question, "answers": [{"text": answer, "answer_start": 0}] * 2}


SQUAD = {
    "version": "1",
    "data": [
        {"paragraphs": [{"id": "1", "context": BRIDGE, "qas": [asked("青石桥全长多少米？", "326米", "q1")]}]},
        {
            "title": "x",
            "paragraphs": [
                {"id": "2", "context": LIBRARY, "qas": [asked("云溪图书馆藏书多少册？", "48万册", "q2")]},
                {"id": "3", "context": PARK, "qas": []},
            ],
        },
    ],
}
PLAIN = [
    {
        "context_id": "1",
        "context_text": BRIDGE,
        "qas": [{"query_id": "q1", "query_text": "青石桥全长多少米？", "answers": ["326米", "326米"]}],
    }
]


def written(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(("data", "passages", "questions"), [(SQUAD, 3, 2), (PLAIN, 1, 1)])
def test_both_forms_are_read(tmp_path: Path, data: object, passages: int, questions: int) -> None:
    """SQuAD's form and the plain list; each question knows its passage, answers once."""
    texts, found = read_reading_set(written(tmp_path / "set.json", data))
    assert (len(texts), len(found)) == (passages, questions)
    assert [q.answers[0] in texts[q.passage] for q in found] == [True] * questions
    assert found[0].answers == ("326米",)


@pytest.mark.parametrize("data", [{"no": "data"}, [{"context": BRIDGE}], [{"qas": []}], ["text"]])
def test_other_forms_are_refused(tmp_path: Path, data: object) -> None:
    """With the file and the field."""
    with pytest.raises(SetError, match=r"set\.json"):
        read_reading_set(written(tmp_path / "set.json", data))


@pytest.mark.parametrize(
    ("answer", "right"),
    [("全长 326 米。\n原文：……", True), ("没有。\n原文：全长326米", False), ("1987年", False)],
)
def test_first_line(answer: str, *, right: bool) -> None:
    """What stands below the first line does not count."""
    assert begins_with(answer, ("326米",)) is right


LINE = {
    "id": 7,
    "query": "青石桥全长多少米？",
    "answer": [["326米", "三百二十六米"]],
    "positive": [BRIDGE],
    "negative": [LIBRARY, PARK],
}


def test_refusal_set(tmp_path: Path) -> None:
    """One object a line; an answer is a string, strings, or forms of each."""
    path = tmp_path / "zh.json"
    lines = [LINE, {**LINE, "answer": "326米"}, {**LINE, "answer": ["a", "b"]}]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    found = [question.answer for question in read_refusal_set(path)]
    assert found == [(("326米", "三百二十六米"),), (("326米",),), (("a",), ("b",))]


def test_damaged_refusal_set(tmp_path: Path) -> None:
    """Named by its line."""
    path = tmp_path / "zh.json"
    path.write_text('{"query": "x"}\n', encoding="utf-8")
    with pytest.raises(SetError, match=r"zh\.json:1: answer"):
        read_refusal_set(path)


@pytest.mark.parametrize(
    ("answer", "groups", "right"),
    [
        ("全长326米，宽12米", (("326米",), ("12米", "十二米")), True),
        ("全长326米", (("326米",), ("12米", "十二米")), False),
    ],
)
def test_every_group_is_said(answer: str, groups: tuple[tuple[str, ...], ...], *, right: bool) -> None:
    """All groups, each in one form."""
    assert says_all(answer, groups) is right


@pytest.mark.model
def test_reading_is_measured(tmp_path: Path) -> None:
    """Among three passages each question finds its own, and no wrong figure is given."""
    found = measure_reading(*read_reading_set(written(tmp_path / "set.json", SQUAD)), encoder())
    values = {name: value.value for name, value in found.items()}
    assert [values[name] for name in ("recall@1", "recall@5", "recall@10", "MRR")] == [1.0] * 4
    assert values["answer in first sentence"] >= 1 / 2  # so few sentences make all evidence look weak
    assert values["answer in first sentence"] + values["abstained"] == 1.0


@pytest.mark.model
def test_refusal_is_measured() -> None:
    """With the bridge's passage it answers; with library and park alone it refuses."""
    question = RefusalQuestion("7", "青石桥全长多少米？", (("326米",),), (BRIDGE,), (LIBRARY, PARK))
    found = measure_refusal([question], encoder())
    assert {name: value.value for name, value in found.items()} == {
        "right with the answer given": 1.0,
        "wrongly refused": 0.0,
        "refused without it": 1.0,
    }
