"""What is asked of a corpus of many reports: of the real one, and of the invented ones beside it.

People who have reports of many provinces and years say which one they mean. So the questions about the
real report name its region and year; asked without, those that name no school must be asked back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from evals.bench.model import spread
from evals.bench.work import looked_at, some_of_each_kind
from evals.documents import document_key
from evals.generated import Generator
from evals.running import run_examples
from evals.scoring import score_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus import Document
    from evals.model import Example, Outcome
    from evals.running import Answerer

INVENTED: Final = "synthetic-"
"""The beginning of the names of invented reports."""

_FIGURES: Final = ("cell", "appendix", "rank", "filter", "compare")
_TEXT: Final = ("fact", "list", "summary")
_NO_SCHOOL: Final = frozenset({"rank", "filter"})
"""Kinds that look for schools and mostly name none."""
_COUNT: Final = 12
_REPORTS: Final = 10
"""So many invented reports are asked about, spread over all."""
_FORMS: Final = ("value", "highest", "rank_of", "above", "difference", "region")


@dataclass(frozen=True, slots=True)
class Asked:
    """Some questions: the 50th and 95th percentile (ms), the share right, the share asked back."""

    p50: float
    p95: float
    right: float
    asked_back: float


def questions_of_each_part(documents: Sequence[Document]) -> dict[str, tuple[Example, ...]]:
    """``figures`` and ``text`` about the real documents, ``unnamed`` as they are written, ``invented`` ones."""
    kinds = some_of_each_kind([e for e in looked_at() if len(e.turns) == 1], _COUNT)
    real = {document_key(d.title): d for d in documents if not d.id.startswith(INVENTED)}
    figures = [e for kind in _FIGURES for e in kinds[kind]]
    return {
        "figures": tuple(_about(example, real) for example in figures),
        "unnamed": tuple(e for e in figures if e.kind in _NO_SCHOOL and not _names_a_report(e, documents)),
        "text": tuple(_about(e, real, year=False) for kind in _TEXT for e in kinds[kind]),
        "invented": invented_questions(documents),
    }


def _about(example: Example, real: Mapping[str, Document], *, year: bool = True) -> Example:
    """The question with the region, and perhaps the year, of the report that its evidence is in."""
    found = {item.document for group in example.evidence for item in group}
    document = real.get(next(iter(found))) if len(found) == 1 else None
    if document is None or not document.period or document.region in example.question:
        return example
    return named(example, document, year=year)


def named(example: Example, document: Document, *, year: bool = True) -> Example:
    """The question as one about this report: 2023年某省, then what is asked."""
    period = document.period if year else ""
    return replace(example, turns=(f"{period}{document.region}{example.question}",))


def _names_a_report(example: Example, documents: Sequence[Document]) -> bool:
    """True where the question has a region, or a school of some table by its full name."""
    regions = {d.region for d in documents if d.period}
    schools = {o.subject for d in documents for o in d.observations}
    return any(name and name in example.question for name in (*regions, *schools))


def invented_questions(documents: Sequence[Document]) -> tuple[Example, ...]:
    """One question of each form about some of the invented reports, which it names."""
    invented = [d for d in documents if d.id.startswith(INVENTED)]
    found = []
    for document in invented[:: max(1, len(invented) // _REPORTS)][:_REPORTS]:
        made = Generator([document]).examples()
        for number, form in enumerate(_FORMS):
            some = [e for e in made if e.place == form and e.id.endswith(".0")]
            chosen = some[(7 * number) % len(some)] if some else None
            if chosen is not None:
                found.append(replace(named(chosen, document), id=f"{document.id}/{chosen.id}"))
    return tuple(found)


def ask(answerer: Answerer, examples: Sequence[Example], documents: Sequence[Document]) -> Asked:
    """Asks all; an answer that cites an invented report which was not asked about is not right."""
    outcomes = list(run_examples(examples, answerer))
    scores = score_all(examples, outcomes, ())
    invented = {d.title: d.id for d in documents if d.id.startswith(INVENTED)}
    right = [
        score.right and _from_its_own(example, outcome, invented)
        for example, outcome, score in zip(examples, outcomes, scores, strict=True)
    ]
    asked_back = [outcome.reason == "ambiguous" for outcome in outcomes]
    count = max(1, len(outcomes))
    return Asked(*spread([o.latency_ms for o in outcomes]), sum(right) / count, sum(asked_back) / count)


def _from_its_own(example: Example, outcome: Outcome, invented: Mapping[str, str]) -> bool:
    cited = {invented[c.document] for c in outcome.citations if c.document in invented}
    return cited <= {example.id.partition("/")[0]}
