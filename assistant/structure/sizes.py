"""How many rows or columns a named table has: 附表 5 有多少项指标, 表 1-1 列了几所学校."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.structure.remainder import asks_whole
from assistant.structure.tables import names_said
from corpus.turning import is_institution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.draft import Draft
    from assistant.reading import Reading
    from corpus.model import Document, Table

_ASKED = re.compile(
    r"(?:一共|总共|共|列了|列出了?|列|收录了?|有)*(?:多少|几)\s*(?:项|个|行|条|列|栏|所|家)?\s*(?P<what>指标|行|列|栏|学校|院校|高职|记录|项目|数据)?"
)
_COLUMNS = ("指标", "列", "栏", "项目", "数据")


def size_asked(draft: Draft, reading: Reading, documents: Sequence[Document]) -> bool:
    """Says how many rows and columns the one table has that is named, where nothing else of it is asked."""
    named = names_said(reading, documents)
    asked = _ASKED.search(reading.text)
    if len(reading.places) != 1 or not named or asked is None or reading.subjects:
        return False
    if not asks_whole(reading.text, "table", *named, asked.group()):
        return False
    for document in documents:
        for table in document.tables:
            if table.number == reading.places[0]:
                _say(draft, document, table, asked["what"] or "")
    return bool(draft)


def _say(draft: Draft, document: Document, table: Table, asked: str) -> None:
    listed = [row for row in table.rows if is_institution(row.label)] or list(table.rows)
    columns = sum(column.role == "value" for column in table.columns)
    cited = [draft.cite_caption(document, table)]
    rows = [draft.cite_row(document, table, row) for row in table.rows]
    name = f"{table.number}（{table.caption}）"
    if table.layout == "indicators":
        own = sum(len(row.path) == 1 for row in table.rows)
        apart = (
            f"（单列 {own} 项，分项 {len(table.rows) - own} 项，合计得出）" if own < len(table.rows) else ""
        )
        draft.say(f"{name}共列出 {len(table.rows)} 项指标{apart}。", [*cited, *rows])
    elif table.layout == "entities" and asked in _COLUMNS:
        draft.say(f"{name}共列出 {columns} 项指标（列），{len(listed)} 行。", [*cited, *rows])
    else:
        schools = all(is_institution(row.label) for row in listed)
        what = f"{len(listed)} 所学校" if schools else f"{len(listed)} 行"
        draft.say(f"{name}共列出 {what}。", [*cited, *rows])
