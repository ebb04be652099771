"""The assistant of these tests, opened once: over the real documents, with and without the model."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Turn
from index import build_index
from index.encoder import HashEncoder, load_encoder
from index.weights import default_model_folder, model_is_made

ROOT = Path(__file__).parents[2]


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="youju-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _quiet(_: str) -> None:
    """Nobody reads what building says."""


@cache
def hashed() -> Assistant:
    """The assistant with the stand-in encoder: figures need no more."""
    folder = _folder() / "index"
    build_index(None, folder, HashEncoder(), say=_quiet)
    return Assistant.open(folder, HashEncoder)


@cache
def real_index() -> Path:
    """An index made with the real model: a copy of the repository's, built anew if that is not current."""
    if not model_is_made(default_model_folder()):
        pytest.fail("no embedding model: run make model")
    folder = _folder() / "index"
    if (ROOT / ".index").is_dir():
        shutil.copytree(ROOT / ".index", folder)
    build_index(None, folder, load_encoder(str(default_model_folder())), say=_quiet)
    return folder


@cache
def real() -> Assistant:
    """The assistant with the real model."""
    return Assistant.open(real_index())


def ask(*turns: str, of: Assistant | None = None) -> Answer:
    """The answer to the last of ``turns``, after the ones before it."""
    assistant = of or hashed()
    history: tuple[Turn, ...] = ()
    for question in turns[:-1]:
        history = (*history, Turn(question, assistant.answer(question, history)))
    return assistant.answer(turns[-1], history)


def said(answer: Answer, role: str) -> str:
    """The statements of a role, a line each."""
    return "\n".join(s.text for s in answer.statements if s.role == role)
