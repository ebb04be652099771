"""The reports and replies of other places (``tests/fixtures/elsewhere``), read and opened once."""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from corpus import read_corpus
from corpus.document import DEFAULT_FOLDER
from corpus.manifest import documents_to_manifest
from evals.adapter import AssistantAnswerer
from evals.measures.correctness import unmet
from evals.reading import read_set
from evals.running import run_examples
from index import build_index
from index.encoder import HashEncoder, load_encoder
from index.weights import default_model_folder, model_is_made

if TYPE_CHECKING:
    from corpus import Document

FOLDER = Path(__file__).parents[1] / "fixtures" / "elsewhere"
PLACES = ("hebei", "sichuan", "zhejiang", "ministry")
OWN = "own"
"""The place of the documents that come with the program."""


@cache
def documents(place: str) -> tuple[Document, ...]:
    """The documents of one folder, by file name."""
    return read_corpus(FOLDER / place)


def document(place: str, kind: str) -> Document:
    """The report or the reply of one folder."""
    return next(d for d in documents(place) if d.kind == kind)


@cache
def cells() -> tuple[tuple[str, ...], ...]:
    """The cells of ``cells.tsv``: folder, table, row, column, printed, unit."""
    with (FOLDER / "cells.tsv").open(encoding="utf-8", newline="") as lines:
        return tuple(tuple(row) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="youju-elsewhere-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _corpus(places: tuple[str, ...]) -> Path:
    """A folder with the documents of ``places`` and the manifest that the program makes of them."""
    folder = _temporary()
    for place in places:
        for path in sorted((DEFAULT_FOLDER if place == OWN else FOLDER / place).glob("*.txt")):
            shutil.copy(path, folder)
    return with_manifest(folder)


def with_manifest(folder: Path) -> Path:
    """``folder`` with the manifest that the program makes of its documents."""
    found = read_corpus(folder)
    names = sorted(path.name for path in folder.glob("*.txt"))
    (folder / "manifest.toml").write_text(documents_to_manifest(found, names), encoding="utf-8")
    return folder


@cache
def opened(*places: str) -> Assistant:
    """The assistant over the documents of ``places``, with the real model."""
    if not model_is_made(default_model_folder()):
        pytest.fail("no embedding model: run make model")
    folder = _temporary() / "index"
    model = load_encoder(str(default_model_folder()))
    build_index(_corpus(places), folder, model, say=lambda _: None)
    return Assistant.open(folder)


@cache
def hashed(*places: str) -> Assistant:
    """The same with the stand-in encoder: figures need no more."""
    return of_folder(_corpus(places))


def of_folder(corpus: Path) -> Assistant:
    """The assistant over the documents of a folder, with the stand-in encoder."""
    folder = _temporary() / "index"
    build_index(corpus, folder, HashEncoder(), say=lambda _: None)
    return Assistant.open(folder, HashEncoder)


def wrong(name: str, *places: str) -> tuple[list[str], int]:
    """What of the set ``name`` is not answered rightly over ``places``, and the number of its questions."""
    examples = read_set(FOLDER / name)
    outcomes = run_examples(examples, AssistantAnswerer.of(opened(*places)))
    problems = [
        f"{example.id} {example.question}: {'; '.join(why)}"
        for example, outcome in zip(examples, outcomes, strict=True)
        if (why := unmet(example, outcome))
    ]
    return problems, len(examples)
