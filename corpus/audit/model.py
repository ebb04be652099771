"""What an audit finds: frozen values with the places that they are about."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from corpus.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(str, Enum):
    """What kind of thing does not add up; the value is the key in data, :attr:`label` is for readers."""

    CONTRADICTION = "contradiction"
    ARITHMETIC = "arithmetic"
    OUTLIER = "outlier"
    TRUNCATED = "truncated"
    MISSING = "missing"
    NAMING = "naming"
    NUMBERING = "numbering"

    @property
    def label(self) -> str:
        """The kind in Chinese."""
        return _LABELS[self]


_LABELS = {
    Kind.CONTRADICTION: "前后不一致",
    Kind.ARITHMETIC: "计算不符",
    Kind.OUTLIER: "异常值或单位",
    Kind.TRUNCATED: "数字截断",
    Kind.MISSING: "缺失",
    Kind.NAMING: "名称与文字",
    Kind.NUMBERING: "编号与标题",
}


class Severity(str, Enum):
    """How much a finding matters to somebody who copies a figure: high, middle, low."""

    HIGH = "高"
    MIDDLE = "中"
    LOW = "低"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: ``quote`` is ``Document.text`` at ``span``; ``table`` is "" in prose."""

    document: str
    section: str
    quote: str
    span: Span
    table: str = ""
    row: str = ""
    column: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The place as JSON: the span as ``[start, end]``."""
        return {
            "document": self.document,
            "section": self.section,
            "quote": self.quote,
            "span": [self.span.start, self.span.end],
            "table": self.table,
            "row": self.row,
            "column": self.column,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Place:
        """The place that :meth:`as_dict` wrote; raises ``KeyError`` or ``ValueError``."""
        start, end = data["span"]
        words = {name: str(data[name]) for name in ("document", "section", "quote", "table", "row", "column")}
        return cls(span=Span(int(start), int(end)), **words)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not add up.

    ``sentence`` says it in Chinese to an author of the report, ``arithmetic`` shows the calculation
    ("" if there is none), ``hypothesis`` what may have happened ("" if nothing is offered; it is
    always worded as a guess). ``places`` are all places involved, the one in doubt first.
    """

    kind: Kind
    severity: Severity
    sentence: str
    places: tuple[Place, ...]
    arithmetic: str = ""
    hypothesis: str = ""

    @property
    def id(self) -> str:
        """A short name that stays as long as the finding and the words in question do."""
        said = [
            self.kind.value,
            *(f"{p.document}:{p.table}:{p.row}:{p.column}:{p.quote}" for p in self.places),
        ]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:10]

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON: id, kind, its label, severity, sentence, arithmetic, hypothesis, places."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "label": self.kind.label,
            "severity": self.severity.value,
            "sentence": self.sentence,
            "arithmetic": self.arithmetic,
            "hypothesis": self.hypothesis,
            "places": [place.as_dict() for place in self.places],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """The finding that :meth:`as_dict` wrote; raises ``KeyError`` or ``ValueError``."""
        return cls(
            Kind(data["kind"]),
            Severity(data["severity"]),
            str(data["sentence"]),
            tuple(Place.from_dict(place) for place in data["places"]),
            str(data["arithmetic"]),
            str(data["hypothesis"]),
        )
