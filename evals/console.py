"""What the commands share."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer
from rich.console import Console

from evals.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDEST: Final = 180
"""What a table of all measures needs to be whole, in columns."""
_MEASURING: Final = ("psutil", "httpx", "packaging")

DocumentsOption: TypeAlias = Annotated[
    Path, typer.Option("--documents", help="Directory of the text documents.")
]


def wide_console() -> Console:
    """A console wide enough for the table of scores, also where the output is a file or a pipe."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDEST)


def need_test_packages() -> None:
    """Raises :class:`EvaluationError` with what to do where a package that only measuring needs is missing."""
    missing = [name for name in _MEASURING if find_spec(name) is None]
    if missing:
        raise EvaluationError(
            f"the package {missing[0]} is not installed; `make bench` installs it, "
            "or: .venv/bin/python -m pip install -c constraints.txt -e '.[test]'"
        )


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Says what the evaluation refuses in one line, and leaves with 2."""
    try:
        yield
    except EvaluationError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
