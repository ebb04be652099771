"""What a document is: from the manifest beside it, or read off its own first and last lines."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from corpus.errors import ManifestError
from corpus.knowledge import structure_words
from corpus.lines import LineKind
from corpus.signature import offices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from corpus.paragraphs import Draft

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MANIFEST = "manifest.toml"
_REGION = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?:自治区|自治州)|(?<![\u4e00-\u9fff])(?!关于|对|全|我|本|各|致)[\u4e00-\u9fff]{2,3}?[省市]|(?:(?![年届于在对协])[\u4e00-\u9fff]){2,3}?[省市](?=[教人政高职第])"
)
_DATE = re.compile(
    r"[\d〇零一二三四五六七八九十]{4}\s*年\s*(?:[\d一二三四五六七八九十]{1,3}\s*月)?(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?"
)
_YEARLY = re.compile(r"(\d{4})\s*年度|(\d{4})\s*届")
_TITLE_ENDS = re.compile(
    r"(报告|年报|答复|答复函|复函|意见|通知|方案|规划|办法|公报|总结|函|纲要)(?:[（(].{1,12}[)）])?$"
)
_TITLE_BEGINS = re.compile(r"^(关于|对)")
_ISSUE = re.compile(r"^[（(]\s*\d{4}[^（）()]{0,8}[)）]$")
_REPLY = re.compile(r"答复|复函|回复")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
_FRONT_BLOCKS = 12
_TAIL_BLOCKS = 6
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
    texts = [_text(draft).strip() for draft in drafts if draft.kind is LineKind.TEXT]
    front = [_text(draft).strip() for draft in drafts[:_FRONT_BLOCKS] if draft.kind is LineKind.TEXT]
    tail = texts[-_TAIL_BLOCKS:]
    title = _guess_title(front) or path.stem
    dates = [line for line in (*front, *tail) if len(line) <= _LAST_LINES and _DATE.fullmatch(line)]
    publisher = _guess_publisher(tail) or _guess_publisher(front)
    year = _YEARLY.search("".join([title, *front[:4]]))
    named = next((group for group in year.groups() if group), "") if year else ""
    kind = _guess_kind(title, front)
    if not named and kind == "report":
        named = _main_year(_text(draft) for draft in drafts)
    return Metadata(
        id=path.stem,
        title=title,
        publisher=publisher,
        date=dates[0].strip() if dates else "",
        kind=kind,
        file=path.name,
        region=_guess_region((title, publisher, *front)),
        period=f"{named}年" if named else "",
    )


def _guess_kind(title: str, front: Sequence[str]) -> str:
    """``reply`` for a letter: by its title, or by the line that addresses somebody."""
    if _TITLE_ENDS.search(title):
        return "reply" if _REPLY.search(title) else "report"
    letter = any(line.endswith(("：", ":")) and len(line) <= _ADDRESS_LIMIT for line in front)
    return "reply" if letter else "report"


def _guess_title(front: Sequence[str]) -> str:
    """The first line that ends like a title, with the lines that begin it above and its year below."""
    for place, line in enumerate(front):
        if _TITLE_ENDS.search(line) and "。" not in line and len(line) <= _TITLE_LIMIT:
            start = place
            while start > 0 and not _TITLE_BEGINS.match(front[start]) and _begins(front[start - 1 : place]):
                start -= 1
            issue = front[place + 1] if place + 1 < len(front) else ""
            year = f"（{''.join(issue.split())[1:-1]}）" if _ISSUE.match(issue) else ""
            return "".join(front[start : place + 1]) + year
    short = [line for line in front if _TITLE_LEAST <= len(line) <= _TITLE_LIMIT and "。" not in line]
    return short[0] if short else ""


def _begins(lines: Sequence[str]) -> bool:
    """True for the first lines of a title that is not ended yet."""
    return bool(_TITLE_BEGINS.match(lines[0])) and all(
        len(line) <= _TITLE_LIMIT and line[-1] not in "。：:" for line in lines
    )


def _guess_publisher(lines: Sequence[str]) -> str:
    """The offices of the first lines that are nothing but names of offices; several are joined by 、."""
    named: list[str] = []
    for line in lines:
        found = offices(line)
        if named and not found:
            break
        named.extend(found)
    return "、".join(dict.fromkeys(named))


def _main_year(texts: Iterable[str]) -> str:
    """The year that a report names most often; "" for none."""
    years = Counter(year for text in texts for year in _YEAR.findall(text))
    return years.most_common(1)[0][0] if years else ""


def _guess_region(lines: Sequence[str]) -> str:
    """The region of the first line that names one: a province by name, else a city or prefecture."""
    provinces = structure_words().provinces
    for line in lines:
        known = [(line.find(name), name) for name in provinces if name in line]
        if known:
            return min(known)[1]
        found = _REGION.search(line)
        if found:
            return found.group(0)
    return ""


def _text(draft: Draft) -> str:
    return "".join(line.text.strip() for line in draft.lines)
