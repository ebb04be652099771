"""The commands about the audit: invented reports, and how many planted faults are found in them."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations when it runs
from typing import Annotated

import typer

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
