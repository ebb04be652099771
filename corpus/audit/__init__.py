"""What in documents does not add up: contradictions, sums, units, gaps, names, numbers."""

from corpus.audit.checks import audit
from corpus.audit.model import Finding, Kind, Place, Severity

__all__ = ["Finding", "Kind", "Place", "Severity", "audit"]
