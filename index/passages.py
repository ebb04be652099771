"""Cuts documents into passages (paragraphs) and sentences; every one is a slice of its document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.model import BlockKind, Document, Section, SectionKind, Span
from index.model import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PASSAGE_LIMIT = 700
CLAUSE_LIMIT = 48
_SENTENCE_END = re.compile(r"[。！？!?](?:[”’」』）)]*)")
_TEXT = (BlockKind.PARAGRAPH, BlockKind.NOTE)
_PICTURE = re.compile(r"图\s*[\d\s.-]+(?=.{8,}[^图表。；！？]$)")
_CLAUSE_END = re.compile(r"[；;]")


def cut_passages(documents: Iterable[Document]) -> tuple[Passage, ...]:
    """The paragraphs of running text, those longer than ``PASSAGE_LIMIT`` cut between sentences."""
    passages: list[Passage] = []
    for document in documents:
        for block in document.blocks:
            section = document.sections[block.section]
            text = document.quote(block.span)
            if block.kind not in (*_TEXT, BlockKind.HEADING) and not (
                block.kind is BlockKind.CAPTION and is_picture(text)
            ):
                continue
            if block.kind is BlockKind.HEADING and not _runs_in(section, block.span, text):
                continue
            for span in _within_limit(document, block.span):
                number = len(passages)
                passages.append(
                    Passage(
                        number,
                        document.id,
                        block.section,
                        section.name,
                        document.quote(span),
                        span,
                        number,
                    )
                )
    return tuple(passages)


def is_picture(text: str) -> bool:
    """True for the caption of a picture, which often tells what no sentence does: who stands in it, and where."""
    return _PICTURE.match(text) is not None


def _runs_in(section: Section, span: Span, text: str) -> bool:
    """True for a heading that is the first sentence of its paragraph, or all of it (（一）到2025年，……。)."""
    if section.kind is SectionKind.CONTENTS:
        return False
    return section.heading.end < span.end - 4 or text.endswith(("。", "；", ";"))


def _within_limit(document: Document, span: Span) -> Iterator[Span]:
    if span.end - span.start <= PASSAGE_LIMIT:
        yield span
        return
    start = span.start
    last = start
    for sentence in split_sentences(document, span):
        if sentence.end - start > PASSAGE_LIMIT and last > start:
            yield Span(start, last)
            start = sentence.start
        last = sentence.end
    yield Span(start, last)


def split_sentences(document: Document, span: Span) -> list[Span]:
    """The sentences in ``span``; a long one is cut at its semicolons too."""
    sentences: list[Span] = []
    for whole in _pieces(document, span, _SENTENCE_END):
        if whole.end - whole.start > CLAUSE_LIMIT:
            sentences.extend(_pieces(document, whole, _CLAUSE_END))
        else:
            sentences.append(whole)
    return sentences


def _pieces(document: Document, span: Span, end: re.Pattern[str]) -> Iterator[Span]:
    text = document.quote(span)
    start = 0
    stops = [found.end() for found in end.finditer(text)]
    for stop in [*stops, len(text)]:
        piece = text[start:stop]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            yield Span(span.start + start + left, span.start + start + len(piece.rstrip()))
        start = stop


def cut_sentences(documents: Iterable[Document], passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The sentences of all passages, numbered through; ``parent`` is the passage's number."""
    by_id = {document.id: document for document in documents}
    sentences: list[Passage] = []
    for passage in passages:
        document = by_id[passage.document]
        for span in split_sentences(document, passage.span):
            sentences.append(
                Passage(
                    len(sentences),
                    passage.document,
                    passage.section,
                    passage.context,
                    document.quote(span),
                    span,
                    passage.number,
                )
            )
    return tuple(sentences)
