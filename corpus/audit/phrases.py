"""One name in two spellings, found by what is left when connecting characters are taken out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from corpus.audit.labels import audit_words
from corpus.audit.model import Finding, Kind, Severity
from corpus.audit.places import sentence_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.model import Document

_RUN = re.compile(r"[\u4e00-\u9fff、]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_QUOTED = re.compile(r"[“《]([\u4e00-\u9fff、]{4,16})[”》]")
_WINDOW = 10
_TAIL = 7
_OFTEN = 6
_PIECE = 6
_ALWAYS = 10
_SHARE = 0.9
_OFFICE = re.compile(r"^[\u4e00-\u9fff]{0,4}(?:局|委员会|厅|协会)")


def check_phrases(documents: Sequence[Document]) -> Iterator[Finding]:
    """Names that differ only in a connecting character, and a frequent word that lost its first one."""
    for document in documents:
        yield from _connected(document)
        yield from _beheaded(document)
    yield from _quoted(documents)


def _connected(document: Document) -> Iterator[Finding]:
    """The same ten characters with and without 市; or with 、 for 和 in an office's name."""
    drop = set(audit_words().connectors)
    spelled: dict[str, dict[str, int]] = {}
    for run in _RUN.finditer(document.text):
        kept = [(i, c) for i, c in enumerate(run.group(0)) if c not in drop]
        for start in range(len(kept) - _WINDOW + 1):
            window = kept[start : start + _WINDOW]
            raw = run.group(0)[window[0][0] : window[-1][0] + 1]
            spelled.setdefault("".join(c for _, c in window), {}).setdefault(raw, run.start() + window[0][0])
    reported: set[str] = set()
    for plain, forms in spelled.items():
        pieces = {plain[i : i + _PIECE] for i in range(len(plain) - _PIECE + 1)}
        if len(forms) > 1 and not pieces & reported and _one_name(document, forms):
            reported |= pieces
            yield _two_forms(document, {_to_end(document, f, start): start for f, start in forms.items()})


def _to_end(document: Document, form: str, start: int) -> str:
    """The form up to the end of an office's name, where one ends soon after it."""
    end = _OFFICE.search(document.text[start + len(form) :][:_PIECE])
    return form + (end.group(0) if end else "")


def _one_name(document: Document, forms: dict[str, int]) -> bool:
    """True where the forms differ in 市 or 化 alone, or where all go on to the end of an office's name."""
    if len({re.sub("[市化]", "", form) for form in forms}) == 1:
        return True
    ends = [document.text[start + len(form) :][:_PIECE] for form, start in forms.items()]
    return all(_OFFICE.search(end) for end in ends)


def _two_forms(document: Document, forms: dict[str, int]) -> Finding:
    return Finding(
        Kind.NAMING,
        Severity.LOW,
        f"同一名称有两种写法：{'、'.join(f'“{form}”' for form in forms)}。",
        tuple(sentence_place(document, start, start + len(form)) for form, start in forms.items()),
    )


def _beheaded(document: Document) -> Iterator[Finding]:
    """A phrase that follows the same character nearly always, and once does not."""
    before: dict[str, Counter[str]] = {}
    where: dict[tuple[str, str], int] = {}
    for run in _CHINESE.finditer(document.text):
        text = run.group(0)
        for start in range(1, len(text) - _TAIL + 1):
            tail, head = text[start : start + _TAIL], text[start - 1]
            before.setdefault(tail, Counter())[head] += 1
            where.setdefault((tail, head), run.start() + start)
    seen: set[int] = set()
    for tail, heads in before.items():
        usual, often = heads.most_common(1)[0]
        if often < _OFTEN or len(heads) != 1 + 1:
            continue
        other = next(head for head in heads if head != usual)
        start = where[tail, other]
        if (
            heads[other] > 1
            or not _inseparable(document.text, usual, tail[:3])
            or any(abs(start - known) < _TAIL for known in seen)
        ):
            continue
        seen.add(start)
        what = f"可能多了一个“{other}”字" if other == tail[0] else f"可能漏了“{usual}”字"
        yield Finding(
            Kind.NAMING,
            Severity.LOW,
            f"“{other}{tail}”{what}，别处（{often} 次）都作“{usual}{tail}”。",
            (sentence_place(document, start, start + len(tail)),),
        )


def _inseparable(text: str, head: str, start: str) -> bool:
    """True where ``start`` hardly ever comes without ``head`` before it: 教融合 without 产."""
    together, alone = text.count(head + start), text.count(start)
    return together >= _ALWAYS and together >= _SHARE * alone


def _quoted(documents: Sequence[Document]) -> Iterator[Finding]:
    """Quoted names, within and across documents, that differ only in a connecting character."""
    drop = re.compile(f"[{audit_words().connectors}]")
    forms: dict[str, dict[str, tuple[Document, int]]] = {}
    for document in documents:
        for found in _QUOTED.finditer(document.text):
            name = found.group(1)
            plain = drop.sub("", name)
            forms.setdefault(plain, {}).setdefault(name, (document, found.start(1)))
    for some in forms.values():
        if len(some) > 1:
            yield Finding(
                Kind.NAMING,
                Severity.LOW,
                f"同一名称有两种写法：{'、'.join(f'“{name}”（《{d.title}》）' for name, (d, _) in some.items())}。",
                tuple(sentence_place(d, start, start + len(name)) for name, (d, start) in some.items()),
            )
