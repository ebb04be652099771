"""Numbers of headings and captions: repeated, left out, or of a figure that is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.audit.labels import bigrams
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import cell_place, sentence_place, span_place
from corpus.audit.titles import body_titles, contents_entries, contents_titles, same_title
from corpus.figures_in_chinese import read_small
from corpus.lines import dashed, squeeze
from corpus.model import BlockKind, SectionKind
from corpus.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpus.audit.titles import Title
    from corpus.model import Document, Section, Span

_REFERENCE = re.compile(r"(图|(?<!附)(?<![代图])表)\s*(\d{1,2}\s*[-－–—]\s*\d{1,2})(?!\s*\d)")
_WHOLE = re.compile(r"(?:如|见|详见|参见|具体见)\s*(图|(?<!附)表|案例)\s*(\d{1,2})(?!\s*[\d.．％%\-－–—])")
_SCHOOL_YEAR = re.compile(r"\d{4}\s*[-－–—]\s*\d{4}\s*学年")
_YEAR = re.compile(r"(\d{4})\s*年")
_TEXT = (BlockKind.PARAGRAPH, BlockKind.HEADING)  # a numbered heading may run on in its paragraph
_BEARS = 0.4  # a caption that shares so much with its sentence is meant
_CLEARER = 0.3
_LEAST_ROWS = 3
_BEST = 2


def check_numbers(document: Document) -> Iterator[Finding]:
    """Headings' numbers in order, references to what they name, rows' numbers without a gap."""
    yield from _siblings(document)
    yield from _twice(document)
    yield from _references(document)
    yield from _sequences(document)
    yield from _unnamed(document)
    yield from _pages(document)
    yield from _periods(document)


def _ordinal(section: Section) -> int | None:
    found = re.search(r"\d+(?!\.?\d)|[一二三四五六七八九十]+", squeeze(section.number))
    return read_small(found.group(0)) if found and section.kind is SectionKind.CHAPTER else None


def _siblings(document: Document) -> Iterator[Finding]:
    last: dict[tuple[int | None, int], Section] = {}
    for section in document.sections:
        number = _ordinal(section)
        if number is None:
            continue
        key = (section.parent, section.level)
        before = last.get(key)
        last[key] = section
        if before is None:
            continue
        earlier = _ordinal(before) or 0
        if number == earlier:
            what = "编号重复"
        elif number != earlier + 1 and number != 1:
            what = "编号不连续"
        else:
            continue
        yield Finding(
            Kind.NUMBERING,
            Severity.MIDDLE,
            f"{what}：“{before.number}{before.title}”之后是“{section.number}{section.title}”。",
            (span_place(document, section.heading), span_place(document, before.heading)),
        )


def _twice(document: Document) -> Iterator[Finding]:
    """Two cases, figures or tables of one number and with different titles."""
    titles = [(s.number, s.title, s.heading) for s in document.sections if s.kind is SectionKind.CASE]
    titles += [(f.number, f.caption, f.span) for f in document.figures]
    titles += [(t.number, t.caption, t.caption_span) for t in document.tables]
    known: dict[str, tuple[str, Span]] = {}
    for number, title, span in titles:
        if not number or not title:
            continue
        key = dashed(squeeze(number))
        first, place = known.setdefault(key, (title, span))
        if not same_title(first, title) and place != span:
            yield Finding(
                Kind.NUMBERING,
                Severity.MIDDLE,
                f"编号重复：{number}有两个，一个是“{first}”，一个是“{title}”。",
                (span_place(document, span), span_place(document, place)),
            )


def _references(document: Document) -> Iterator[Finding]:
    body, listed = body_titles(document), contents_titles(document)
    for block in document.blocks:
        if block.kind not in _TEXT:
            continue
        text = document.quote(block.span)
        for found in (*_REFERENCE.finditer(text), *_WHOLE.finditer(text)):
            key = f"{found.group(1)} {dashed(found.group(2))}"
            start, end = block.span.start + found.start(), block.span.start + found.end()
            if key in body:
                yield from _misdirected(document, key, (start, end), body, listed)
            elif key in listed:
                if better := _better(document, key, (start, end), body, listed):
                    yield _other(document, key, better, (start, end), listed[key])
            else:
                yield _absent(document, key, (start, end))


def _misdirected(
    document: Document,
    key: str,
    span: tuple[int, int],
    body: Mapping[str, Title],
    listed: Mapping[str, Title],
) -> Iterator[Finding]:
    better = _better(document, key, span, body, listed)
    if better:
        yield _other(document, key, better, span, body[key])


def _better(
    document: Document,
    key: str,
    span: tuple[int, int],
    body: Mapping[str, Title],
    listed: Mapping[str, Title],
) -> list[Title]:
    """Other figures of the same sort and chapter whose captions the sentence bears out clearly more, best first."""
    if not key.startswith(("图", "表")):
        return []
    place = sentence_place(document, *span)
    clause = bigrams(place.quote)
    chapter = f"{key.partition('-')[0]}-" if "-" in key else key[:2]
    titles = {**listed, **body}
    same = [listed[key].text] if key in listed else []
    own = max(_borne(_told(document, text), clause) for text in (titles[key].text, *same))
    others = [(max(_borne(_told(document, text), clause) for text in (t.text, *([listed[k].text] if k in listed else ()))), k)
              for k, t in titles.items() if k != key and k.startswith(chapter)]  # fmt: skip
    named = (*_REFERENCE.findall(place.quote), *_WHOLE.findall(place.quote))
    cited = {f"{sort} {dashed(number)}" for sort, number in named}
    fitting = sorted((o for o in others if o[0] >= _BEARS and o[0] - own >= _CLEARER), reverse=True)
    return [] if any(k in cited for _, k in fitting) else [titles[k] for _, k in fitting[:_BEST]]


def _told(document: Document, caption: str) -> str:
    """What a table's caption tells besides whose figures of what year they are."""
    return _YEAR.sub("", caption.replace(document.region, "") if document.region else caption)


