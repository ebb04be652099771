"""How the page's events are wired."""

from __future__ import annotations

QUIET = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
"""An event that is done at once: no progress shown, no entry in the interface, one plain request.

Only what takes long goes through Gradio's queue, whose answers come over one stream a visitor. The server
closes that stream when the last event is done; an event that joins in just that moment waits for ever. A
second event right after an answer would therefore now and then block the visitor's next question.
"""

QUEUED = {**QUIET, "queue": True}
"""An event that may take long, and can be stopped."""
