"""Choose the part of a hundred-language vocabulary that Chinese reports need.

A piece stays if each of its characters is Han, an unaccented Latin letter, a digit, punctuation or a
sign. Text made of such characters is cut exactly as with the whole vocabulary, since a piece with any
other character can never be part of it. Accented Latin and Greek letters stay as single characters.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SPACE_MARK: Final = "▁"
_SCRIPTS: Final = ("CJK UNIFIED", "CJK COMPATIBILITY", "IDEOGRAPHIC")
_SINGLE_SCRIPTS: Final = ("LATIN", "GREEK")


def kept_pieces(pieces: Iterable[str], special: frozenset[str]) -> tuple[int, ...]:
    """The ids of the pieces that stay, in their old order."""
    return tuple(number for number, piece in enumerate(pieces) if piece in special or is_kept(piece))


def is_kept(piece: str) -> bool:
    """Whether a piece is made of characters that Chinese reports are made of."""
    characters = piece.replace(SPACE_MARK, "")
    if len(characters) == 1 and unicodedata.name(characters, "").startswith(_SINGLE_SCRIPTS):
        return True
    return all(_is_kept_character(character) for character in characters)


@cache
def _is_kept_character(character: str) -> bool:
    category = unicodedata.category(character)
    if category.startswith("L"):
        return character.isascii() or unicodedata.name(character, "").startswith(_SCRIPTS)
    return category[0] in "NPSZ"
