"""A document named by its title at the beginning of a question: 根据《…报告（2023年度）》，….

The title's own words would be taken for what is asked; so it is taken off, and the rest is asked of that document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.model import Document

_LEAST_REST = 4
"""What is asked has at least so many characters; less is a question about the document itself."""
_LEAST_SHARE = 0.5
"""A shortened title has at least this share of the whole one's characters."""
_EDITION = re.compile(r"[（(][^（()）]*[)）]$")
_SIGNS = re.compile(r"\W")


class Titles:
    """The titles of some documents, and how questions begin with them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(d for d in documents if d.title)
        words = load_toml("assistant", "titles.toml")
        before, inside, says = (_one_of(words[name]) for name in ("before", "inside", "says"))
        plain = "|".join(_spaced(form) for d in self._documents for form in _forms(d.title))
        self._opening = re.compile(
            rf"(?P<before>{before})?(?:《(?P<quoted>[^《》]+)》|(?P<plain>{plain or '(?!)'}))"
            rf"(?P<inside>{inside})?(?:{says})?(?P<comma>[，、：])?"
        )

    def taken(self, text: str) -> tuple[str, Document | None]:
        """A question without the title that it begins with, and the document of that title; None without one."""
        found = self._opening.match(text)
        if found is None or not (found["inside"] or (found["before"] and found["comma"])):
            return text, None
        rest = text[found.end() :].strip("，、： ")
        named = self._named(found["quoted"] or found["plain"])
        if len(named) != 1 or len(rest) < _LEAST_REST:
            return text, None
        return rest, named[0]

    def _named(self, title: str) -> list[Document]:
        """The documents of this title, or of a part of theirs."""
        bare = _bare(title)
        same = [d for d in self._documents if bare in {_bare(form) for form in _forms(d.title)}]
        part = [
            d
            for d in self._documents
            if bare in _bare(d.title) and len(bare) >= _LEAST_SHARE * len(_bare(d.title))
        ]
        return same or part


def _forms(title: str) -> tuple[str, ...]:
    """A title, and without the edition in parentheses at its end."""
    return title, _EDITION.sub("", title)


def _bare(title: str) -> str:
    return _SIGNS.sub("", title)


def _spaced(title: str) -> str:
    """An expression for a title whose signs are written in any way."""
    return r"\W*".join(map(re.escape, _bare(title))) + r"(?:[)）])?"


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