def _borne(caption: str, clause: frozenset[str]) -> float:
    """The share of the caption's pairs of characters that the sentence has."""
    pairs = bigrams(caption)
    return len(pairs & clause) / len(pairs) if pairs else 0.0


def _other(document: Document, key: str, better: list[Title], span: tuple[int, int], own: Title) -> Finding:
    shown = "或 ".join(f"{title.key}“{title.text}”" for title in better)
    return Finding(
        Kind.NUMBERING,
        Severity.MIDDLE,
        f"文中引用“{key}”，而 {key} 是“{own.text}”；这句话说的更像 {shown}。",
        (sentence_place(document, *span), own.place, *(title.place for title in better)),
    )


def _absent(document: Document, key: str, span: tuple[int, int]) -> Finding:
    return Finding(
        Kind.MISSING,
        Severity.MIDDLE,
        f"文中提到“{key}”，正文和目录里都没有这个编号。",
        (sentence_place(document, *span),),
    )


def _sequences(document: Document) -> Iterator[Finding]:
    """Numbers of rows that are left out or come twice."""
    for table in document.tables:
        column = next((c for c in table.columns if c.role == "sequence"), None)
        if column is None or table.layout == "indicators":
            continue
        before = 0
        for row in table.rows:
            value = parse_number(row.cells[column.index].text)
            if value is None:
                continue
            number = int(value)
            if before and number != before + 1 and len(table.rows) >= _LEAST_ROWS:
                again = number <= before
                yield Finding(
                    Kind.NUMBERING if again else Kind.MISSING,
                    Severity.MIDDLE,
                    f"{table.number} 的序号由 {before} 到 {number}，{'重复或倒退' if again else '中间可能漏了行'}。",
                    (cell_place(document, table, row.cells[column.index]),),
                )
            before = number


def _cited(document: Document) -> dict[str, tuple[int, int]]:
    """The figures and tables that paragraphs refer to, each with the first place."""
    found: dict[str, tuple[int, int]] = {}
    for block in document.blocks:
        if block.kind in _TEXT:
            text = document.quote(block.span)
            for one in (*_REFERENCE.finditer(text), *_WHOLE.finditer(text)):
                span = (block.span.start + one.start(), block.span.start + one.end())
                found.setdefault(f"{one.group(1)} {dashed(one.group(2))}", span)
    return found


def _unnamed(document: Document) -> Iterator[Finding]:
    """Figures to which nothing refers, where most are referred to."""
    cited = _cited(document)
    alone = [figure for figure in document.figures if figure.number not in cited]
    if alone and len(alone) < len(document.figures) / 2:
        numbers = "、".join(figure.number for figure in alone)
        yield Finding(
            Kind.NUMBERING,
            Severity.LOW,
            f"有 {len(alone)} 幅图正文没有引用：{numbers}。",
            tuple(span_place(document, figure.span) for figure in alone),
        )


def _pages(document: Document) -> Iterator[Finding]:
    """Entries of the contents whose page comes before that of something that stands before them."""
    body = body_titles(document)
    entries = [
        (body[key].place.span.start, entry)
        for key, entry in contents_entries(document).items()
        if key in body
    ]
    entries.sort(key=lambda item: item[0])
    for place, (_, entry) in enumerate(entries):
        later = [e for _, e in entries[place + 1 :] if e.page < entry.page]
        if later:
            titles = "、".join(f"“{e.title}”第 {e.page} 页" for e in later[:3])
            yield Finding(
                Kind.NUMBERING,
                Severity.LOW,
                f"目录页码与正文先后不符：“{entry.title}”在第 {entry.page} 页，排在它之后的{titles}。",
                (span_place(document, entry.span), *(span_place(document, e.span) for e in later)),
            )
            return


def _periods(document: Document) -> Iterator[Finding]:
    """A table of a school year that a sentence refers to with a calendar year."""
    cited = _cited(document)
    for table in document.tables:
        span = cited.get(table.number)
        school_year = _SCHOOL_YEAR.search(table.caption)
        if span is None or school_year is None:
            continue
        place = sentence_place(document, *span)
        years = _YEAR.findall(place.quote)
        if years and "学年" not in place.quote:
            yield Finding(
                Kind.CONTRADICTION,
                Severity.LOW,
                f"{table.number}题为“{school_year.group(0)}”，引用它的句子说的是“{years[-1]} 年”，期间口径不同。",
                (place, span_place(document, table.caption_span)),
            )
