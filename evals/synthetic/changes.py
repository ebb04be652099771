"""What each planted fault does to the lines of a report: one function a fault.

Each changes ``lines`` in place and gives the places (0-based) of the lines that it changed. No
line is removed: one that shall not be printed gets the tag :data:`GONE`, so places stay.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from evals.synthetic.tables import Line

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

GONE = "gone"
_BOOKS, _DEVICES, _RATE, _GRANT = 2, 4, 12, 15


def _places(lines: list[Line], tag: str) -> list[int]:
    return [i for i, line in enumerate(lines) if line.tag == tag]


def _edit(lines: list[Line], place: int, change: Callable[[str], str]) -> tuple[int, ...]:
    lines[place] = Line(change(lines[place].text), lines[place].tag)
    return (place,)


def _cell(lines: list[Line], place: int, column: int, change: Callable[[str], str]) -> tuple[int, ...]:
    def edit(text: str) -> str:
        cells = text.split("\t")
        cells[column] = change(cells[column])
        return "\t".join(cells)

    return _edit(lines, place, edit)


def _first(lines: list[Line], tag: str, pattern: str, change: Callable[[str], str]) -> tuple[int, ...]:
    """Changes the first group of ``pattern`` in the first line with ``tag`` where it is found."""
    for place in _places(lines, tag):
        found = re.search(pattern, lines[place].text)
        if found:
            text, (start, end) = lines[place].text, found.span(1)
            lines[place] = Line(text[:start] + change(text[start:end]) + text[end:], tag)
            return (place,)
    raise ValueError(f"no {pattern!r} in the lines {tag!r}")


def _larger(random: Random) -> Callable[[str], str]:
    def change(text: str) -> str:
        value = Decimal(text)
        step = max(Decimal(2), (value * random.randint(3, 8) / 100).to_integral_value())
        return str(value + step)

    return change


def total(lines: list[Line], random: Random) -> tuple[int, ...]:
    """The printed total of a column."""
    return _cell(lines, _places(lines, "major.total")[0], random.choice((2, 3)), _larger(random))


def summand(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A school's figure in a column with a total."""
    return _cell(lines, random.choice(_places(lines, "major.row")), random.choice((2, 3)), _larger(random))


def levels(lines: list[Line], random: Random) -> tuple[int, ...]:
    """One of the parts by level of a whole."""
    level = random.choice(("national", "province", "school"))
    return _cell(lines, _places(lines, f"annex.online.{level}")[0], 3, _larger(random))


def industries(lines: list[Line], random: Random) -> tuple[int, ...]:
    """One of the three industries."""
    return _cell(
        lines, _places(lines, f"annex.{random.choice(('one', 'two', 'three'))}")[0], 3, _larger(random)
    )


