"""``make install-offline`` from the archive of ``make wheelhouse``, where the kernel gives no network.

``make test-offline`` makes the archive and runs this; alone, without an archive, it is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVE = os.environ.get("OFFLINE_ARCHIVE", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ARCHIVE, reason="needs the archive, 530 MB: make test-offline"),
]

UNSHARE = ("unshare", "--map-root-user", "--net")
"""A command in a network namespace of its own, in which there is nothing, not even a route."""

QUESTION = "长春职业技术学院有多少专任教师？"


def apart(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run without a network and without the settings of this machine, but with a package index that does not answer."""
    environment = {
        "PATH": os.defpath + ":/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder / "home"),
        "PYTHONUTF8": "1",
        "YOUJU_MODEL_DIR": str(folder / "model"),
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    }
    return subprocess.run(
        [*UNSHARE, *command], capture_output=True, text=True, check=False, cwd=folder, env=environment
    )


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "youju"


@pytest.fixture(scope="module")
def installed(unpacked: Path) -> tuple[Path, str]:
    run = apart(unpacked, "make", "install-offline", f"PYTHON={sys._base_executable}")  # type: ignore[attr-defined]
    assert run.returncode == 0, run.stdout + run.stderr
    return unpacked, run.stdout


def test_there_is_no_network(unpacked: Path) -> None:
    """Otherwise the tests below would prove nothing."""
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"
    run = apart(unpacked, sys.executable, "-c", reach)
    assert "Network is unreachable" in run.stderr


def test_the_list_of_checksums_names_every_file(unpacked: Path) -> None:
    """Each with its sum."""
    lines = (unpacked / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: total for total, name in (line.split("  ./", maxsplit=1) for line in lines)}
    with tarfile.open(ARCHIVE) as archive:
        packed = {member.name.removeprefix("youju/") for member in archive if member.isfile()}
    assert set(listed) == packed - {"SHA256SUMS"}
    for name in ("Makefile", "app.py", "constraints.txt"):
        assert listed[name] == hashlib.sha256((unpacked / name).read_bytes()).hexdigest()


def test_it_installs_without_a_network(installed: tuple[Path, str]) -> None:
    """Everything that is pinned, from the folder, with index and all."""
    folder, told = installed
    assert told.splitlines()[-1] == "==> Ready. make run"
    assert apart(folder, ".venv/bin/python", "-m", "pip", "check").returncode == 0
    assert (folder / ".index" / "manifest.json").is_file()


def test_what_was_installed_answers(installed: tuple[Path, str]) -> None:
    """With the model of the archive, and cited."""
    run = apart(installed[0], ".venv/bin/python", "-m", "assistant", "ask", QUESTION, "--json")
    answer = json.loads(run.stdout)
    assert answer["citations"][0]["cell"] in answer["answer"]
    assert apart(installed[0], ".venv/bin/python", "app.py", "--help").returncode == 0
