"""Answers figure queries: looks up, calculates in the open, words, cites."""

from assistant.figures.answering import FigureAnswerer
from assistant.figures.desk import Desk, Refusal

__all__ = ["Desk", "FigureAnswerer", "Refusal"]
