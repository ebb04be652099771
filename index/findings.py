"""The audit's findings, kept with an index so that opening it need not wait for the audit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from corpus.audit import Finding, audit
from corpus.audit.version import audit_version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from corpus import Document

FINDINGS_FILE = "findings.json"


def write_findings(folder: Path, documents: Sequence[Document]) -> None:
    """Audits ``documents`` and writes the findings into ``folder``, readable and with the audit's version."""
    data = {"version": audit_version(), "findings": [finding.as_dict() for finding in audit(documents)]}
    (folder / FINDINGS_FILE).write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def read_findings(folder: Path, documents: Sequence[Document]) -> tuple[Finding, ...]:
    """The findings kept in ``folder``; where there are none of this version, the audit is done anew."""
    kept = _kept(folder / FINDINGS_FILE)
    texts = {document.id: document for document in documents}
    sound = kept is not None and all(
        place.document in texts and texts[place.document].quote(place.span) == place.quote
        for finding in kept
        for place in finding.places
    )
    return kept if kept is not None and sound else audit(documents)


def renew_findings(folder: Path, documents: Sequence[Document]) -> bool:
    """Audits anew where the findings kept in ``folder`` are of another version; ``True`` where it did."""
    stale = _kept(folder / FINDINGS_FILE) is None
    if stale:
        write_findings(folder, documents)
    return stale


def _kept(path: Path) -> tuple[Finding, ...] | None:
    """The findings in the file at ``path``; ``None`` where it is of another version or cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != audit_version():
            return None
        return tuple(Finding.from_dict(item) for item in data["findings"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
