"""Does the assistant refuse what the documents lack, and only that?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.model import Score


def refusal_recall(scores: Sequence[Score]) -> float | None:
    """Unanswerable questions refused / unanswerable questions (sensitivity; van Rijsbergen 1979)."""
    wanted = [score for score in scores if not score.answerable]
    return _share(sum(score.abstained for score in wanted), len(wanted))


def refusal_precision(scores: Sequence[Score]) -> float | None:
    """Refusals of unanswerable questions / refusals (van Rijsbergen 1979)."""
    refused = [score for score in scores if score.abstained]
    return _share(sum(not score.answerable for score in refused), len(refused))


def wrong_refusals(scores: Sequence[Score]) -> float | None:
    """Answerable questions refused / answerable questions (the false positive rate)."""
    answerable = [score for score in scores if score.answerable]
    return _share(sum(score.abstained for score in answerable), len(answerable))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
