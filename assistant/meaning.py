"""The indicator that a question means though it uses none of its words: by embedding.

The cosines of the model are squeezed together, so a label is only taken if it is both near and clearly
nearer than the next one; on the tuning questions no question without an answer came that close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.concepts import MASK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.query import Measure
    from index.search import Index

_NEAR = 0.885
_MARGIN = 0.019


class Meaning:
    """The labels of the columns of figures, with their vectors."""

    def __init__(self, index: Index, columns: Sequence[Measure]) -> None:
        self._index = index
        places = {label: place for place, label in enumerate(index.labels)}
        named = {m.path[-1]: m for m in reversed(columns) if m.path[-1] in places}
        self._measures = tuple(named.values())
        self._places = [places[label] for label in named]

    def nearest(self, rest: str) -> Measure | None:
        """The column that ``rest`` (a question without its names) clearly means, or ``None``."""
        text = rest.replace(MASK, "").strip()
        if len(self._places) < 2 or not text:
            return None
        cosines = self._index.matrix("labels")[self._places] @ self._index.embed(text)[0]
        order = cosines.argsort()[::-1]
        best, second = float(cosines[order[0]]), float(cosines[order[1]])
        if best < _NEAR or best - second < _MARGIN:
            return None
        return self._measures[int(order[0])]
