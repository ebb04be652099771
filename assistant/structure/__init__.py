"""Answers about the documents themselves: chapters, cases, figures, pages, who issued them and when."""

from assistant.structure.answerer import StructureAnswerer
from assistant.structure.meant import documents_meant, without_source

__all__ = ["StructureAnswerer", "documents_meant", "without_source"]
