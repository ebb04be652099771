"""What is committed for readers: the README's figures are those of the report in docs/."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from evals.reporting.build import SETS
from evals.reporting.publish import PUBLISHED

ROOT = Path(__file__).parents[2]


class Tables(HTMLParser):
    """The rows of all tables of a page, as the texts of their cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new row or cell."""
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        """The text of the cell at hand."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def snapshot() -> tuple[str, list[list[str]]]:
    """The text and the tables of the report in docs/."""
    html = (ROOT / "docs" / "evaluation.html").read_text(encoding="utf-8")
    page = Tables()
    page.feed(html)
    return html, [[cell.strip() for cell in row] for row in page.rows]


def of_readme(first: str) -> list[dict[str, str]]:
    """The rows of the README's table whose first column is ``first``."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in (lines[begin], *lines[begin + 2 :]):
        if not line.startswith("|"):
            break
        rows.append([cell.strip(" *") for cell in line.strip("|").split("|")])
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_readme_says_what_the_snapshot_says() -> None:
    """Every figure of the README's table of sets stands in the committed report, of the same commit."""
    html, rows = snapshot()
    names = dict(PUBLISHED)
    head = next(row for row in rows if row[:2] == ["set", "n"])
    sets = {
        row[0]: dict(zip(head, row, strict=True))
        for row in rows[rows.index(head) + 1 :]
        if len(row) == len(head)
    }
    readme = of_readme("set")
    assert {row["set"] for row in readme} == {path.stem for path in SETS.glob("*.jsonl")}
    for row in readme:
        reported = {column: sets[row["set"]][measure].split()[0] for column, measure in names.items()}
        assert {column: row[column].split()[0] for column in names} == reported
        assert row["questions"] == sets[row["set"]]["n"]
    commit = re.search(r"Measured at commit (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert commit is not None
    assert f"Commit {commit[1]}" in html


def test_the_readme_counts_kinds_as_the_snapshot() -> None:
    """Right answers on unread questions by kind, put together again from the report's tables of the unread sets."""
    _, rows = snapshot()
    right: dict[str, float] = {}
    count: dict[str, int] = {}
    heads = [n for n, row in enumerate(rows) if row[:2] == ["all", "n"]]
    names = [row["set"] for row in of_readme("set")]
    assert len(heads) == len(names)
    for name, begin, end in zip(names, heads, [*heads[1:], len(rows)], strict=True):
        kinds = next(n for n in range(begin, end) if rows[n][:2] == ["kind", "n"])
        place = rows[kinds].index("answer@first300")
        for row in rows[kinds + 1 : end] if "unread" in name else []:
            if len(row) != len(rows[kinds]) or row[1] == "n":
                break
            right[row[0]] = right.get(row[0], 0) + round(int(row[1]) * float(row[place].split()[0]) / 100)
            count[row[0]] = count.get(row[0], 0) + int(row[1])
    for shown in of_readme("kind"):
        kind = shown["kind"]
        share = f"{100 * right[kind] / count[kind]:.1f}"
        assert (kind, shown["questions"], shown["right"]) == (kind, str(count[kind]), share)
