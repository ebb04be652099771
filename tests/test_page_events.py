"""How the page's events reach the server."""

from __future__ import annotations

import standin

from app import build_page
from assistant.page.takeaway.shelf import Shelf
from assistant.service.settings import Settings


def test_only_answers_wait_in_the_queue() -> None:
    """A short event in the queue would now and then hold up the next question: see ``assistant.page.events``."""
    page = build_page(standin.StandIn(), Settings(), Shelf())
    queued = [event for event in page.fns.values() if event.queue and event.fn is not None]
    assert len(queued) == 3  # put, again and put right; reopening is a plain request
    assert {event.concurrency_id for event in queued} == {"ask"}
