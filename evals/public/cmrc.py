"""Reading sets in the form of CMRC 2018: is the passage found, and does the answer begin with the answer?

Cui et al., A Span-Extraction Dataset for Chinese Machine Reading Comprehension, EMNLP 2019; the form is
that of SQuAD (also DRCD, DuReader-robust). There every question comes with its passage; here all
passages are one corpus, and the question has to find its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evals.errors import SetError
from evals.measures.bootstrap import Estimate, estimate
from evals.measures.retrieval import recall_at, reciprocal_rank
from evals.public.corpora import document_id, need, opened
from evals.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from assistant import Assistant
    from index.encoder import Encoder

DEPTH = 10


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question, the place of its passage among all passages, and the answers that are right."""

    id: str
    question: str
    passage: int
    answers: tuple[str, ...]


def read_reading_set(path: Path) -> tuple[tuple[str, ...], tuple[ReadingQuestion, ...]]:
    """The passages and the questions of a file; raises :class:`SetError`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SetError(path, 0, "", f"cannot be read: {error}") from error
    passages: list[str] = []
    questions: list[ReadingQuestion] = []
    for number, entry in enumerate(_paragraphs(path, data), start=1):
        text = entry.get("context") or entry.get("context_text")
        if not text:
            raise SetError(path, number, "context", "is missing")
        asked = need(path, number, entry, "qas")["qas"]
        questions += [_question(path, number, one, len(passages)) for one in asked]
        passages.append(str(text))
    return tuple(passages), tuple(questions)


def _paragraphs(path: Path, data: Any) -> Iterator[dict[str, Any]]:
    """The paragraphs of SQuAD's form (data, paragraphs) or of a plain list of contexts."""
    entries = need(path, 0, data, "data")["data"] if isinstance(data, dict) else data
    for number, entry in enumerate(entries, start=1):
        inner = need(path, number, entry)
        yield from inner.get("paragraphs", [inner])


def _question(path: Path, number: int, asked: Any, passage: int) -> ReadingQuestion:
    fields = need(path, number, asked, "answers")
    text = fields.get("question") or fields.get("query_text")
    if not text:
        raise SetError(path, number, "question", "is missing")
    answers = [a["text"] if isinstance(a, dict) else a for a in fields["answers"]]
    identity = str(fields.get("id") or fields.get("query_id") or f"{number}.{passage}")
    return ReadingQuestion(identity, str(text), passage, tuple(dict.fromkeys(map(str, answers))))


def measure_reading(
    passages: Sequence[str], questions: Sequence[ReadingQuestion], encoder: Encoder
) -> dict[str, Estimate]:
    """Recall@1, @5, @10 and MRR of the passage, and the share of answers whose first line is right."""
    with opened(passages, encoder) as assistant:
        rows = [_measured(assistant, question) for question in questions]
    found = {name: estimate([row[name] for row in rows]) for name in (rows[0] if rows else ())}
    return {name: value for name, value in found.items() if value is not None}


def _measured(assistant: Assistant, question: ReadingQuestion) -> dict[str, float]:
    hits = assistant.index.search(question.question, DEPTH * 4)
    ranking = list(dict.fromkeys(hit.passage.document for hit in hits))[:DEPTH]
    relevant = frozenset((document_id(question.passage),))
    answer = assistant.answer(question.question)
    return {
        **{f"recall@{k}": recall_at(ranking, relevant, k) for k in (1, 5, DEPTH)},
        "MRR": reciprocal_rank(ranking, relevant),
        "answer in first sentence": float(
            not answer.abstained and begins_with(answer.text, question.answers)
        ),
        "abstained": float(answer.abstained),
    }


def begins_with(answer: str, wanted: Sequence[str]) -> bool:
    """Whether the first line of the answer has one of the wanted answers."""
    first = normalise(answer.strip().partition("\n")[0])
    return any(normalise(one) in first for one in wanted)
