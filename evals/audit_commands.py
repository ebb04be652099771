"""The commands about the audit: invented reports, and how many planted faults are found in them."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations when it runs
from typing import Annotated

import typer

from corpus import audit, read_corpus
from evals.audit_gold import found_items, read_gold
from evals.planted import clean_outcomes, planted_outcomes, recall_by_fault
from evals.synthetic import FAULTS, write_report


def synthetic(
    output: Annotated[Path, typer.Option("--output", "-o", help="Directory for the reports.")],
    reports: Annotated[int, typer.Option("--reports", help="How many.")] = 1,
    seed: Annotated[int, typer.Option("--seed", help="The first one's; the others follow.")] = 1,
    fault: Annotated[list[str] | None, typer.Option("--fault", help="Plant it, by name.")] = None,
) -> None:
    """Write invented reports, each of another province, with right figures or planted faults."""
    unknown = sorted(set(fault or ()) - set(FAULTS))
    if unknown:
        typer.echo(f"no fault {unknown[0]!r}; there are: {', '.join(FAULTS)}", err=True)
        raise typer.Exit(2)
    for number in range(seed, seed + reports):
        path = write_report(output, number, fault or ())
        typer.echo(str(path))


def audit_planted(
    seeds: Annotated[int, typer.Option("--seeds", help="How many reports.")] = 50,
    show: Annotated[bool, typer.Option("--show", help="List misses.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Recall and precision of the audit on invented reports with one planted fault of each kind."""
    numbers = range(1, seeds + 1)
    outcomes, clean = planted_outcomes(numbers), clean_outcomes(numbers)
    for name, (found, planted) in recall_by_fault(outcomes).items():
        typer.echo(f"{name:16} {found:3} of {planted:3}")
    planted = sum(len(outcome.planted) for outcome in outcomes)
    found = sum(len(outcome.found) for outcome in outcomes)
    findings = sum(outcome.findings for outcome in outcomes)
    false = [sentence for outcome in outcomes for sentence in outcome.false]
    typer.echo(f"recall    {found / planted:.3f} ({found} of {planted} faults)")
    typer.echo(
        f"precision {1 - len(false) / max(findings, 1):.3f} ({findings - len(false)} of {findings} findings)"
    )
    typer.echo(f"clean     {sum(outcome.findings for outcome in clean)} findings in {len(clean)} reports")
    if show:
        for outcome in outcomes:
            missed = sorted(set(outcome.planted) - set(outcome.found))
            if missed or outcome.false:
                typer.echo(f"{outcome.seed}: missed {missed}, false {list(outcome.false)}")
        for outcome in clean:
            for sentence in outcome.false:
                typer.echo(f"clean {outcome.seed}: {sentence}")


def audit_gold(
    gold: Annotated[Path, typer.Argument(metavar="FILE", help="What a careful reader finds, FILE.jsonl.")],
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Directory of the documents.")] = None,
    show: Annotated[bool, typer.Option("--show", help="List the items.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Recall of the audit on the items of FILE, by severity."""
    items, documents = read_gold(gold), read_corpus(corpus)
    found = found_items(items, audit(documents), documents)
    for severity in ("high", "medium", "low"):
        some = [item for item in items if item.severity == severity]
        hits = sum(bool(found[item.id]) for item in some)
        typer.echo(f"{severity:7} {hits / max(len(some), 1):.3f} ({hits} of {len(some)})")
    hits = sum(map(bool, found.values()))
    typer.echo(f"all     {hits / len(items):.3f} ({hits} of {len(items)})")
    for item in items if show else ():
        first = found[item.id][0].sentence if found[item.id] else "-"
        typer.echo(f"{item.id} {item.severity:6} {item.said}\n    {first}")
