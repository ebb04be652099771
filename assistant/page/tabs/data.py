"""指标数据: every table to sort and filter, figures to find, rows to draw against each other, downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.page.charts import panels
from assistant.page.events import QUIET
from assistant.page.offline import gr
from assistant.page.tabs.grids import (
    FOUND_HEADS,
    browse,
    keys_and_labels,
    observation_address,
    observation_to_row,
    search_observations,
)
from assistant.page.templates import render
from corpus.units import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.page.model import Answerer
    from assistant.page.tabs.grids import Browsed

DRAWN_MOST = 4
"""Panels in one picture."""


class Looking:
    """What each event of the tab shows."""

    def __init__(self, assistant: Answerer, tables: dict[str, Browsed]) -> None:
        self.documents = assistant.documents
        self.tables = tables

    def turn_to(self, key: str) -> list[Any]:
        """Another table, and the line under it."""
        browsed = self.tables[key]
        pinned = 1 if len(browsed.heads) > 8 else 0
        return [
            gr.Dataframe(table_to_frame(browsed), column_widths=widths(browsed), pinned_columns=pinned),
            place_line(browsed),
        ]

    def point(self, key: str, event: gr.SelectData) -> str:
        """The line under the table for the cell that was clicked."""
        browsed = self.tables[key]
        label = next(place for place, column in enumerate(browsed.table.columns) if column.role == "label")
        return place_line(browsed, str(event.row_value[label]), event.index[1], str(event.value))

    def find(self, typed: str) -> Any:
        """What all tables have of the words."""
        rows = [observation_to_row(*hit) for hit in search_observations(self.documents, typed)]
        title = f"查找结果：{len(rows)} 个数据（点一行看出处）"
        return gr.Dataframe(rows, visible=bool(typed.strip()), label=title)

    def point_found(self, typed: str, event: gr.SelectData) -> str:
        """The line for the found row that was clicked."""
        for hit in search_observations(self.documents, typed):
            row = observation_to_row(*hit)
            if row == [str(cell) for cell in event.row_value]:
                return render(
                    "place.html", address=observation_address(*hit), words=" · ".join(row[1:6]), key=""
                )
        return ""


def data_tab(assistant: Answerer) -> None:
    """The tab with all its wiring."""
    tables = browse(assistant.documents)
    first = next(iter(tables), "")
    looking = Looking(assistant, tables)
    with gr.Tab("指标数据", id="data", elem_id="yj-data"):
        if not tables:
            gr.Markdown("已收入的文件里没有表格。")
            return
        with gr.Row():
            chosen = gr.Dropdown(list(keys_and_labels(tables)), value=first, label="表格", scale=3)
            words = gr.Textbox(label="在全部表格中查找学校或指标", placeholder="如：专任教师 铁道", scale=2)
        found = gr.Dataframe(
            headers=list(FOUND_HEADS), interactive=False, visible=False, label="查找结果", max_height=360, wrap=True
        )  # fmt: skip
        shown = gr.Dataframe(
            table_to_frame(tables[first]), interactive=False, show_search="filter", max_height=440,
            label="表格内容（点列名排序，点单元格看出处）", column_widths=widths(tables[first]), elem_id="yj-frame",
            wrap=True, pinned_columns=1 if len(tables[first].heads) > 8 else 0,
        )  # fmt: skip
        place = gr.Markdown(place_line(tables[first]), elem_id="yj-place")
        _drawing(tables, chosen)
    chosen.change(looking.turn_to, chosen, [shown, place], **QUIET)
    shown.select(looking.point, chosen, place, **QUIET)
    words.submit(looking.find, words, found, **QUIET)
    words.change(looking.find, words, found, trigger_mode="always_last", **QUIET)
    found.select(looking.point_found, words, place, **QUIET)


def _drawing(tables: dict[str, Browsed], chosen: Any) -> None:
    """Rows and columns to choose, and the picture of them."""
    first = next(iter(tables.values()))
    with gr.Accordion("画图比较", open=True, elem_id="yj-drawing"):
        with gr.Row():
            rows = gr.Dropdown(list(first.labels), multiselect=True, label="比较哪些学校（行）", scale=3)
            columns = gr.Dropdown(
                list(first.figure_columns), multiselect=True, max_choices=DRAWN_MOST, label="比较哪些指标（列）",
                value=list(first.figure_columns[:1]), scale=2,
            )  # fmt: skip
        picture = gr.Plot(visible=False, show_label=False, elem_id="yj-picture")

    def offer(key: str) -> list[Any]:
        browsed = tables[key]
        return [
            gr.Dropdown(list(browsed.labels), value=[]),
            gr.Dropdown(list(browsed.figure_columns), value=list(browsed.figure_columns[:1])),
            gr.Plot(visible=False),
        ]

    def draw(key: str, names: Sequence[str], heads: Sequence[str]) -> Any:
        drawn = rows_to_figure(tables[key], names, heads)
        return gr.Plot(drawn, visible=True) if drawn else gr.Plot(visible=False)

    chosen.change(offer, chosen, [rows, columns, picture], **QUIET)
    gr.on([rows.change, columns.change], draw, [chosen, rows, columns], picture, **QUIET)


def rows_to_figure(browsed: Browsed, names: Sequence[str], heads: Sequence[str]) -> Any | None:
    """The picture of the chosen rows, a panel for each chosen column; None where nothing is chosen."""
    printed = dict(zip(browsed.labels, browsed.printed(), strict=True))
    kept = [name for name in names if name in printed]
    columns = [head for head in heads if head in browsed.figure_columns][:DRAWN_MOST]
    if not kept or not columns:
        return None
    parts = []
    for head in columns:
        place = browsed.heads.index(head)
        shown = [printed[name][place] for name in kept]
        numbers = [parse_number(text) for text in shown]
        parts.append((head, [None if n is None else float(n) for n in numbers], shown))
    return panels(parts, kept)


def table_to_frame(browsed: Browsed) -> dict[str, Any]:
    """A table for Gradio: numbers to sort by, what is printed to show."""
    return {
        "headers": list(browsed.heads),
        "data": browsed.values(),
        "metadata": {"display_value": browsed.printed()},
    }


def widths(browsed: Browsed) -> list[str]:
    """Wide enough for names; figures have their heading's width on two or three lines."""
    sizes = {"label": "210px", "sequence": "64px", "unit": "80px", "text": "220px"}
    return [sizes.get(column.role, "150px") for column in browsed.table.columns]


def place_line(browsed: Browsed, label: str = "", column: int = 0, text: str = "") -> str:
    """The link to what was clicked, and the downloads of the table."""
    words = " · ".join(part for part in (browsed.table.number, label, browsed.heads[column], text) if part)
    address = browsed.address(label, column)
    return render(
        "place.html", address=address, words=words if label else browsed.table.label, key=browsed.key
    )
