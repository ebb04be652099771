"""What stands around a sentence: its document's marks, its headings, its paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.prose.evidence import Evidence, EvidenceFinder
    from corpus.model import Document

_SENTENCES = re.compile(r"(?<=[。；])")


def around(document: Document, evidence: Evidence) -> str:
    """The document's title, region and period, the sentence's headings and its paragraph, as one line."""
    block = next((b for b in document.blocks if b.span.contains(evidence.sentence.span)), None)
    shown = document.quote(block.span) if block else evidence.sentence.text
    return f"{document.title} {document.region} {document.period} {evidence.sentence.context} {shown}"


def led_up(document: Document, evidence: Evidence, finder: EvidenceFinder) -> str:
    """What says whom a sentence is about: itself and all around it where it names a school, else the last
    sentence before it that does, or "".
    """
    sentence = evidence.sentence
    block = next((b for b in document.blocks if b.span.contains(sentence.span)), None)
    if block is None or finder.subjects(sentence.text):
        return around(document, evidence)
    before = _SENTENCES.split(document.text[block.span.start : sentence.span.start])
    return next((piece for piece in reversed(before) if finder.subjects(piece)), "")
