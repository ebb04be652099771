"""The other pipeline's environment, and what an installation weighs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import venv
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from evals.errors import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ROOT: Final = Path(__file__).parents[2]
PACKAGES: Final = ("haystack-ai", "sentence-transformers-haystack", "sentence-transformers", "torch")
_BESIDE: Final = ("psutil",)
_MEGABYTE: Final = 1_000_000


def prepare(folder: Path, say: Callable[[str], None]) -> Path:
    """The environment's interpreter; makes the environment if there is none. Needs a package index then."""
    python = folder / "bin" / "python"
    done = folder / ".complete"
    if done.is_file():
        return python
    say(f"making {folder} with {', '.join(PACKAGES)} (some minutes)")
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "-c", str(_ROOT / "constraints.txt")]
    found = subprocess.run(  # noqa: S603 - pip with fixed names
        [*command, *PACKAGES, *_BESIDE], capture_output=True, text=True, check=False
    )
    if found.returncode:
        reason = found.stderr.strip().splitlines()[-1:] or ["pip failed"]
        raise EvaluationError(f"{folder}: {reason[0]}")
    done.touch()
    return python


def own_size() -> int:
    """What this program needs at run time, in MB, of what is installed here."""
    return installed_size(("youju",), Path(next(p for p in sys.path if p.endswith("site-packages"))))


def other_size(folder: Path) -> int:
    """What the other pipeline needs, in MB."""
    return installed_size(PACKAGES, next((folder / "lib").glob("python*/site-packages")))


def installed_size(names: Iterable[str], site: Path) -> int:
    """The files of some packages in ``site`` and of all that they require, in MB."""
    known = {canonicalize_name(d.metadata["Name"]): d for d in distributions(path=[str(site)])}
    wanted = [canonicalize_name(name) for name in names]
    seen: dict[str, Distribution] = {}
    while wanted:
        name = wanted.pop()
        if name in seen or name not in known:
            continue
        seen[name] = known[name]
        wanted += _required(known[name])
    return sum(_size(distribution, site) for distribution in seen.values()) // _MEGABYTE


def _required(distribution: Distribution) -> list[NormalizedName]:
    """The names that a package requires here without extras."""
    requirements = [Requirement(line) for line in distribution.requires or ()]
    return [
        canonicalize_name(one.name)
        for one in requirements
        if one.marker is None or one.marker.evaluate({"extra": ""})
    ]


def _size(distribution: Distribution, site: Path) -> int:
    paths = [site / str(file) for file in distribution.files or () if not re.match(r"\.\.", str(file))]
    return sum(path.stat().st_size for path in paths if path.is_file())
