"""IM-TQA: look-up questions over real Chinese tables, answered by the assistant's own cell choice.

Zheng et al., "IM-TQA: A Chinese Table Question Answering Dataset with Implicit and Multi-type Table
Structures", ACL 2023. A question is right if the set of predicted cells is exactly the set of gold cells.
Only the matrix of cell numbers and the cells' texts are read; the annotations of header cells are not.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.cells import choice_weights, choose_cells, find_evidence, read_table
from assistant.concepts import Vocabulary
from corpus.merged import read_layout
from evals.errors import EvaluationError
from index.words import Segmenter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from assistant.cells.choosing import ChoiceWeights, ReadTable
    from index.encoder import Encoder

TYPES = ("vertical", "horizontal", "hierarchical", "complex")


@dataclass(frozen=True, slots=True)
class CellTable:
    """A table of the data set: its type, the matrix of cell numbers, and each cell's text."""

    id: str
    type: str
    ids: tuple[tuple[int, ...], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellQuestion:
    """A question over one table and the numbers of the cells that answer it."""

    id: str
    table: str
    text: str
    answer: frozenset[int]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The cells chosen for a question."""

    question: CellQuestion
    type: str
    cells: frozenset[int]

    @property
    def right(self) -> bool:
        """True where exactly the gold cells were chosen."""
        return self.cells == self.question.answer


def read_cell_tables(path: Path) -> dict[str, CellTable]:
    """The tables of a file by their ids; raises :class:`EvaluationError`."""
    return {table.id: table for table in (_table(path, i, item) for i, item in enumerate(_items(path)))}


def _table(path: Path, place: int, item: Any) -> CellTable:
    try:
        ids = tuple(tuple(int(number) for number in row) for row in item["cell_ID_matrix"])
        texts = tuple(str(text) for text in item["chinese_cell_value_list"])
        table = CellTable(str(item["table_id"]), str(item["table_type"]), ids, texts)
    except (KeyError, TypeError, ValueError) as error:
        raise EvaluationError(f"{path}: table {place}: {error!r}") from error
    if not all(0 <= number < len(texts) for row in ids for number in row):
        raise EvaluationError(f"{path}: table {place}: cell_ID_matrix has a number without a text")
    return table


def read_cell_questions(path: Path, tables: dict[str, CellTable]) -> tuple[CellQuestion, ...]:
    """The questions of a file, each over one of ``tables``; raises :class:`EvaluationError`."""
    return tuple(_question(path, i, item, tables) for i, item in enumerate(_items(path)))


def _question(path: Path, place: int, item: Any, tables: dict[str, CellTable]) -> CellQuestion:
    try:
        answer = frozenset(int(number) for number in item["answer_cell_list"])
        question = CellQuestion(
            str(item["question_id"]), str(item["table_id"]), str(item["chinese_question"]), answer
        )
    except (KeyError, TypeError, ValueError) as error:
        raise EvaluationError(f"{path}: question {place}: {error!r}") from error
    if question.table not in tables:
        raise EvaluationError(f"{path}: question {place}: no table {question.table!r}")
    return question


def _items(path: Path) -> list[Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path}: {error}") from error
    if not isinstance(data, list):
        raise EvaluationError(f"{path}: must hold a list")
    return data


class RememberedVectors:
    """An encoder's vectors, each text encoded once; labels of many tables in one go."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, npt.NDArray[np.float32]] = {}

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row a question (the encoder remembers these itself)."""
        return self._encoder.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row a label."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._encoder.encode_passages(new), strict=True))
        return np.stack([self._known[text] for text in texts])


class CellAnswerer:
    """Reads each table once and chooses cells."""

    def __init__(self, encoder: Encoder | None, weights: ChoiceWeights | None = None) -> None:
        self.meanings = RememberedVectors(encoder) if encoder is not None else None
        self._weights = weights or choice_weights(with_meanings=encoder is not None)
        self._vocabulary = Vocabulary(Segmenter(()))
        self._read: dict[str, ReadTable] = {}

    def read(self, table: CellTable) -> ReadTable:
        """The table made ready for questions."""
        if table.id not in self._read:
            layout = read_layout(table.ids, table.texts)
            self._read[table.id] = read_table(layout, self._vocabulary, self.meanings)
        return self._read[table.id]

    def answer(self, question: CellQuestion, table: CellTable) -> Prediction:
        """The cells for one question."""
        evidence = find_evidence(self.read(table), question.text, self.meanings)
        return Prediction(question, table.type, choose_cells(evidence, self._weights))


def predict(
    questions: Iterable[CellQuestion], tables: dict[str, CellTable], encoder: Encoder | None
) -> Iterator[Prediction]:
    """One prediction for each question, in order."""
    answerer = CellAnswerer(encoder)
    return (answerer.answer(question, tables[question.table]) for question in questions)


def exact_match(predictions: Sequence[Prediction]) -> dict[str, tuple[int, int]]:
    """How many are right of how many, by table type and over "all"."""
    total = Counter(p.type for p in predictions)
    right = Counter(p.type for p in predictions if p.right)
    types = [t for t in TYPES if t in total] + sorted(set(total) - set(TYPES))
    return {"all": (right.total(), total.total())} | {t: (right[t], total[t]) for t in types}


def prediction_to_json(prediction: Prediction) -> str:
    """One line: the question's id and the predicted cells."""
    line = {"question_id": prediction.question.id, "predicted_cell_list": sorted(prediction.cells)}
    return json.dumps(line, ensure_ascii=False)
