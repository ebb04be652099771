"""Which of several reports is meant, where two list a school of the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.scope import Scopes
from corpus import read_corpus
from evals.synthetic import write_report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scopes, str]:
    """Two provinces whose invented schools are called after the same cities, and a school of both."""
    folder: Path = tmp_path_factory.mktemp("two")
    for name in ("云岭省", "海岭省"):
        path = write_report(folder, 1, region=(name, 2020))
        path.rename(folder / f"{name}.txt")
    documents = read_corpus(folder)
    schools = [{o.subject for o in d.observations if o.subject.endswith("学院")} for d in documents]
    return Scopes(documents), min(set.intersection(*schools))


def regions(scopes: Scopes, text: str, *schools: str) -> list[str]:
    return sorted(report.region for report in scopes.named(text, schools, ()))


def test_a_region_decides(two: tuple[Scopes, str]) -> None:
    """A region that is named and lists the school is the one; without it both may be meant."""
    scopes, school = two
    assert regions(scopes, f"云岭省{school}有多少专任教师？", school) == ["云岭省"]
    assert regions(scopes, f"{school}有多少专任教师？", school) == ["云岭省", "海岭省"]


def test_a_school_elsewhere_is_beside_the_region(two: tuple[Scopes, str]) -> None:
    """A school that the region does not list names its own report too."""
    scopes, _ = two
    own = min(s for s in scopes._subjects[scopes.reports[0].id] if s.startswith(scopes.reports[0].region[:2]))
    other = scopes.reports[1].region
    assert regions(scopes, f"{own}和{other}平均比呢？", own) == ["云岭省", "海岭省"]
