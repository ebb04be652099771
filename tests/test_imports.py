"""Who may import whom: corpus ← index ← assistant ← (app, evals), function-local imports included."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "assistant": {"corpus", "index", "assistant"},
    "evals": {"corpus", "index", "assistant", "evals"},
    "app": {"corpus", "index", "assistant", "evals", "app"},
}
OURS = set(ALLOWED) | {"tests"}
EXPORTS = {
    "corpus": [
        "CorpusError", "Document", "Finding", "Observation", "Section", "Span", "Table", "audit", "read_corpus",
        "read_document",
    ],
    "index": ["Hit", "Index", "IndexProblem", "Passage", "build_index"],
    "assistant": ["Answer", "Assistant", "AssistantError", "Citation", "Turn"],
    "evals": ["read_results", "read_set", "run_examples", "score_all", "summarise"],
}  # fmt: skip
BY_NAME = {"import_module", "__import__"}


def modules(package: str) -> list[Path]:
    folder = ROOT / package
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def imported(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Line and top-level package of every import in ``source``, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, package if node.level else (node.module or "").partition(".")[0]
        elif isinstance(node, ast.Call) and _name(node.func) in BY_NAME and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value.partition(".")[0]


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_point_upstream(package: str) -> None:
    """No module imports from a package that comes after its own."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(package)
        for line, name in imported(path.read_text(encoding="utf-8"), package)
        if name in OURS - ALLOWED[package]
    ]
    assert wrong == []


HIDDEN = [
    "import assistant.engine",
    "from assistant import Answer",
    "def f():\n    from assistant.engine import Assistant",
    "if TYPE_CHECKING:\n    import assistant",
    "import importlib\nimportlib.import_module('assistant.engine')",
    "__import__('assistant')",
]


@pytest.mark.parametrize("source", HIDDEN)
def test_no_import_is_overlooked(source: str) -> None:
    """Imports within functions, under conditions and by name are found too."""
    assert "assistant" in {name for _, name in imported(source, "index")}


@pytest.mark.parametrize("package", ALLOWED)
def test_every_module_is_looked_at(package: str) -> None:
    """Each package has modules."""
    assert [path for path in modules(package) if not path.is_file()] == []


@pytest.mark.parametrize(("package", "names"), EXPORTS.items())
def test_exports(package: str, names: list[str]) -> None:
    """Each package exports a few fixed names, and has them."""
    module = import_module(package)
    assert (module.__all__, [name for name in names if not hasattr(module, name)]) == (names, [])
