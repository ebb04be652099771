"""What the audit found, in answers: caveats for what is touched, and questions about the documents' soundness."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.disputes.by_concepts import names_chapter
from assistant.draft import place_to_citation
from assistant.findings import CHECKED, MOST_CITED, finding_said, places_cited
from assistant.model import Statement
from assistant.operations import said
from assistant.query import Operation, Query
from assistant.touching import OF_WHICH, bears, misnamed, same_place
from corpus.audit import Kind, Severity
from corpus.audit.columns import check_columns, summaries
from corpus.knowledge import load_toml
from corpus.units import split_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.model import Answer
    from assistant.query import Plan
    from assistant.reading import Reading
    from corpus.audit import Finding, Place
    from corpus.model import Document, Table
    from index.search import Index

_DOUBTFUL = (Kind.CONTRADICTION, Kind.NAMING)
_MOST_CAVEATS = 2
_MOST_BESIDE = 3
_MOST_LISTED = 8
_EXPLAINED = 0.5
_CAVEATS = ("caveat", "note")
_SAYS = ("answer", "item")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return load_toml("assistant", "audit_questions.toml")


class Audited:
    """The findings of an index, by what they touch."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.findings = index.findings
        self._of: dict[str, list[Finding]] = {}
        for finding in self.findings:
            for document in dict.fromkeys(place.document for place in finding.places):
                self._of.setdefault(document, []).append(finding)

    # -- caveats -----------------------------------------------------------------------------------

    def warned(self, answer: Answer) -> Answer:
        """``answer`` with a caveat for each serious finding that it touches and does not yet tell."""
        if answer.abstained or answer.query is None or answer.query.operation is Operation.CHECK:
            return answer
        statements, citations = list(answer.statements), list(answer.citations)
        touching = self._touching(answer)
        new = [f for f in touching if not _told(f, answer)]
        guesses = [f for f in touching if f not in new and f.hypothesis]
        said_now = [
            *((f, f"注意：{OF_WHICH.sub('', finding_said(f))}") for f in new),
            *((f, f"{f.hypothesis}{CHECKED}。") for f in guesses),
        ]
        for finding, text in said_now[:_MOST_CAVEATS]:
            cited = []
            for place in _shown_places(finding, answer):
                citation = place_to_citation(self._index, place)
                if citation not in citations:
                    citations.append(citation)
                cited.append(citations.index(citation))
            said_at = _after_the_answer(statements)
            statements.insert(said_at, Statement(text, tuple(dict.fromkeys(cited)), "caveat"))
        return replace(answer, statements=tuple(statements), citations=tuple(citations))

    def _touching(self, answer: Answer) -> list[Finding]:
        own = [s for s in answer.statements if s.role in _SAYS]
        used = [answer.citations[i] for s in own for i in s.citations]
        text = "".join(s.text for s in own)
        documents = dict.fromkeys(citation.document_id for citation in used)
        return [
            finding
            for finding in dict.fromkeys(f for d in documents for f in self._of.get(d, ()))
            if _serious(finding)
            and (
                misnamed(finding, answer.question, text)
                or any(
                    bears(finding, place, citation, text, answer.question)
                    for place in finding.places
                    for citation in used
                )
            )
        ]

    # -- questions ---------------------------------------------------------------------------------

    def compose(self, draft: Draft, reading: Reading, plan: Plan | None) -> Query | None:
        """Writes the answer to a question about the documents' soundness; ``None`` if it is none."""
        if reading.subjects or reading.strangers:
            return None
        measured = plan is not None and plan.explained >= _EXPLAINED and plan.covered > 0
        done = (
            (not measured and self.about_tables(draft, reading))
            or self._about_figures(draft, reading)
            or (not measured and self._about_means(draft, reading))
            or (not measured and self._about_all(draft, reading))
        )
        return Query("structure", reading.text, Operation.CHECK) if done else None

    def about_tables(self, draft: Draft, reading: Reading) -> bool:
        """Whether the sums and means of named tables are right."""
        named = [p for p in reading.places if p.startswith(("表", "附表"))]
        if not named or not _to_check(reading.text):
            return False
        for document in self._index.documents:
            for table in document.tables:
                if table.number in named:
                    self._table(draft, reading, document, table)
        return bool(draft)

    def _about_figures(self, draft: Draft, reading: Reading) -> bool:
        """Whether the named figures and cases are numbered and cited rightly."""
        named = [p for p in reading.places if p.startswith(("图", "案例"))]
        if not named or not _to_check(reading.text):
            return False
        found = [f for f in self.findings if any(re.search(rf"{p}(?!\d)", f.sentence) for p in named)]
        self._list(draft, [f for f in found if f.kind in (Kind.NUMBERING, Kind.MISSING)])
        return bool(draft)

    def _table(self, draft: Draft, reading: Reading, document: Document, table: Table) -> None:
        found = [
            f
            for f in self.findings
            if any(p.document == document.id and p.table == table.number for p in f.places)
        ]
        own = [f for f in found if f.kind is Kind.ARITHMETIC and f.places[0].table == table.number]
        others = [
            f for f in found if f.kind is Kind.CONTRADICTION or (f.kind is Kind.ARITHMETIC and f not in own)
        ]
        added = _sums(document, table)
        caption = [draft.cite_caption(document, table)]
        sums = f"合计都等于各行之和，{'、'.join(added)}" if added else "没有发现合计、均值或各部分不符的地方"
        if own:
            draft.say(f"对不上：{table.number} 有 {len(own)} 处计算不符{CHECKED}。", caption)
        else:
            draft.say(f"对得上：{table.number} {sums}{CHECKED}。", caption)
        self._list(draft, own)
        if others:
            draft.say(f"另有 {len(others)} 处与其他地方的说法不同{CHECKED}：", caption)
            self._list(draft, others)
        rest = [f for f in found if f not in own and f not in others and f.places[0].table == table.number]
        if rest and not reading.cue("total", "printed_total"):
            draft.say(f"另有 {len(rest)} 处疑点{CHECKED}：", caption)
            self._list(draft, rest)

    def _about_means(self, draft: Draft, reading: Reading) -> bool:
        """Why a printed mean is so high, where no column is named."""
        asked = (
            said(reading.text, "why")
            or _asks(reading.text)
            or any(w in reading.text for w in _words()["means"])
        )
        if not asked or not reading.cue("printed_mean", "mean", "printed_median"):
            return False
        found = [f for f in self.findings if _about_mean(f, self._index)]
        if not found:
            return False
        counted = any(word in reading.text for word in _words()["means"]) or bool(
            reading.cue("printed_median")
        )
        first = Kind.ARITHMETIC if counted else Kind.OUTLIER
        found.sort(key=lambda finding: finding.kind is not first)
        draft.say(f"{finding_said(found[0])}", self._cited(draft, found[0]))
        if found[1:]:
            draft.say(f"另有 {len(found) - 1} 处影响均值的问题{CHECKED}：", self._cited(draft, found[1]))
            self._list(draft, found[1:])
        return True

    def asks_all(self, reading: Reading) -> bool:
        """True where the question asks what does not add up in the documents, not in one place of them."""
        text = reading.text
        kinds = _kinds(text)
        whole = any(word in text for word in _words()["wholes"])
        named = any(word not in reading.unknown for word in reading.words)  # a thing, not the documents
        between = _between(text) and any(word in text for word in _words()["differ"])
        asked = between or _asks(text) or (not named and not reading.unknown and _to_check(text))
        all_of_them = whole or (bool(kinds) and not named)
        return asked and all_of_them and not reading.places and not names_chapter(text)

    def _about_all(self, draft: Draft, reading: Reading) -> bool:
        """What does not add up in the documents, of the kinds that are asked for."""
        if not self.asks_all(reading):
            return False
        text = reading.text
        kinds = _kinds(text)
        if kinds == ["contradiction"]:
            kinds.append("arithmetic")
        found = self._of_named(text, [f for f in self.findings if not kinds or f.kind.value in kinds])
        what = "、".join(dict.fromkeys(Kind(kind).label for kind in kinds)) or "全部类别"
        if not found:
            self._nothing(draft, what, text)
            return True
        counts = "、".join(
            f"{severity.value} {sum(f.severity is severity for f in found)} 条"
            for severity in Severity
            if any(f.severity is severity for f in found)
        )
        draft.say(
            f"有。核对文件（{what}）共发现 {len(found)} 条，按严重程度：{counts}{CHECKED}。较重要的有：",
            self._cited(draft, found[0]),
        )
        self._list(draft, found)
        return True

    def _nothing(self, draft: Draft, what: str, text: str) -> None:
        """Says that nothing was found; between documents also what they are about, and what of other kinds differs."""
        documents = self._index.documents
        cited = [draft.cite_span(d, d.blocks[0].span) for d in documents[:MOST_CITED] if d.blocks]
        if not _between(text):
            said = f"没有发现问题：核对过文件（{what}），合计、前后各处、名称和编号都没有发现不符。"
            draft.say(said, cited)
            return
        scopes = "、".join(f"{d.region}{f'{d.period}' if d.period else ''}" for d in documents if d.region)
        draft.say(f"几份文件之间没有发现{what}：逐项核对过同一地区、同一时间的数字和说法。", cited)
        draft.say(f"各份文件的范围是：{scopes}；范围不同的数字不能直接比较。", cited, "note")
        others = [f for f in self.findings if len({place.document for place in f.places}) > 1]
        if others:
            draft.say(f"另有 {len(others)} 条其他类别的：", self._cited(draft, others[0]))
            self._list(draft, others)

    def _of_named(self, text: str, found: Sequence[Finding]) -> list[Finding]:
        """The findings between documents where that is asked; else those of the documents that the question names by kind."""
        if _between(text):
            return [f for f in found if len({place.document for place in f.places}) > 1]
        named = {
            document.id
            for document in self._index.documents
            if any(word in text and word in document.title for word in _words()["sorts"])
        }
        return [f for f in found if not named or named & {place.document for place in f.places}]

    def _cited(self, draft: Draft, finding: Finding) -> list[int]:
        return [draft.cite_place(place) for place in places_cited(finding)]

    def _list(self, draft: Draft, found: Sequence[Finding]) -> None:
        for finding in found[:_MOST_LISTED]:
            cited = self._cited(draft, finding)
            guess = f"{finding.hypothesis}。" if finding.hypothesis else ""
            draft.say(f"{finding_said(finding)}{guess}", cited, "item")
        if len(found) > _MOST_LISTED:
            draft.say(f"其余 {len(found) - _MOST_LISTED} 条见“数据核对”。", (), "note")