def mean(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A printed mean."""
    return _cell(lines, _places(lines, "core.mean")[0], random.choice((1, 5, 6, 11)), _larger(random))


def middle(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A printed median."""
    return _cell(lines, _places(lines, "core.median")[0], random.choice((1, 5, 6, 11)), _larger(random))


def percentage(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A share that is not the quotient of the figures beside it."""
    return _first(lines, "core.text", r"占院校总数的 ([\d.]+)%", _larger(random))


def growth(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A growth that is not that of the figures beside it."""
    return _first(lines, "graduates", r"增长 ([\d.]+)%", _larger(random))


def weighted(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A whole's rate outside of what its parts allow."""
    return _cell(lines, _places(lines, "annex.content")[0], 3, lambda text: str(Decimal(text) - 4))


def listed(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A stated number of things that are then listed."""
    return _first(lines, "list", r"成立了 (\d+) 个", lambda text: str(int(text) + 1))


def cities(lines: list[Line], _: Random) -> tuple[int, ...]:
    """The number of schools in one of the cities."""
    return _first(lines, "cities", r"市 (\d+) 所。", lambda text: str(int(text) + 2))


def rows(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A stated number of entries of a table."""
    return _first(lines, "teams", r"现有 (\d+) 个", lambda text: str(int(text) + 1))


def swapped_digits(lines: list[Line], _: Random) -> tuple[int, ...]:
    """Two digits of a figure in a sentence change places."""

    def swap(text: str) -> str:
        place = next(i for i in range(len(text) - 1, 0, -1) if text[i] != text[i - 1])
        return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]

    return _first(lines, "students", r"在校生 (\d+) 人", swap)


def annex(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A figure of an annex that a sentence states too."""
    return _cell(lines, _places(lines, "annex.teachers")[0], 3, _larger(random))


def schools(lines: list[Line], _: Random) -> tuple[int, ...]:
    """How many schools there are, in the preface."""
    return _first(lines, "preface", r"全省 (\d+) 所", lambda text: str(int(text) + 1))


def unit_slip(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A figure in units instead of ten thousands."""
    place = random.choice(_places(lines, "core.row"))
    return _cell(
        lines, place, _BOOKS, lambda text: str((Decimal(text) * 10_000).normalize().to_integral_value())
    )


def column_unit(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A column of amounts per student that holds the schools' totals."""
    changed: list[int] = []
    for tag in ("core.mean", "core.median", "core.row"):
        for place in _places(lines, tag):
            changed += _cell(lines, place, _GRANT, lambda text: str(Decimal(text) * 7000))
    return tuple(changed)


def impossible(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A rate of more than everybody."""
    return _cell(
        lines, random.choice(_places(lines, "core.row")), _RATE, lambda text: str(Decimal(text) + 80)
    )


def truncated(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A figure that ends at its decimal point."""
    place = random.choice(_places(lines, "core.row"))
    return _cell(lines, place, _DEVICES, lambda text: text.partition(".")[0] + ".")


def blank_cell(lines: list[Line], random: Random) -> tuple[int, ...]:
    """An empty cell in a table of words."""
    return _cell(lines, random.choice(_places(lines, "team.row")[1:]), 3, lambda _: "")


def lost_row(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A row that is not there."""
    place = random.choice(_places(lines, "major.row")[1:-1])
    lines[place] = Line("", GONE)
    return (place - 1, place + 1)


def lost_caption(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A figure without its caption."""
    place = _places(lines, "caption:图 3-1")[0]
    lines[place] = Line("", GONE)
    return (place,)


def unfinished(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A sentence that announces something and ends."""
    return _edit(lines, _places(lines, "kinds")[0], lambda text: text[:-1] + "；按层次划分，")


def announced(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A table that is referred to and not there."""
    return _edit(lines, _places(lines, "practice")[0], lambda text: text[:-1] + "，名单详见表 5-1。")


def school_name(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A school's name with a character too few."""

    def drop(text: str) -> str:
        end = min(i for i in (text.find("职业"), text.find("高等专科")) if i > 0)
        return text[: end - 1] + text[end:]

    return _edit(lines, _places(lines, "ref:图 3-2")[0], drop)


def office(lines: list[Line], _: Random) -> tuple[int, ...]:
    """An office's name with another character."""
    return _first(lines, "leader", r"教育厅..(.)", lambda text: "交" if text != "交" else "校")


def stray(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A word or mark that does not belong there."""
    wrong = random.choice((" and ", "，；", "的的"))
    return _first(lines, "challenge", r"(的)", lambda _: wrong)


def contents(lines: list[Line], random: Random) -> tuple[int, ...]:
    """A title in the contents that differs from the body's."""
    tag = random.choice(("contents:（二）核心指标", "contents:（二）技能提升"))
    return _edit(
        lines, _places(lines, tag)[0], lambda text: text.replace("指标", "数据").replace("提升", "培训")
    )


def caption(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A caption in the body that differs from the contents'."""
    return _edit(
        lines, _places(lines, "caption:图 2-1")[0], lambda text: text.replace("质量变化图", "趋势分析图")
    )


def reference(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A reference to another figure than the one that is meant."""
    return _edit(lines, _places(lines, "ref:图 3-1")[0], lambda text: text.replace("图 3-1", "图 3-2"))


def repeated(lines: list[Line], _: Random) -> tuple[int, ...]:
    """A heading with the number of the one before."""
    place = _places(lines, "heading:（二）技能提升")[0]
    return _edit(lines, place, lambda text: text.replace("（二）", "（一）"))


def cases(lines: list[Line], _: Random) -> tuple[int, ...]:
    """Two cases that change places in the contents."""
    one, two = (_places(lines, f"contents:案例 {n}")[0] for n in ("2-1", "2-2"))
    titles = [re.split("[：\t]", lines[place].text)[1] for place in (one, two)]
    _edit(lines, one, lambda text: text.replace(titles[0], titles[1]))
    _edit(lines, two, lambda text: text.replace(titles[1], titles[0]))
    return (one, two)


def annex_title(lines: list[Line], _: Random) -> tuple[int, ...]:
    """An annex with the title of the one before."""
    return _edit(lines, _places(lines, "caption:附表 2")[0], lambda _: "附表 2：人才培养质量计分卡")
