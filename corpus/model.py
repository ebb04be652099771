"""The nouns of the corpus: frozen, slotted, made once and never changed.

Every :class:`Span` indexes :attr:`Document.text`; ``document.quote(span)`` is the only way to get
words out of a document, so whatever is quoted is verbatim.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters ``[start, end)`` in ``Document.text``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not a range")

    def contains(self, other: Span) -> bool:
        """True where all of ``other`` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True where the two have a character in common."""
        return self.start < other.end and other.start < self.end


class BlockKind(str, Enum):
    """What a block of text is; a block is one paragraph, heading, caption, row or entry.

    A MARGIN is a page's number or running head: part of the text, but nobody's statement.
    """

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    ROW = "row"
    CONTENTS = "contents"
    NOTE = "note"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class Block:
    """One joined paragraph, heading, caption, table row, contents entry or source note."""

    kind: BlockKind
    span: Span
    section: int


class SectionKind(str, Enum):
    """The role of a section in the document."""

    ROOT = "root"
    FRONT = "front"
    CONTENTS = "contents"
    CHAPTER = "chapter"
    CASE = "case"
    ANNEX = "annex"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with everything under it, up to the next heading of its level or above.

    ``path`` holds the titles from the outermost heading to this one, as printed but for blanks.
    ``number`` is the printed number ("三", "（二）", "案例 3-2", "附表 4") or "".
    ``span`` covers the heading and the body with all sub-sections.
    """

    index: int
    kind: SectionKind
    level: int
    number: str
    title: str
    path: tuple[str, ...]
    heading: Span
    span: Span
    parent: int | None

    @property
    def name(self) -> str:
        """The path as one line: ``六、产教融合 › （一）…``."""
        return " › ".join(self.path)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents pages: title and page as printed."""

    title: str
    page: int
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's caption: number ("图 2-5"), caption text, and where it stands."""

    number: str
    caption: str
    span: Span
    section: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``row`` and ``column`` are labels as printed."""

    text: str
    span: Span
    row_index: int
    column_index: int


@dataclass(frozen=True, slots=True)
class Row:
    """A body row: its label path (parents first), its cells and the line it was printed on."""

    index: int
    label: str
    path: tuple[str, ...]
    unit: str
    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    """A body column: leaf label as printed, the group header above it ("" if none), unit."""

    index: int
    label: str
    group: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or annex: number ("表 1-1", "附表 3"), caption, columns, rows.

    ``layout`` is "entities" (a row is a subject, a column an indicator), "indicators" (a row is an
    indicator, a column a period) or "text" (a row is a record of words).
    """

    number: str
    caption: str
    note: str
    layout: str
    scope: str
    period: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption_span: Span
    span: Span
    section: int

    @property
    def label(self) -> str:
        """Number and caption: ``表 1-1 ...``."""
        return f"{self.number} {self.caption}".strip()


class SubjectKind(str, Enum):
    """Whom a figure is about."""

    ENTITY = "entity"
    REGION = "region"
    MEAN = "mean"
    MEDIAN = "median"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure stands: a cell (table, row, column) or a sentence (table is "")."""

    document: str
    table: str
    row: str
    column: str
    span: Span
    row_span: Span
    section: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure or word in a cell: SDMX's observation.

    ``value`` is ``None`` for words; ``text`` is the cell as printed. ``indicator`` is a path,
    outermost first. ``period`` is as printed ("2023年", "2022-2023 学年").
    """

    subject: str
    subject_kind: SubjectKind
    indicator: tuple[str, ...]
    value: Decimal | None
    text: str
    unit: str
    period: str
    source: Source
    row_index: int
    column_index: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document read whole. ``text`` is the source with wrapped lines joined, nothing else done.

    ``origins`` maps text offsets to source lines: pairs ``(offset in text, 1-based source line)``,
    ascending; :meth:`source_line` looks them up.
    """

    id: str
    title: str
    publisher: str
    date: str
    kind: str
    region: str
    period: str
    text: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    contents: tuple[ContentsEntry, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    observations: tuple[Observation, ...]
    origins: tuple[tuple[int, int], ...]
    sha256: str

    def quote(self, span: Span) -> str:
        """The words at ``span``, verbatim."""
        return self.text[span.start : span.end]

    def section_at(self, offset: int) -> Section:
        """The innermost section that holds the character at ``offset``."""
        best = self.sections[0]
        for section in self.sections:
            inside = section.span.start <= offset < section.span.end
            if inside and section.level >= best.level:
                best = section
        return best

    def source_line(self, offset: int) -> int:
        """The 1-based line of the source file on which the character at ``offset`` stands."""
        place = bisect_right(self.origins, (offset, 1 << 60)) - 1
        return self.origins[max(place, 0)][1]
