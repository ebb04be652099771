"""What a document is: from the manifest beside it, or read off its own first and last lines."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from corpus.errors import ManifestError
from corpus.knowledge import structure_words
from corpus.lines import LineKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from corpus.paragraphs import Draft

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MANIFEST = "manifest.toml"
_REGION = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?:自治区|自治州)|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}?[省市]|[\u4e00-\u9fff]{2,3}?[省市](?=[教人政高职])"
)
_DATE = re.compile(
    r"[\d〇零一二三四五六七八九十]{4}\s*年\s*(?:[\d一二三四五六七八九十]{1,3}\s*月)?(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?"
)
_YEARLY = re.compile(r"(\d{4})\s*年度|(\d{4})\s*届")
_TITLE_ENDS = re.compile(
    r"(报告|年报|答复|答复函|复函|意见|通知|方案|规划|办法|公报|总结|函|纲要)(?:[（(].{1,12}[)）])?$"
)
_FRONT_BLOCKS = 12
_LAST_LINES = 24  # characters of a signature or a date
_ADDRESS_LIMIT = 30
_TITLE_LEAST = 4
_TITLE_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Metadata:
    """A manifest entry. ``sha256`` is of the file's bytes; "" where no manifest names the file."""

    id: str
    title: str
    publisher: str
    date: str
    kind: str
    file: str
    region: str = ""
    period: str = ""
    sha256: str = ""


def read_manifest(folder: Path) -> dict[str, Metadata]:
    """The manifest of ``folder`` by file name; empty where there is none."""
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path}: 不是有效的 TOML 文件：{error}") from error
    known = {field.name for field in fields(Metadata)}
    entries: dict[str, Metadata] = {}
    listed = data.get("document", [])
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise ManifestError(f"{path}: 清单里每份文件要写成一个 [[document]]")
    for place, entry in enumerate(listed, start=1):
        unknown = sorted(set(entry) - known)
        missing = [name for name in ("id", "title", "file") if not entry.get(name)]
        if unknown or missing:
            problem = f"没有字段 {missing[0]}" if missing else f"不认识的字段 {unknown[0]}"
            raise ManifestError(f"{path}: 第 {place} 个 [[document]] {problem}")
        filled = {name: str(entry.get(name, "")) for name in known}
        entries[filled["file"]] = Metadata(**filled)
    return entries


def guess_metadata(path: Path, drafts: Sequence[Draft]) -> Metadata:
    """Title, publisher, date and region as the document itself shows them."""
    front = [_text(draft) for draft in drafts[:_FRONT_BLOCKS] if draft.kind is LineKind.TEXT]
    title = _guess_title(front) or path.stem
    offices = structure_words().office_suffixes
    tail = [_text(draft) for draft in drafts[-3:] if draft.kind is LineKind.TEXT]
    short = [line for line in (*tail, *front) if len(line) <= _LAST_LINES and line.endswith(offices)]
    dates = [line for line in (*front, *tail) if len(line) <= _LAST_LINES and _DATE.fullmatch(line.strip())]
    publisher = short[0] if short else ""
    year = _YEARLY.search("".join(front[:4]))
    region = _guess_region((title, publisher, *front))
    letter = any(line.endswith(("：", ":")) and len(line) <= _ADDRESS_LIMIT for line in front)
    return Metadata(
        id=path.stem,
        title=title,
        publisher=publisher,
        date=dates[0].strip() if dates else "",
        kind="reply" if letter else "report",
        file=path.name,
        region=region,
        period=f"{next(g for g in year.groups() if g)}年" if year else "",
    )


def _guess_title(front: Sequence[str]) -> str:
    for line in front:
        if _TITLE_ENDS.search(line.strip()) and "。" not in line and len(line) <= _TITLE_LIMIT:
            return line.strip()
    short = [
        line.strip()
        for line in front
        if _TITLE_LEAST <= len(line.strip()) <= _TITLE_LIMIT and "。" not in line
    ]
    return short[0] if short else ""


def _guess_region(lines: Sequence[str]) -> str:
    for line in lines:
        found = _REGION.search(line)
        if found:
            return found.group(0)
    return ""


def _text(draft: Draft) -> str:
    return "".join(line.text.strip() for line in draft.lines)