def _serious(finding: Finding) -> bool:
    """True for a finding that a reader of one figure must know of."""
    doubtful = finding.severity is Severity.MIDDLE and finding.kind in _DOUBTFUL
    return finding.severity is Severity.HIGH or doubtful


def _after_the_answer(statements: Sequence[Statement]) -> int:
    """Where a caveat goes: behind what is answered and calculated and the caveats there, before the wording."""
    last = max((i for i, s in enumerate(statements) if s.role in (*_SAYS, "calculation")), default=-1)
    while last + 1 < len(statements) and statements[last + 1].role in _CAVEATS:
        last += 1
    return last + 1


def _shown_places(finding: Finding, answer: Answer) -> list[Place]:
    """The places that the answer cites already, and the nearest others; none of the same row."""
    known = [p for p in finding.places if any(same_place(p, citation) for citation in answer.citations)][:1]
    rows = {(p.document, p.table, p.row) for p in known if p.row}
    others = [p for p in finding.places if p not in known and (p.document, p.table, p.row) not in rows]
    return [*known, *others[:_MOST_BESIDE]]


def _told(finding: Finding, answer: Answer) -> bool:
    """True where a caveat of the answer cites one of the finding's places that the answer itself does not."""
    own, told = (
        [answer.citations[i] for s in answer.statements if (s.role in _CAVEATS) is said for i in s.citations]
        for said in (False, True)
    )
    known = own if finding.kind is Kind.CONTRADICTION else ()
    return any(
        any(same_place(p, c) for c in told) and not any(same_place(p, c) for c in known)
        for p in finding.places
    )


