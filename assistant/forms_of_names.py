"""Schools called by field and ending alone, without their region: 医专, 师专; one such name may be several schools'."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.shortening import field_forms
from corpus.knowledge import load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Parts = tuple[str, list[str], str]


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    return load_toml("assistant", "names.toml")


class Forms:
    """Field and ending of schools' names, each in full or shortened, with the schools that have them."""

    def __init__(self, subjects: Sequence[str], parts: Callable[[str], _Parts]) -> None:
        """``parts`` gives a name's region, field words and ending."""
        found: dict[str, dict[str, None]] = {}
        for subject in subjects:
            _, field, ending = parts(subject)
            for f in field_forms(field) if field else ():
                for e in _rules()["endings"].get(ending, ()):
                    if f and e:
                        found.setdefault(f + e, {})[subject] = None
        self._all = {name: tuple(same) for name, same in found.items()}
        self.names = tuple(self._all)

    def leading(self, text: str) -> tuple[int, int, tuple[str, ...]] | None:
        """The form that a question begins with (医专的经费): where it stands, and the schools that have it."""
        rules = _rules()["leading"]
        start = len(next((w for w in rules["openings"] if text.startswith(w)), ""))
        for length in (4, 3, 2):
            end = start + length
            subjects = self._all.get(text[start:end], ())
            bare = text[start:end].endswith(tuple(rules["endings"]))
            if subjects and bare and text.startswith(tuple(rules["followed"]), end):
                return start, end, subjects
        return None

    def counted_before(self, text: str) -> bool:
        """True where ``text`` ends with 两所 and the like."""
        return text.endswith(tuple(_rules()["counted"]["before"]))

    def shared(self, text: str) -> tuple[tuple[int, int], tuple[str, ...]] | None:
        """A form after 两所 and the like, and the schools that share it: 两所医专."""
        for before in _rules()["counted"]["before"]:
            at = text.find(before)
            while at >= 0:
                start = at + len(before)
                for length in (5, 4, 3, 2):
                    subjects = self._all.get(text[start : start + length], ())
                    if len(subjects) > 1:
                        return (start, start + length), subjects
                at = text.find(before, at + 1)
        return None
