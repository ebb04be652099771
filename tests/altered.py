"""An altered copy of the report and the reply, to show that nothing is tied to the ones at hand.

`python tests/altered.py OUT_DIR --seed N` writes report.txt, reply.txt, cells.tsv (the new cells, in
the form of tests/fixtures/cells.tsv), examples.jsonl (questions about them, for `python -m evals`)
and altered.json (new names, changes, the same cells). Another
province, other schools, another year, other figures that still add up, other orders of rows and
columns. Everything is found by the structure of the tables, nothing by the number of a line.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from altered_examples import examples
from altered_figures import ADDED, alter_figures, rearrange, recompute
from altered_names import new_names, replacer
from altered_tables import Cell, Grid, find_grids, read_cells

ROOT = Path(__file__).resolve().parent.parent
FIELDS = ("document", "table", "row", "column", "printed", "unit", "value")

_SCHOOL = re.compile(r"(?:学校|学院|大学)$")


@dataclass(frozen=True)
class Altered:
    """The copy: texts by document, the new names, what changed in the tables, the new cells."""

    seed: int
    texts: dict[str, str]
    schools: dict[str, str]
    names: dict[str, str]
    dropped: list[str]
    added: str
    cells: list[Cell]


def alter(report: str, reply: str, seed: int) -> Altered:
    """The altered copy of two texts; the same seed gives the same copy."""
    rng = random.Random(seed)  # noqa: S311 - chosen, not secret
    lines = report.split("\n")
    grids = find_grids(lines)
    repeated = alter_figures(lines, grids, rng)
    of_schools = [grid for grid in grids if _lists_schools(grid)]
    schools = [row.path[-1] for grid in of_schools for row in grid.rows if _SCHOOL.search(row.path[-1])]
    names = new_names(schools, rng)
    dropped: list[str] = []
    for grid in of_schools:
        recompute(lines, grid)
        grouped = len(grid.header) > 1
        dropped += rearrange(lines, grid, rng, drop=2 if grouped else 0, add=grouped)
    for grid in (grid for grid in find_grids(lines) if _lists_schools(grid)):
        recompute(lines, grid)  # the added column has means and totals too
    in_tables = {row.at for grid in grids for row in grid.rows}
    lines = [line if at in in_tables else _reword(line, repeated) for at, line in enumerate(lines)]
    swap = replacer(names.others | names.schools)
    texts = {
        "report": swap("\n".join(lines)).replace("(220000)", f"({names.code})"),
        "reply": swap("\n".join(_reword(line, {}) for line in reply.split("\n"))),
    }
    cells = [cell for key, text in texts.items() for cell in read_cells(key, text.split("\n"))]
    return Altered(seed, texts, names.schools, names.others, dropped, ADDED, cells)


def _lists_schools(grid: Grid) -> bool:
    """A table of figures whose rows are schools."""
    labelled = sum(bool(_SCHOOL.search(row.path[-1])) for row in grid.rows)
    return not grid.has_units and labelled > len(grid.rows) / 2 and len(grid.rows) > 20


def _reword(line: str, repeated: dict[str, str]) -> str:
    """Prose with the tables' new figures and the next year."""
    years = str.maketrans("〇一二三四五六七八九", "0123456789")

    def number(match: re.Match[str]) -> str:
        if match[0] in repeated:
            return repeated[match[0]]
        return str(int(match[0]) + 1) if re.fullmatch(r"20[123]\d", match[0]) else match[0]

    def chinese(match: re.Match[str]) -> str:
        year = str(int(match[0].translate(years)) + 1)
        return year.translate({new: old for old, new in years.items()})

    return re.sub(r"二〇[一二三][〇一二三四五六七八九]", chinese, re.sub(r"\d+(?:\.\d+)?", number, line))


def write(altered: Altered, directory: Path) -> None:
    """The copy as files."""
    directory.mkdir(parents=True, exist_ok=True)
    for key, text in altered.texts.items():
        (directory / f"{key}.txt").write_text(text, encoding="utf-8")
    rows = ["\t".join(FIELDS), *("\t".join(asdict(cell).values()) for cell in altered.cells)]
    (directory / "cells.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    lines = [json.dumps(example, ensure_ascii=False) for example in examples(altered)]
    (directory / "examples.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    fields = {key: value for key, value in asdict(altered).items() if key != "texts"}
    text = json.dumps(fields, ensure_ascii=False, indent=1)
    (directory / "altered.json").write_text(text + "\n", encoding="utf-8")


def sources(directory: Path = ROOT / "corpus" / "documents") -> tuple[str, str]:
    """The report and the reply, told apart by what they say first."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(directory.glob("*.txt"))]
    report = next(text for text in texts if "质量报告" in text[:200])
    reply = next(text for text in texts if "答复" in text[:200])
    return report, reply


def main() -> None:
    """Read the arguments and write the copy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", metavar="OUT_DIR", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write(alter(*sources(), arguments.seed), arguments.directory)


if __name__ == "__main__":
    main()
