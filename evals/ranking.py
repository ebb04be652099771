"""Ways to rank the sentences of an index for a question, from plain to learned, to be measured side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.desks.prose import full_text
from assistant.text import normalise
from evals.measures.bootstrap import Estimate, estimate
from evals.measures.hits import found_evidence, wanted_evidence
from evals.measures.retrieval import ndcg_at, recall_at, reciprocal_rank
from evals.model import Citation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assistant import Assistant
    from evals.model import Example

    Way = Callable[[str, int], tuple[Citation, ...]]

DEPTH: Final = 10
"""Sentences that are looked at."""


class Ranker:
    """Every way to rank the sentences of one assistant's index."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._index = assistant.index
        self.ways: dict[str, Way] = {
            "BM25": self.lexical,
            "dense": self.dense,
            "BM25 + dense": self.fused,
            "late interaction": self.late,
            "learned (used)": self.learned,
        }

    def lexical(self, question: str, limit: int) -> tuple[Citation, ...]:
        """By BM25 over jieba's words."""
        found = self._index.store.match("sentence", self._index.segmenter.cut(question), limit)
        return self._cited([number for number, _ in found])

    def dense(self, question: str, limit: int) -> tuple[Citation, ...]:
        """By the cosine of the embeddings."""
        return self._cited([number for number, _ in self._index.dense("sentences", question, limit)])

    def fused(self, question: str, limit: int) -> tuple[Citation, ...]:
        """By the sum of both, as the plain search does."""
        found = self._index.search(question, limit, of="sentence")
        return self._cited([hit.passage.number for hit in found])

    def late(self, question: str, limit: int) -> tuple[Citation, ...]:
        """By late interaction over single tokens."""
        query = self._index.tokens_of(question)
        scores = self._index.tokens.weights(query.ids) @ self._index.tokens.best(query)
        return self._cited([int(number) for number in np.argsort(-scores)[:limit]])

    def learned(self, question: str, limit: int) -> tuple[Citation, ...]:
        """By all signals with fitted weights, as answers are found."""
        reading = self._assistant.read(normalise(question))
        found = self._assistant.evidence.find(full_text(reading), reading.subjects, limit, reading.rest)
        return self._cited([evidence.sentence.number for evidence in found])

    def _cited(self, numbers: Iterable[int]) -> tuple[Citation, ...]:
        return tuple(
            Citation(self._index.document(s.document).title, s.text, section=s.context)
            for s in (self._index.sentences[number] for number in numbers)
        )

    def table(self, examples: Sequence[Example]) -> dict[str, dict[str, Estimate]]:
        """Each way's recall@1, @5, @10, MRR and nDCG@10 over the single questions whose evidence is text."""
        asked = [e for e in examples if len(e.turns) == 1 and wanted_evidence(e)]
        return {name: measured(asked, way) for name, way in self.ways.items()} if asked else {}


def measured(examples: Iterable[Example], way: Way) -> dict[str, Estimate]:
    """The measures of one way to rank."""
    rows = [ranking_measures(example, way(example.question, DEPTH)) for example in examples]
    found = {name: estimate([row[name] for row in rows]) for name in (rows[0] if rows else ())}
    return {name: value for name, value in found.items() if value is not None}


def ranking_measures(example: Example, hits: Sequence[Citation]) -> dict[str, float]:
    """The measures of one ranking; the evidence groups that text can meet are what is relevant."""
    wanted = wanted_evidence(example)
    ranking = found_evidence(example, hits)
    return {
        **{f"recall@{k}": recall_at(ranking, wanted, k) for k in (1, 5, 10)},
        "MRR": reciprocal_rank(ranking, wanted),
        "nDCG@10": ndcg_at(ranking, dict.fromkeys(wanted, 1.0)),
    }
