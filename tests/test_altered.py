"""The altered copies are as regular as the sources and have nothing of their names."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from altered import FIELDS, Altered, alter, sources, write
from altered_names import OLD_PLACES
from altered_tables import read_cells

from evals.checking import check_sets
from evals.documents import read_cells as evals_cells
from evals.documents import read_texts
from evals.reading import read_set

if TYPE_CHECKING:
    from collections.abc import Iterable

FIXTURE = Path(__file__).parent / "fixtures" / "cells.tsv"


@pytest.fixture(scope="module", params=[1, 2, 3])
def copy(request: pytest.FixtureRequest) -> Altered:
    """Copies into each of the provinces that these seeds choose."""
    return alter(*sources(), seed=request.param)


def column(copy: Altered, table: str, name: str) -> dict[str, Decimal]:
    """The figures of a column by row."""
    cells = (cell for cell in copy.cells if cell.table == table and cell.column == name)
    return {cell.row: Decimal(cell.value) for cell in cells}


def without(names: Iterable[str], figures: dict[str, Decimal]) -> list[Decimal]:
    """The figures of the rows that are not named."""
    return [value for row, value in figures.items() if row not in names]


def test_the_reader_reads_the_source() -> None:
    """The reader here and the hand-checked fixture agree on every cell."""
    report, reply = sources()
    cells = [*read_cells("report", report.split("\n")), *read_cells("reply", reply.split("\n"))]
    lines = ["\t".join(getattr(cell, name) for name in FIELDS) for cell in cells]
    assert lines == FIXTURE.read_text(encoding="utf-8").splitlines()[1:]


def test_nothing_of_the_old_names_is_left(copy: Altered) -> None:
    """No school, no town, no short name, also where a line breaks within it."""
    old = [*copy.schools, *copy.names, *OLD_PLACES, "吉林"]
    kept = {*copy.schools.values(), *copy.names.values()}
    texts = [re.sub(r"\s", "", text) for text in copy.texts.values()]
    left = [name for name in old if name not in kept and any(name in text for text in texts)]
    assert left == []


def test_all_new_names_differ(copy: Altered) -> None:
    """Thirty schools, thirty names, none of them an old one."""
    names = set(copy.schools.values())
    assert (len(names), names & set(copy.schools)) == (30, set())


def test_every_figure_is_another(copy: Altered) -> None:
    """Row by row in the annexes: the labels stay, the figures differ unless nothing was reported."""
    old = [line.split("\t") for line in FIXTURE.read_text(encoding="utf-8").splitlines()[1:]]
    before = [fields for fields in old if fields[1].startswith("附表") and fields[6]]
    after = [cell for cell in copy.cells if cell.table.startswith("附表") and cell.value]
    same = [
        cell.row
        for fields, cell in zip(before, after, strict=True)
        if fields[4] == cell.printed and cell.printed != "0"
    ]
    assert same == []


def test_totals_fit(copy: Altered) -> None:
    """The total is the sum of the rows."""
    figures = column(copy, "表 2-1", "设置专业数")
    assert figures["合计"] == sum(without(["合计"], figures))


def test_means_fit(copy: Altered) -> None:
    """The mean is that of the listed rows, for the added column too."""
    figures = column(copy, "表 1-1", copy.added)
    values = without(["省均值", "省中位数"], figures)
    assert figures["省均值"] == round(sum(values) / len(values), 2)


def test_columns(copy: Altered) -> None:
    """Two columns of fifteen went, one came."""
    names = {cell.column for cell in copy.cells if cell.table == "表 1-1"}
    assert (len(names), copy.added in names, names & set(copy.dropped)) == (14, True, set())


def test_parts_still_add_up(copy: Altered) -> None:
    """Where the parts make the whole in the source they make it in the copy."""
    label = "专业教学资源库数"
    values = {cell.row: Decimal(cell.value) for cell in copy.cells if cell.table == "附表 3" and cell.value}
    assert values[label] == sum(values[f"{label} › {level}级数量"] for level in ("国家", "省", "校"))


def test_prose_repeats_the_new_figures(copy: Altered) -> None:
    """A figure that the prose shares with an annex is shared still, in the next year."""
    graduates = next(cell.printed for cell in copy.cells if cell.row == "毕业生人数")
    assert re.search(rf"2024 年，.{{2,3}}省高职毕业生人数 {graduates} 人", copy.texts["report"])


def test_same_seed_same_copy(copy: Altered) -> None:
    """A failure can be repeated."""
    assert alter(*sources(), seed=copy.seed) == copy


def test_write(copy: Altered, tmp_path: Path) -> None:
    """The cells on disk are those of the texts on disk."""
    write(copy, tmp_path)
    cells = read_cells("report", (tmp_path / "report.txt").read_text(encoding="utf-8").split("\n"))
    fields = json.loads((tmp_path / "altered.json").read_text(encoding="utf-8"))
    lines = (tmp_path / "cells.tsv").read_text(encoding="utf-8").splitlines()
    assert (len(fields["cells"]), len(lines) - 1) == (len(cells), len(cells))


def test_examples_are_true(copy: Altered, tmp_path: Path) -> None:
    """The examples pass the checker against the copy's own texts and cells."""
    write(copy, tmp_path)
    read = read_set(tmp_path / "examples.jsonl")
    texts = read_texts(tmp_path)
    problems = check_sets([read], texts, evals_cells(tmp_path / "cells.tsv"))
    assert [str(problem) for problem in problems] == []
