"""Characters that do not belong: foreign words, traditional characters, doubled marks and words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.audit.labels import audit_words
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import sentence_place
from corpus.text import simplified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.model import Document

_WORD = re.compile(r"(?<=[\u4e00-\u9fff])\s*\b(and|or|the|of|in|with|for|to|is)\b\s*(?=[\u4e00-\u9fff])")
_MARKS = re.compile(r"[，、。；：,;](?:\s*[，、。；,;])+|[，、；][）)]|[（(][，、；。]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_AROUND = 8


def check_strays(document: Document) -> Iterator[Finding]:
    """A finding for each stray word, mark or character."""
    text = document.text
    for found in _WORD.finditer(text):
        yield _stray(document, found.span(1), f"中文句子里夹着英文“{found.group(1)}”")
    for found in _MARKS.finditer(text):
        yield _stray(document, found.span(), f"标点重复或多余：“{found.group(0)}”")
    for found in re.finditer("|".join(f"(?:{re.escape(w)}){{2}}" for w in audit_words().never_doubled), text):
        yield _stray(document, found.span(), f"文字重复：“{found.group(0)}”")
    for place, character in _traditional(text):
        yield _stray(document, (place, place + 1), f"简体文中夹有繁体字“{character}”")
    for place in _joints(document):
        yield _stray(document, (place, place + 2), f"换行处文字重复：“{text[place : place + 2]}”")


def _traditional(text: str) -> Iterator[tuple[int, str]]:
    """The characters that have another simplified form, in a text that is simplified otherwise."""
    changed = simplified(text)
    if len(changed) != len(text):
        return
    for place, (one, other) in enumerate(zip(text, changed, strict=True)):
        if one != other and _CHINESE.match(one) and one not in audit_words().also_simplified:
            yield place, one


def _joints(document: Document) -> Iterator[int]:
    """Where the last character of a source line is the first of the next, within a paragraph."""
    text = document.text
    for offset, _ in document.origins:
        if 0 < offset < len(text) and text[offset - 1] == text[offset] and _CHINESE.match(text[offset]):
            yield offset - 1


def _stray(document: Document, span: tuple[int, int], what: str) -> Finding:
    start, end = span
    around = document.text[max(0, start - _AROUND) : end + _AROUND].replace("\n", " ").strip()
    return Finding(
        Kind.NAMING,
        Severity.LOW,
        f"{what}（“…{around}…”）。",
        (sentence_place(document, start, end),),
    )
