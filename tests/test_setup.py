"""The files that set the program up: pins, targets, the run of all tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = ("3.10", "3.11", "3.12", "3.13")


def pins(python: str) -> dict[str, SpecifierSet]:
    """The constraints that hold for a Python version; each package may be pinned only once."""
    found: dict[str, SpecifierSet] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pin = Requirement(line)
        if pin.marker is None or pin.marker.evaluate({"python_version": python}):
            name = canonicalize_name(pin.name)
            assert name not in found, f"{name} is pinned twice for Python {python}"
            found[name] = pin.specifier
    return found


def needed(python: str, extras: tuple[str, ...] = ("test", "dev")) -> dict[str, Requirement]:
    """What the project asks for, with these extras."""
    groups = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras)]
    environment = {**default_environment(), "python_version": python}
    all_needed = [Requirement(text) for group in groups for text in group]
    return {
        canonicalize_name(requirement.name): requirement
        for requirement in all_needed
        if requirement.marker is None
        or requirement.marker.evaluate({k: str(v) for k, v in environment.items()})
    }


@pytest.mark.parametrize("python", PYTHONS)
def test_everything_is_pinned_exactly(python: str) -> None:
    """Each requirement has one exact version that lies in its range."""
    pinned = pins(python)
    for name, requirement in needed(python).items():
        (exact,) = pinned[name]
        assert exact.operator == "=="
        assert requirement.specifier.contains(exact.version), name


def test_installed_closure_is_pinned() -> None:
    """Whatever the requirements pull in here is pinned too, GPU libraries aside."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    pinned = pins(python)
    open_names = [name for name in needed(python, ("test",)) if name != "torch"]
    seen: set[str] = set()
    while open_names:
        name = open_names.pop()
        if name in seen:
            continue
        seen.add(name)
        for text in requires(name) or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                open_names.append(canonicalize_name(requirement.name))
    assert sorted(seen - {"torch", "setuptools"} - set(pinned)) == []


def test_torch_is_exact() -> None:
    """A range would bring gigabytes of CUDA."""
    assert {str(pins(python)["torch"]) for python in PYTHONS} == {"==2.13.0"}


def test_python_range() -> None:
    """The promised versions of Python, and no other."""
    allowed = SpecifierSet(PROJECT["requires-python"])
    assert [v for v in ("3.9", *PYTHONS, "3.14") if allowed.contains(v)] == list(PYTHONS)


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml", "Makefile", ".ci/run"])
def test_no_address_is_written_down(name: str) -> None:
    """Packages are named, not the place that they come from."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--(extra-)?index-url", text)


def make(*words: str) -> subprocess.CompletedProcess[str]:
    """Run make in the project's folder."""
    program = shutil.which("make")
    if program is None:
        pytest.skip("make is not installed")
    return subprocess.run([program, *words], capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize(
    ("target", "steps"),
    [
        ("run", ["-m index model", "-m index build", "app.py"]),
        ("setup", ["-m index model", "-m index build"]),
        ("test", ["-m index model", "-m index build", "-m pytest"]),
        ("check", ["-m ruff check", "-m mypy"]),
        ("evals", ["-m index build", "-m evals"]),
    ],
)
def test_steps_of_a_target(target: str, steps: list[str]) -> None:
    """Each target does its steps in this order."""
    run = make("--dry-run", target)
    assert run.returncode == 0, run.stderr
    places = [run.stdout.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


def test_help_lists_the_targets() -> None:
    """`make` alone says what there is."""
    assert all(f"make {name}" in make().stdout for name in ("run", "setup", "test", "check", "evals"))


def test_old_python_is_refused(tmp_path: Path) -> None:
    """A Python that cannot do it is named in one line, and no environment is left."""
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.2 && exit\nexit 1\n')
    old.chmod(0o755)
    run = make(f"{tmp_path}/venv/bin/python", f"VENV={tmp_path}/venv", f"PYTHON={old}")
    assert run.returncode != 0
    assert "needs Python 3.10 to 3.13" in run.stdout
    assert "Python 3.9.2" in run.stdout
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize(
    ("output", "code", "expected"),
    [
        ("==== 3 passed in 0.1s ====", 0, 0),
        ("3 passed, 1 skipped in 0.1s", 0, 0),
        ("==== 1 failed, 3 passed in 0.1s ====", 2, 2),
        ("==== no tests ran in 0.1s ====", 2, 2),
        ("==== 3 skipped in 0.1s ====", 0, 1),
        ("", 0, 1),
    ],
)
def test_run_of_all_tests(output: str, code: int, expected: int, tmp_path: Path) -> None:
    """.ci/run fails with the tests, and when none ran; a good run ends with pytest's summary."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    stubs = {
        "make": f'echo "{output}"; exit {code}',
        "python3": "exit 0",
        "chromium": "exit 0",
        "nginx": "exit 0",
    }
    stubs["dpkg-query"] = "echo install ok installed"
    for name, body in stubs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["bash", str(tmp_path / ".ci" / "run")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == expected
    assert run.stdout.strip() == output


OFFLINE_STEPS = ["sha256sum --quiet --check", "-m venv", "--no-index -e .", "model/*/.", "-m index build"]


def test_an_offline_installation_uses_no_index(tmp_path: Path) -> None:
    """Checksums first, then only what lies in the folder; no pip settings of the machine count."""
    run = make("--dry-run", "install-offline", f"VENV={tmp_path}/venv")
    assert run.returncode == 0, run.stderr
    places = [run.stdout.find(step) for step in OFFLINE_STEPS]
    assert -1 not in places
    assert places == sorted(places)
    installs = [line for line in run.stdout.splitlines() if "pip" in line and " install " in line]
    assert len(installs) == 2
    assert all("--no-index" in line for line in installs)
    shown = make("--dry-run", "--print-data-base", "install-offline").stdout
    assert "PIP_CONFIG_FILE := /dev/null" in shown
    assert "PIP_NO_INDEX := 1" in shown


def test_a_damaged_archive_is_not_installed(tmp_path: Path) -> None:
    """One changed byte, and nothing is made."""
    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    shutil.copy(ROOT / "constraints.txt", tmp_path / "constraints.txt")
    program = shutil.which("make")
    if program is None:
        pytest.skip("make is not installed")
    command = [program, "install-offline"]
    bare = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  ./constraints.txt\n")
    damaged = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (bare.returncode != 0, damaged.returncode != 0) == (True, True)
    assert "Unpack the archive" in bare.stdout
    assert "The archive is damaged" in damaged.stdout
    assert not (tmp_path / ".venv").exists()


def test_the_archive_is_made_of_wheels_model_and_sums() -> None:
    """In this order, and the sums are over all of it."""
    run = make("--dry-run", "wheelhouse")
    places = [
        run.stdout.find(step)
        for step in (" wheel -c constraints.txt", "build/youju/model/", "> SHA256SUMS", "tar -cf")
    ]
    assert -1 not in places
    assert places == sorted(places)
