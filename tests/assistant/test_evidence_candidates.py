"""Evidence in a large corpus: not every sentence is compared token by token, and the best are still found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from opened import ROOT, hashed

from assistant.desks.prose import full_text
from assistant.prose import evidence
from assistant.prose.evidence import EvidenceFinder
from assistant.spelling import Spelling
from assistant.text import normalise
from evals.reading import read_set
from index import tokens
from index.tokens import Encoded, Tokens

if TYPE_CHECKING:
    from pathlib import Path

CHANCE = np.random.default_rng(3)


def encoded(size: int) -> Encoded:
    vectors = CHANCE.normal(size=(size, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Encoded(vectors[0], vectors, np.arange(size, dtype=np.int32))


QUERY = encoded(3)
TEXTS = Tokens.of([encoded(size) for size in (2, 5, 1, 4, 3)])


@pytest.mark.parametrize("chosen", [[0], [4], [1, 3], [0, 1, 2, 3, 4], []])
def test_some_texts_are_compared_as_all_are(chosen: list[int]) -> None:
    """The columns of the texts that are asked for, the same as among all."""
    found = TEXTS.best(QUERY, np.array(chosen, dtype=np.int64))
    assert found == pytest.approx(TEXTS.best(QUERY)[:, chosen])


def test_many_tokens_take_half_the_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held as they are stored, and compared as before but for rounding."""
    TEXTS.save(tmp_path, "texts")
    monkeypatch.setattr(tokens, "_FEW", 2)
    loaded = Tokens.load(tmp_path, "texts")
    assert loaded.vectors.dtype == np.float16
    assert loaded.best(QUERY) == pytest.approx(TEXTS.best(QUERY), abs=2e-3)


@pytest.fixture
def questions() -> list[str]:
    """Questions about the running text."""
    examples = read_set(ROOT / "evals" / "sets" / "prose-tune.jsonl")
    return [e.question for e in examples if e.kind == "fact" and len(e.turns) == 1][:30]


def test_the_best_sentences_are_among_the_candidates(
    questions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a fifth of the sentences looked at, nearly every question has the same first sentence."""
    whole = hashed()
    first = [best(whole.evidence, question) for question in questions]
    monkeypatch.setattr(evidence, "_MANY", 10)
    monkeypatch.setattr(evidence, "_LOOKED_AT", 50)
    monkeypatch.setattr(evidence, "_BEST", 20)
    finder = EvidenceFinder(whole.index, whole._desks._names._names)
    again = [best(finder, question) for question in questions]
    assert sum(a == b for a, b in zip(first, again, strict=True)) >= 0.9 * len(questions)


def best(finder: EvidenceFinder, question: str) -> int:
    reading = hashed().read(normalise(question))
    return finder.find(full_text(reading), reading.subjects, 1, reading.rest)[0].sentence.number


def test_pinyin_is_made_when_it_is_typed() -> None:
    """Thousands of names take seconds, and most questions have no letters."""
    spelling = Spelling(["四平职业大学"])
    assert spelling.put_right("四平有多少学生") == "四平有多少学生"
    assert "_words" not in vars(spelling)
    assert spelling.put_right("sipingzhiyedaxue") == "四平职业大学"
