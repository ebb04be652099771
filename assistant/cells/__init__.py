"""Cell choice: the cells of any table, with merged cells or without, that answer a question."""

from assistant.cells.choosing import choice_weights, choose_cells, find_evidence, read_table

__all__ = ["choice_weights", "choose_cells", "find_evidence", "read_table"]
