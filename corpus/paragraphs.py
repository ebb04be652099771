"""Joins source lines into blocks: wrapped lines become paragraphs, also over page breaks.

A line of running text that does not end a sentence goes on in the next line of running text, if it
is long enough to have been wrapped; blank lines between them are page or line breaks. A figure's
caption, a page's number or running head that a page break put into the middle of a sentence is moved
behind the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.knowledge import structure_words
from corpus.lines import Line, LineKind, bare
from corpus.refine import refine

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDS = "。！？：!?:"
_CLOSERS = "”’）)》」』】*"
_WRAPPED = 16
_CASE_TITLE_LIMIT = 60
_FRONT_LINES = 30
_TITLE_END = re.compile(r"^(?:关于|对).*(?:答复|答复意见|答复的?函|复函)$")
_DOCUMENT_NUMBER = re.compile(r"^\S{1,12}\s*[〔\[（(]\s*20\d{2}\s*[〕\])）]\s*\d{1,5}\s*号(?:\s.*)?$")
_SECOND_LINE_LIMIT = 40
_DATE = re.compile(r"^[（(]?\s*[\d〇零一二三四五六七八九十]{2,4}\s*年")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]$")
_OFFICE_NAME = re.compile(r"[\u4e00-\u9fff]{4,15}")
_LABELLED = re.compile(r"^[\u4e00-\u9fff]{2,4}[:：]\s*\S")
_NAME_LAST = re.compile(r"\s[\u4e00-\u9fff]{2,4}$")
_NAME_FIRST = re.compile(r"^[\u4e00-\u9fff]{2,4}\s")


@dataclass(frozen=True, slots=True)
class Draft:
    """Source lines that make one block; ``kind`` is the first line's."""

    lines: tuple[Line, ...]
    kind: LineKind

    @property
    def first(self) -> Line:
        """The line that decides what the block is."""
        return self.lines[0]


def lines_to_drafts(lines: Sequence[Line]) -> list[Draft]:
    """Groups lines into blocks, in reading order; blank lines and nothing else disappear."""
    solid = [line for line in refine(lines) if line.kind is not LineKind.BLANK]
    blanks = {line.number for line in lines if line.kind is LineKind.BLANK}
    drafts: list[Draft] = []
    place = 0
    while place < len(solid):
        taken = _take(solid, place, blanks)
        drafts.append(taken)
        place += len(taken.lines)
    return _rejoin(drafts)


def _take(solid: Sequence[Line], place: int, blanks: set[int]) -> Draft:
    line = solid[place]
    if line.kind is LineKind.TEXT:
        return Draft(tuple(_paragraph(solid, place, blanks)), LineKind.TEXT)
    if line.kind is LineKind.CASE:
        return Draft(tuple(_case_heading(solid, place)), LineKind.CASE)
    if line.kind in (LineKind.TABLE, LineKind.ANNEX, LineKind.FIGURE):
        return Draft(tuple(_caption(solid, place)), line.kind)
    return Draft((line,), line.kind)


def _paragraph(solid: Sequence[Line], place: int, blanks: set[int]) -> list[Line]:
    lines = [solid[place]]
    for following in (solid[number] for number in range(place + 1, len(solid))):
        if following.kind is not LineKind.TEXT or not _goes_on(lines[-1], following, blanks):
            break
        lines.append(following)
    return lines


def _goes_on(line: Line, following: Line, blanks: set[int]) -> bool:
    text, after = bare(line.text), bare(following.text)
    if not unfinished(text) or (_DATE.match(after) and len(after) < _WRAPPED):
        return False
    if _LABELLED.match(after) or _is_office(after) or _DOCUMENT_NUMBER.search(after):
        return False
    if line.number <= _FRONT_LINES and (_TITLE_END.search(text) or _DOCUMENT_NUMBER.search(text)):
        return False
    if text[-1] in "，、；,;":
        return True
    if "http" in text or "<" in text or len(after) == 0:
        return False
    adjacent = not any(n in blanks for n in range(line.number + 1, following.number))
    return len(text) >= _WRAPPED and (adjacent or len(text) >= _WRAPPED + 4 or _odd_start(after))


def _is_office(text: str) -> bool:
    """True for a line that is nothing but an office's name: under a title, or a signature."""
    return bool(_OFFICE_NAME.fullmatch(text)) and text.endswith(structure_words().office_suffixes)


def _odd_start(text: str) -> bool:
    return text[0] in "，、。；：）)”》%"


def unfinished(text: str) -> bool:
    """True where ``text`` does not end a sentence."""
    plain = text.rstrip(_CLOSERS)
    return bool(plain) and plain[-1] not in _ENDS


def _case_heading(solid: Sequence[Line], place: int) -> list[Line]:
    """The 案例 line with its title lines: short ones without a full stop, if none is on it."""
    lines = [solid[place]]
    for following in solid[place + 1 : place + 5]:
        text = bare(following.text)
        short = len(text) <= _CASE_TITLE_LIMIT and "。" not in text and unfinished(text)
        subtitle = text.startswith("——")
        if following.kind is not LineKind.TEXT or not short or (solid[place].title and not subtitle):
            break
        lines.append(following)
    return lines


def _caption(solid: Sequence[Line], place: int) -> list[Line]:
    """A caption and its second line: in brackets, or up to the closing emphasis mark."""
    lines = [solid[place]]
    opened = solid[place].text.count("**") == 1
    if place + 1 < len(solid):
        following = solid[place + 1]
        text = bare(following.text)
        bracketed = text[:1] in "（(" and text[-1:] in "）)" and len(text) <= _SECOND_LINE_LIMIT
        if following.kind is LineKind.TEXT and (bracketed or (opened and "**" in following.text)):
            lines.append(following)
    return lines


def _rejoin(drafts: list[Draft]) -> list[Draft]:
    """Moves what stands between the halves of a cut sentence (figure captions, pages' margins) behind the paragraph that goes on after them."""
    result: list[Draft] = []
    place = 0
    while place < len(drafts):
        draft = drafts[place]
        end = place + 1
        while end < len(drafts) and drafts[end].kind in (LineKind.FIGURE, LineKind.MARGIN):
            end += 1
        cut = end > place + 1 and end < len(drafts) and _cut_in_two(draft, drafts[end])
        if cut:
            result.append(Draft(draft.lines + drafts[end].lines, LineKind.TEXT))
            result.extend(drafts[place + 1 : end])
            place = end + 1
        else:
            result.append(draft)
            place += 1
    return result


def _cut_in_two(before: Draft, after: Draft) -> bool:
    if before.kind is not LineKind.TEXT or after.kind is not LineKind.TEXT:
        return False
    text = bare(before.lines[-1].text)
    return unfinished(text) and len(text) >= _WRAPPED and text[-1] not in _CLOSERS


def glue(left: str, right: str) -> str:
    """What stands between two joined lines: a blank in a list of names or between Latin words."""
    latin = _ASCII_WORD.search(left) and re.match(r"[A-Za-z]", right)
    names = _NAME_LAST.search(left) and _NAME_FIRST.match(right)
    return " " if latin or names else ""
