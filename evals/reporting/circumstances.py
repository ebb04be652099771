"""When, of which commit and on what something was measured."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from evals.reporting.model import Circumstances

_ROOT = Path(__file__).parents[2]
_CPUS = Path("/proc/cpuinfo")


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> str:
    """What the figures were measured on: cores, processor, Python."""
    return f"{cores()} cores, {processor()}, Python {platform.python_version()}"


def processor() -> str:
    """The processor's name where the system tells it, else its kind."""
    try:
        told = _CPUS.read_text(encoding="utf-8", errors="replace")
    except OSError:  # no Linux
        return platform.machine()
    named = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return f"{platform.machine()} ({named[1].strip()})" if named else platform.machine()


def load() -> float:
    """Processes that wanted a core, mean of five minutes; 0 where the system does not tell."""
    return round(os.getloadavg()[1], 2) if hasattr(os, "getloadavg") else 0.0


def circumstances() -> Circumstances:
    """Those of now."""
    return Circumstances(
        commit=_git("rev-parse", "--short=10", "HEAD"),
        changed=bool(_git("status", "--porcelain", "--untracked-files=no")),
        date=datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M"),
        machine=machine(),
        load=load(),
    )


def _git(*arguments: str) -> str:
    """What git says, or "" where there is no git or no repository."""
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run(  # noqa: S603 - a fixed command on our own folder
        [git, "-C", str(_ROOT), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""
