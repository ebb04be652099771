"""Make the embedding model once: fetch, check, convert, put in place."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.weights.download import download_weights
from index.weights.errors import TargetError
from index.weights.folder import MODEL_NAME, write_model_folder
from index.weights.packed import SHA256, read_packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Progress = Callable[[str], None]

FORMAT: Final = 2
RECORD: Final = "youju.json"
_TEMPORARY: Final = ".making-"
_STALE_SECONDS: Final = 3600


def default_model_folder() -> Path:
    """Where the model is kept: $YOUJU_MODEL_DIR, or the user's cache directory."""
    chosen = os.environ.get("YOUJU_MODEL_DIR")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "youju"
    return (Path(chosen).expanduser() if chosen else cache) / MODEL_NAME


def model_is_made(folder: Path) -> bool:
    """Whether the folder holds a whole model in the present format."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(record == _record())


def make_model(
    target: Path | None = None, weights: Path | None = None, progress: Progress | None = None
) -> Path:
    """Make the model folder unless it is there; an interruption leaves nothing half-made."""
    say = progress or _silent
    folder = target or default_model_folder()
    if model_is_made(folder) and weights is None:
        return folder
    start = time.monotonic()
    with _new_folder(folder.parent) as work:
        if weights is None:
            say("取得 multilingual-e5-small 的权重（91 MB，只需一次；5 秒到几分钟）")
            weights = download_weights(work)
        say("转换为 sentence-transformers 模型（约 5 秒）")
        made = work / MODEL_NAME
        made.mkdir()
        write_model_folder(made, read_packed(weights))
        (made / RECORD).write_text(json.dumps(_record(), indent=2) + "\n", encoding="utf-8")
        _put_in_place(made, folder, work)
    say(f"向量模型已就绪：{folder}（{_megabytes(folder):.0f} MB，用时 {time.monotonic() - start:.1f} 秒）")
    return folder


@contextmanager
def _new_folder(parent: Path) -> Iterator[Path]:
    """A working folder beside the target, so that the last step is a rename; removed whatever happens."""
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(parent)
        with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=parent) as name:
            yield Path(name)
    except OSError as error:
        raise TargetError(
            f"无法在 {parent} 下写入模型：{error.strerror or error}。"
            "请腾出约 500 MB 空间，或用 YOUJU_MODEL_DIR 另指一个文件夹"
        ) from error


def _remove_stale(parent: Path) -> None:
    """Clear what a killed conversion left."""
    for leftover in parent.glob(f"{_TEMPORARY}*"):
        if time.time() - leftover.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(leftover, ignore_errors=True)


def _put_in_place(made: Path, folder: Path, work: Path) -> None:
    """Rename; an older model makes way, any other folder is left alone."""
    if folder.exists():
        if any(folder.iterdir()) and not (folder / RECORD).exists():
            raise TargetError(f"{folder} 中有其他文件；请清空它，或为模型另选一个文件夹")
        folder.rename(work / "older")
    made.rename(folder)


def _record() -> dict[str, object]:
    return {"format": FORMAT, "model": MODEL_NAME, "weights_sha256": SHA256}


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _silent(_line: str) -> None:
    pass
