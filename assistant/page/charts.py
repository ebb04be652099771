"""Bars, drawn by Plotly from its copy in Gradio; Plotly is imported when the first one is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.page.templates import is_figure
from corpus.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.model import ShownTable

BLUE = "#3670a8"
GREY = "#748293"
FEWEST = 2
"""Bars below this number compare nothing."""

LINE = 30
"""Pixels of a bar with its space."""

UNUSED_BUTTONS = ("zoom", "pan", "select", "lasso", "zoomIn", "zoomOut", "autoScale", "resetScale")
"""Of Plotly's buttons only the one that saves the picture stays."""

LONGEST = 14
"""Characters of a name on one line."""


def table_to_figure(table: ShownTable) -> Any | None:
    """The bars of a table that comes with an answer; None where it has no figures to compare."""
    drawn = bars_of_table(table)
    if drawn is None:
        return None
    title, found = drawn
    column = figure_column(table)
    shown = [row[column] if column is not None else f"{value:,g}" for row, value in _pairs(table)]
    return bars(title, [name for name, _ in found], table.values, shown)


def bars_of_table(table: ShownTable) -> tuple[str, list[tuple[str, float]]] | None:
    """What the bars of a table are called, and each one's name and length; None where nothing is compared."""
    if len(table.values) < FEWEST or len(table.values) != len(table.rows):
        return None
    column = figure_column(table)
    names = [next((c for c in row if not is_figure(c)), row[0]) for row in table.rows]
    title = table.columns[column] if column is not None else table.title
    return title, list(zip(names, table.values, strict=True))


def _pairs(table: ShownTable) -> list[tuple[tuple[str, ...], float]]:
    return list(zip(table.rows, table.values, strict=True))


def figure_column(table: ShownTable) -> int | None:
    """The column that prints ``table.values``; None where no column does."""
    for place in range(len(table.columns) - 1, 0, -1):
        if all(_same(row[place], value) for row, value in _pairs(table)):
            return place
    return None


def _same(printed: str, value: float) -> bool:
    number = parse_number(printed.split(" ", maxsplit=1)[0])
    return number is not None and abs(float(number) - value) <= 0.01 * max(1.0, abs(value))


def bars(title: str, names: Sequence[str], values: Sequence[float | None], shown: Sequence[str]) -> Any:
    """One lying bar for each name, the figure as printed at its end."""
    return panels([(title, values, shown)], names)


def panels(parts: Sequence[tuple[str, Sequence[float | None], Sequence[str]]], names: Sequence[str]) -> Any:
    """For each part (title, values, figures as printed) a panel of bars over the same names."""
    from plotly.graph_objects import Bar
    from plotly.subplots import make_subplots

    figure = make_subplots(
        rows=len(parts),
        cols=1,
        subplot_titles=[title for title, *_ in parts],
        vertical_spacing=0.16 / len(parts),
    )
    broken = [break_name(name) for name in names]
    for row, (title, values, shown) in enumerate(parts, start=1):
        bar = Bar(
            x=list(values), y=broken, text=list(shown), orientation="h", marker_color=BLUE, name=title,
            textposition="auto", cliponaxis=False, hovertemplate="%{y}<br>%{text}<extra></extra>",
        )  # fmt: skip
        figure.add_trace(bar, row=row, col=1)
    figure.update_layout(
        modebar_remove=UNUSED_BUTTONS,
        height=(70 + max(LINE, 260 // max(len(names), 1) if len(names) < 5 else LINE) * len(names)) * len(parts),
        showlegend=False, dragmode=False, bargap=0.3, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        margin={"l": 8, "r": 28, "t": 44, "b": 24},
        font={"color": GREY, "size": 13, "family": "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"},
    )  # fmt: skip
    figure.update_annotations(font_size=14)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    figure.update_xaxes(gridcolor="rgba(128,140,155,.25)", zerolinecolor=GREY, tickformat=",~g")
    return figure


def break_name(name: str) -> str:
    """A long name on two lines; ``<`` cannot begin an element."""
    safe = name.replace("<", "＜")
    return f"{safe[:LONGEST]}<br>{safe[LONGEST:]}" if len(safe) > LONGEST else safe
