"""Reads official documents whole: text, sections, tables, observations; all with their places."""

from corpus.audit import Finding, audit
from corpus.document import read_corpus, read_document
from corpus.errors import CorpusError
from corpus.model import Document, Observation, Section, Span, Table

__all__ = [
    "CorpusError",
    "Document",
    "Finding",
    "Observation",
    "Section",
    "Span",
    "Table",
    "audit",
    "read_corpus",
    "read_document",
]
