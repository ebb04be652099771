"""From examples and outcomes to scores, and from scores to a summary of each kind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evals.measures.consistency import consistency
from evals.measures.correctness import unmet
from evals.measures.evidence import citation_precision, evidence_recall, missed_groups
from evals.measures.grounding import quote_verbatim, ungrounded_numbers
from evals.measures.hits import found_evidence, wanted_evidence
from evals.measures.latency import percentile
from evals.measures.refusal import refusal_precision, refusal_recall, wrong_refusals
from evals.measures.retrieval import ndcg_at, recall_at, reciprocal_rank
from evals.model import CellEvidence, Evidence, Example, Outcome, Score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evals.documents import SourceText

OVERALL = "all"


def score_all(
    examples: Sequence[Example], outcomes: Iterable[Outcome], texts: Sequence[SourceText]
) -> tuple[Score, ...]:
    """One score for each example: one without a result is a miss, never left out."""
    found = {outcome.id: outcome for outcome in outcomes}
    scores = tuple(_score(example, found.get(example.id), texts) for example in examples)
    return _with_consistency(examples, found, scores)


def _with_consistency(
    examples: Sequence[Example], found: Mapping[str, Outcome], scores: tuple[Score, ...]
) -> tuple[Score, ...]:
    """The scores, each phrasing's with the share of the others of its group that got its answer."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, example in enumerate(examples):
        if example.group:
            groups[example.group].append(place)
    marked = list(scores)
    for places in groups.values():
        answers = [
            (scores[p].right, found[scores[p].id].answer if scores[p].answered else "") for p in places
        ]
        for place, share in zip(places, consistency(answers), strict=True):
            marked[place] = replace(scores[place], consistency=share)
    return tuple(marked)


def _score(example: Example, outcome: Outcome | None, texts: Sequence[SourceText]) -> Score:
    if outcome is None or outcome.error:
        return _miss(example, outcome.error if outcome else "no result")
    missed = unmet(example, outcome)
    wanted = wanted_evidence(example) if outcome.hits else frozenset()
    ranking = found_evidence(example, outcome.hits) if wanted else ()
    return Score(
        id=example.id,
        kind=example.kind,
        answerable=example.answerable,
        answered=True,
        abstained=outcome.abstained,
        right=not missed,
        evidence_recall=evidence_recall(example, outcome.citations),
        citation_precision=citation_precision(example, outcome.citations),
        verbatim=quote_verbatim(outcome.citations, texts),
        ungrounded=()
        if outcome.abstained
        else ungrounded_numbers(outcome.answer, outcome.citations, " ".join(example.turns)),
        latency_ms=outcome.latency_ms,
        missed=missed,
        missed_evidence=tuple(
            " | ".join(describe_evidence(item) for item in example.evidence[at])
            for at in missed_groups(example, outcome.citations)
        ),
        recall_5=recall_at(ranking, wanted, 5) if wanted else None,
        reciprocal_rank=reciprocal_rank(ranking, wanted) if wanted else None,
        ndcg_10=ndcg_at(ranking, dict.fromkeys(wanted, 1.0)) if wanted else None,
    )


def _miss(example: Example, reason: str) -> Score:
    return Score(
        id=example.id,
        kind=example.kind,
        answerable=example.answerable,
        answered=False,
        abstained=False,
        right=False,
        evidence_recall=0.0 if example.evidence else None,
        citation_precision=None,
        verbatim=None,
        ungrounded=(),
        latency_ms=None,
        missed=(reason,),
    )


def describe_evidence(item: Evidence) -> str:
    """A piece of evidence, for a reader."""
    if isinstance(item, CellEvidence):
        return " / ".join(part for part in (item.table, item.row, item.column, item.unit) if part)
    return f"“{item.quote}”"


@dataclass(frozen=True, slots=True)
class Summary:
    """The means of a group of scores; None where nothing applies."""

    kind: str
    count: int
    right: float
    evidence: float | None
    """Share of the examples with evidence whose evidence groups are all met."""
    precision: float | None
    verbatim: float | None
    """Share of the answers with citations whose quotes are all verbatim."""
    ungrounded: int
    """Numbers in no citation, summed over the answers."""
    crashed: int
    refusal_recall: float | None
    refusal_precision: float | None
    wrong_refusals: float | None
    p50_ms: float | None
    p95_ms: float | None


def summarise(scores: Sequence[Score]) -> tuple[Summary, ...]:
    """One summary for each kind in alphabetical order, then one over all."""
    kinds = sorted({score.kind for score in scores})
    groups = [(kind, [score for score in scores if score.kind == kind]) for kind in kinds]
    return tuple(_summary(kind, group) for kind, group in [*groups, (OVERALL, list(scores))])


def _summary(kind: str, scores: Sequence[Score]) -> Summary:
    times = [score.latency_ms for score in scores if score.latency_ms is not None]
    return Summary(
        kind=kind,
        count=len(scores),
        right=_mean(score.right for score in scores) or 0.0,
        evidence=_mean(score.evidence_recall == 1 for score in scores if score.evidence_recall is not None),
        precision=_mean(score.citation_precision for score in scores if score.citation_precision is not None),
        verbatim=_mean(score.verbatim == 1 for score in scores if score.verbatim is not None),
        ungrounded=sum(len(score.ungrounded) for score in scores),
        crashed=sum(not score.answered for score in scores),
        refusal_recall=refusal_recall(scores),
        refusal_precision=refusal_precision(scores),
        wrong_refusals=wrong_refusals(scores),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
    )


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None
