"""Answers figure queries: looks up, calculates in the open, words, cites."""

from assistant.figures.answering import FigureAnswerer, Refusal

__all__ = ["FigureAnswerer", "Refusal"]
