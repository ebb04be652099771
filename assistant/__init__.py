"""Answers officials' questions from official documents, every figure with its place."""

from assistant.engine import Assistant
from assistant.errors import AssistantError
from assistant.model import Answer, Citation, Turn

__all__ = ["Answer", "Assistant", "AssistantError", "Citation", "Turn"]
