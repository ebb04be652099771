"""Encode the questions of several threads together instead of one after the other."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.tokens import Encoded

_LARGEST_BATCH: Final = 32


class Batcher:
    """Texts that arrive while a batch is on its way form the next one; each caller gets its own."""

    def __init__(self, encode: Callable[[Sequence[str]], Sequence[Encoded]]) -> None:
        self._encode = encode
        self._changed = threading.Condition()
        self._waiting: list[_Item] = []
        self._running = False

    def __call__(self, text: str) -> Encoded:
        """The encoding of the text; whoever comes first encodes for all that wait."""
        item = _Item(text)
        with self._changed:
            self._waiting.append(item)
            while not item.done and self._running:
                self._changed.wait()
            # Batches go in order of arrival, so the one in which this text is comes after a few at most.
            while not item.done:
                self._run_next()
        if item.error is not None:
            raise item.error
        assert item.encoded is not None  # noqa: S101 - done without an error means that there is one
        return item.encoded

    def _run_next(self) -> None:
        """Encode the next batch; the lock is held outside of the encoding."""
        batch, self._waiting = self._waiting[:_LARGEST_BATCH], self._waiting[_LARGEST_BATCH:]
        self._running = True
        self._changed.release()
        try:
            _encode_items(self._encode, batch)
        finally:
            self._changed.acquire()
            self._running = False
            self._changed.notify_all()


class _Item:
    """A text and what became of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done = False
        self.encoded: Encoded | None = None
        self.error: Exception | None = None


def _encode_items(encode: Callable[[Sequence[str]], Sequence[Encoded]], batch: Sequence[_Item]) -> None:
    try:
        for item, encoded in zip(batch, encode([item.text for item in batch]), strict=True):
            item.encoded = encoded
    except Exception as error:  # noqa: BLE001 - handed over to each caller, who raises it
        for item in batch:
            item.error = error
    finally:
        for item in batch:
            if item.encoded is None and item.error is None:
                item.error = RuntimeError("the batch was interrupted")
            item.done = True
