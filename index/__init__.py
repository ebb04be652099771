"""Passages, words, vectors and observations of a corpus, built once and searched often."""

from index.build import build_index
from index.errors import IndexProblem
from index.model import Hit, Passage
from index.search import Index

__all__ = ["Hit", "Index", "IndexProblem", "Passage", "build_index"]
