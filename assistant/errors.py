"""What can go wrong before any question is answered.

``AssistantError``
└── ``AssistantUnavailable``   the index is missing, damaged, or made by another model
"""

from __future__ import annotations


class AssistantError(Exception):
    """The assistant cannot start; the message is one line in Chinese."""


class AssistantUnavailable(AssistantError):
    """The index cannot be used; the message says what to run."""