def _asks(text: str) -> bool:
    plain = text.replace("一不一致", "")
    return any(word in plain for word in _words()["doubts"])


def _kinds(text: str) -> list[str]:
    """The kinds of finding that ``text`` asks for by their words."""
    return [kind for kind, words in _words()["kinds"].items() if any(w in text for w in words)]


def _between(text: str) -> bool:
    """True where ``text`` is about several documents: it says so, or names two sorts of them."""
    words = _words()
    return any(word in text for word in words["between"]) or sum(word in text for word in words["sorts"]) > 1


def _to_check(text: str) -> bool:
    """True where ``text`` asks whether what it names is right."""
    return said(text, "check") or _asks(text) or any(word in text for word in _words()["verdicts"])


def _sums(document: Document, table: Table) -> list[str]:
    """``设置专业数 1133`` for each column whose printed total is the sum of its rows."""
    wrong = {(p.row, p.column) for f in check_columns(document) for p in f.places if p.table == table.number}
    return [
        f"{split_unit(column.label)[0]} {cell.text}"
        for column in table.columns
        if column.role == "value"
        for row, cell, _ in summaries(table, column, "total")
        if (row.label, column.label) not in wrong
    ]


def _about_mean(finding: Finding, index: Index) -> bool:
    first = finding.places[0]
    labels = {
        (document.id, table.number, row.label)
        for document in index.documents
        for table in document.tables
        for column in table.columns
        if column.role == "value"
        for kind in ("mean", "median")
        for row, _, _ in summaries(table, column, kind)
    }
    return (
        finding.kind in (Kind.OUTLIER, Kind.ARITHMETIC) and (first.document, first.table, first.row) in labels
    )
