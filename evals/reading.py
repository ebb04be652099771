"""Example sets and results files: one JSON object a line, checked field by field."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from evals.errors import SetError
from evals.model import CellEvidence, Citation, Evidence, Example, Expected, Number, Outcome, QuoteEvidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

KINDS = frozenset(
    {
        "cell",
        "appendix",
        "rank",
        "filter",
        "aggregate",
        "compare",
        "derive",
        "table_text",
        "fact",
        "list",
        "summary",
        "cross_doc",
        "conflict",
        "unanswerable",
        "followup",
        "noisy",
        "quality",
        "injection",
    }
)

_EXAMPLE_FIELDS = frozenset(
    ("id", "turns", "kind", "answerable", "expect", "reject", "evidence", "note", "source", "group")
)
_SOURCE_FIELDS = frozenset(("author", "place"))
_NUMBER_FIELDS = frozenset(("num", "tol", "unit"))
_EVIDENCE_FIELDS = frozenset(("doc", "quote", "table", "row", "column", "unit"))

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class _Line:
    """A JSON object and its place, for errors that name file, line and field."""

    path: Path
    number: int
    fields: dict[str, Any]

    def error(self, field: str, reason: str) -> SetError:
        return SetError(self.path, self.number, field, reason)

    def text(self, field: str, *, needed: bool = False) -> str:
        """A string; missing and null mean "" unless it is needed."""
        value = self.fields.get(field)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise self.error(field, f"must be a string, not {value!r}")
        if needed and not value.strip():
            raise self.error(field, "must not be empty")
        return value

    def flag(self, field: str) -> bool:
        value = self.fields.get(field)
        if not isinstance(value, bool):
            raise self.error(field, f"must be true or false, not {value!r}")
        return value

    def items(
        self, field: str, read: Callable[[Any, str], _Item], *, needed: bool = False
    ) -> tuple[_Item, ...]:
        value = self.fields.get(field)
        return self.sequence([] if value is None else value, field, read, needed=needed)

    def sequence(
        self, value: object, field: str, read: Callable[[Any, str], _Item], *, needed: bool = False
    ) -> tuple[_Item, ...]:
        if not isinstance(value, list):
            raise self.error(field, f"must be a list, not {value!r}")
        if needed and not value:
            raise self.error(field, "must not be empty")
        return tuple(read(item, f"{field}[{at}]") for at, item in enumerate(value))

    def inner(self, value: object, field: str, known: frozenset[str]) -> _Line:
        """An object inside the line, with known fields only."""
        if not isinstance(value, dict):
            raise self.error(field, f"must be an object, not {value!r}")
        if extra := sorted(value.keys() - known):
            raise self.error(field, f"unknown fields {', '.join(extra)}")
        return _Line(self.path, self.number, value)


def read_set(path: Path) -> tuple[Example, ...]:
    """All examples of a set, in order; ids are unique."""
    examples: list[Example] = []
    seen: dict[str, int] = {}
    for line in _read_lines(path):
        example = _example(line)
        if example.id in seen:
            raise line.error("id", f"{example.id!r} is also in line {seen[example.id]}")
        seen[example.id] = line.number
        examples.append(example)
    return tuple(examples)


def read_results(path: Path) -> tuple[Outcome, ...]:
    """All lines of a results file, in order; the last line of an id counts."""
    return tuple({line.text("id"): _outcome(line) for line in _read_lines(path)}.values())


def _read_lines(path: Path) -> Iterator[_Line]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(path, 0, "", str(error)) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line, parse_float=Decimal, parse_constant=str)
        except json.JSONDecodeError as error:
            raise SetError(path, number, "", f"not JSON: {error}") from error
        if not isinstance(fields, dict):
            raise SetError(path, number, "", "must be a JSON object")
        yield _Line(path, number, fields)


def _example(line: _Line) -> Example:
    if extra := sorted(line.fields.keys() - _EXAMPLE_FIELDS):
        raise line.error(", ".join(extra), "unknown field")
    kind = line.text("kind", needed=True)
    if kind not in KINDS:
        raise line.error("kind", f"{kind!r} is none of {', '.join(sorted(KINDS))}")
    origin = line.inner(line.fields.get("source", {}), "source", _SOURCE_FIELDS)
    example = Example(
        id=line.text("id", needed=True),
        turns=line.items("turns", _text_reader(line), needed=True),
        kind=kind,
        answerable=line.flag("answerable"),
        expect=line.items("expect", _group_reader(line, _expected_reader(line))),
        reject=line.items("reject", _expected_reader(line)),
        evidence=line.items("evidence", _group_reader(line, _evidence_reader(line))),
        note=line.text("note"),
        author=origin.text("author"),
        place=origin.text("place"),
        source=f"{line.path.name}:{line.number}",
        group=line.text("group"),
    )
    if example.answerable and not example.expect:
        raise line.error("expect", "an answerable example must expect something")
    return example


def _text_reader(line: _Line) -> Callable[[Any, str], str]:
    def read(value: object, field: str) -> str:
        if not isinstance(value, str) or not value:
            raise line.error(field, f"must be a string that is not empty, not {value!r}")
        return value

    return read


def _group_reader(line: _Line, read: Callable[[Any, str], _Item]) -> Callable[[Any, str], tuple[_Item, ...]]:
    return lambda value, field: line.sequence(value, field, read, needed=True)


def _expected_reader(line: _Line) -> Callable[[Any, str], Expected]:
    def read(value: object, field: str) -> Expected:
        if isinstance(value, str):
            if not value.strip():
                raise line.error(field, "must not be empty")
            return value
        inner = line.inner(value, field, _NUMBER_FIELDS)
        return Number(
            _decimal(inner, inner.fields.get("num"), f"{field}.num"),
            _decimal(inner, inner.fields.get("tol", 0), f"{field}.tol"),
            inner.text("unit"),
        )

    return read


def _decimal(line: _Line, value: object, field: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise line.error(field, f"must be a number, not {value!r}")
    return Decimal(value)


def _evidence_reader(line: _Line) -> Callable[[Any, str], Evidence]:
    def read(value: object, field: str) -> Evidence:
        inner = line.inner(value, field, _EVIDENCE_FIELDS)
        document = inner.text("doc", needed=True)
        if quote := inner.text("quote"):
            return QuoteEvidence(document, quote)
        if not (table := inner.text("table")):
            raise line.error(field, "needs a quote or a table")
        return CellEvidence(document, table, inner.text("row"), inner.text("column"), inner.text("unit"))

    return read


def _outcome(line: _Line) -> Outcome:
    latency = line.fields.get("latency_ms") or 0
    if isinstance(latency, bool) or not isinstance(latency, int | Decimal):
        raise line.error("latency_ms", f"must be a number, not {latency!r}")
    if not math.isfinite(latency) or latency < 0:
        raise line.error("latency_ms", f"must be a number from 0, not {latency}")
    return Outcome(
        id=line.text("id", needed=True),
        answer=line.text("answer"),
        abstained=line.flag("abstained"),
        citations=line.items("citations", _citation_reader(line)),
        latency_ms=float(latency),
        error=line.text("error"),
        understanding=line.text("understanding"),
        reason=line.text("reason"),
        hits=line.items("hits", _citation_reader(line)),
        strength=_strength(line),
    )


def _strength(line: _Line) -> float | None:
    value = line.fields.get("strength")
    return None if value is None else float(_decimal(line, value, "strength"))


def _citation_reader(line: _Line) -> Callable[[Any, str], Citation]:
    def read(value: object, field: str) -> Citation:
        if not isinstance(value, dict):
            raise line.error(field, f"must be an object, not {value!r}")
        return citation_from_json(_Line(line.path, line.number, value).text)

    return read


def citation_from_json(text: Callable[[str], str]) -> Citation:
    """A citation from the six fields of a results file; `text` looks a field up."""
    return Citation(
        document=text("document"),
        quote=text("quote"),
        section=text("section"),
        table=text("table"),
        row=text("row"),
        column=text("column"),
    )


def outcome_to_json(outcome: Outcome) -> str:
    """One line of a results file."""
    fields: dict[str, Any] = {
        "id": outcome.id,
        "answer": outcome.answer,
        "abstained": outcome.abstained,
        "citations": [_citation_to_json(citation) for citation in outcome.citations],
        "latency_ms": round(outcome.latency_ms, 2),
    }
    for name in ("error", "understanding", "reason"):
        if value := getattr(outcome, name):
            fields[name] = value
    if outcome.hits:
        fields["hits"] = [_citation_to_json(hit) for hit in outcome.hits]
    if outcome.strength is not None:
        fields["strength"] = round(outcome.strength, 4)
    return json.dumps(fields, ensure_ascii=False)


def _citation_to_json(citation: Citation) -> dict[str, str]:
    names: Sequence[str] = ("document", "section", "quote", "table", "row", "column")
    return {name: getattr(citation, name) for name in names}


def example_to_json(example: Example) -> str:
    """One line of a set."""
    fields: dict[str, Any] = {
        "id": example.id,
        "turns": list(example.turns),
        "kind": example.kind,
        "answerable": example.answerable,
        "expect": [[_expected_to_json(item) for item in group] for group in example.expect],
        "reject": [_expected_to_json(item) for item in example.reject],
        "evidence": [[_evidence_to_json(item) for item in group] for group in example.evidence],
        "note": example.note,
        "source": {"author": example.author, "place": example.place},
        "group": example.group,
    }
    return json.dumps(fields, ensure_ascii=False)


def _expected_to_json(item: Expected) -> str | dict[str, Any]:
    if isinstance(item, str):
        return item
    return {"num": _plain(item.value), "tol": _plain(item.tolerance), "unit": item.unit}


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _evidence_to_json(item: Evidence) -> dict[str, str]:
    if isinstance(item, QuoteEvidence):
        return {"doc": item.document, "quote": item.quote}
    cell = {"doc": item.document, "table": item.table, "row": item.row, "column": item.column}
    return {**cell, "unit": item.unit} if item.unit else cell
