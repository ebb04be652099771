"""Which version of the audit made some findings."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


@cache
def audit_version() -> str:
    """A hash of the code and the word lists by which documents are read and audited."""
    found = hashlib.sha256()
    for path in sorted((*_PACKAGE.rglob("*.py"), *_PACKAGE.rglob("*.toml"))):
        if path.parent.name != "documents":
            found.update(path.read_bytes())
    return found.hexdigest()
