"""What stands around a sentence: its document's marks, its headings, its paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.model import BlockKind

if TYPE_CHECKING:
    from assistant.prose.evidence import Evidence, EvidenceFinder
    from corpus.model import Block, Document

_GOES_ON = re.compile(r"(?:学校|该校|学院|我校|我院)")
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
    named = next((piece for piece in reversed(before) if finder.subjects(piece)), "")
    return named or _gone_on(document, block, finder)


def _gone_on(document: Document, block: Block, finder: EvidenceFinder) -> str:
    """The last paragraph before ``block`` in its section that names a school, where ``block`` goes on about it (学校…)."""
    if not _GOES_ON.match(document.quote(block.span)):
        return ""
    before = [b for b in document.blocks if b.section == block.section and b.span.end <= block.span.start]
    paragraphs = (document.quote(b.span) for b in reversed(before) if b.kind is BlockKind.PARAGRAPH)
    return next((text for text in paragraphs if finder.subjects(text)), "")
