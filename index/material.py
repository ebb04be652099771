"""What an index is made of: everything that is searched or looked up, cut from the documents.

Building and opening cut the same way, and the digest proves it: an index whose material was cut by
another version of the program (or with other word lists) is not used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.passages import cut_passages, cut_sentences
from index.words import corpus_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus import Document, Observation
    from index.model import Passage


@dataclass(frozen=True, slots=True)
class Material:
    """Passages, their sentences, observations, indicator labels, and the words of the user dictionary."""

    passages: tuple[Passage, ...]
    sentences: tuple[Passage, ...]
    observations: tuple[Observation, ...]
    labels: tuple[str, ...]
    words: tuple[str, ...]

    def texts(self) -> dict[str, list[str]]:
        """What is embedded, by the name of its vectors."""
        return {
            "passages": [f"{passage.context}：{passage.text}" for passage in self.passages],
            "sentences": [sentence.text for sentence in self.sentences],
            "labels": list(self.labels),
        }

    def digest(self) -> str:
        """A hash of all of it; equal for equal documents read by equal code."""
        found = hashlib.sha256()
        for line in self._lines():
            found.update(line.encode("utf-8", "surrogatepass") + b"\n")
        return found.hexdigest()

    def _lines(self) -> Iterator[str]:
        for texts in (*self.texts().values(), self.words):
            yield str(len(texts))
            yield from texts
        for o in self.observations:
            yield repr((o.subject, o.subject_kind.value, o.indicator, o.value, o.text, o.unit, o.period))
            yield repr((o.source, o.row_index, o.column_index))


def label_texts(path: Sequence[str], unit: str, caption: str) -> tuple[str, str]:
    """How an indicator is put to the model: its labels, and those with its table's caption and its unit."""
    labels = "，".join(path)
    return labels, f"{caption}：{labels}（{unit}）" if unit else f"{caption}：{labels}"


def _labels(documents: Sequence[Document]) -> tuple[str, ...]:
    captions = {(d.id, t.number): t.caption for d in documents for t in d.tables}
    return tuple(
        dict.fromkeys(
            text
            for d in documents
            for o in d.observations
            for text in label_texts(o.indicator, o.unit, captions.get((d.id, o.source.table), ""))
        )
    )


def cut_material(documents: Sequence[Document]) -> Material:
    """Cuts ``documents``, in their order, into the material of an index."""
    passages = cut_passages(documents)
    observations = tuple(o for document in documents for o in document.observations)
    return Material(
        passages=passages,
        sentences=cut_sentences(documents, passages),
        observations=observations,
        labels=_labels(documents),
        words=corpus_words(documents),
    )
