"""Which short forms of a school's name people can say: region, field and ending, each in full or shortened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = 2  # characters of most Chinese words


def field_forms(field: Sequence[str]) -> set[str]:
    """A field in full and shortened: 水利电力 -> 水利电力, 水利, 水电, 水; 早期教育 -> 早教, ..."""
    if not field:
        return {""}
    whole = "".join(field)
    forms = {whole, field[0], "".join(w[0] for w in field), field[0][0]}
    if len(field) == 1 and len(whole) == 2 * _WORD:
        forms.update({whole[0] + whole[2], whole[:2]})
    if len(field) > _WORD:
        forms.add(field[0] + field[1])
        forms.add(field[0][0] + field[1][0])
    return {form for form in forms if form}


def speakable(r: str, f: str, e: str, region: str, field: Sequence[str]) -> bool:
    """Whether region, field and ending, so shortened, still name one school to a listener."""
    whole = "".join(field)
    if not field:
        if not r or not e:
            return False
        if len(r) == 1:
            return len(region) == _WORD and e in ("职院", "职大", "职技院")
        return "职" in e
    if not f:
        return False
    if not e:
        return len(r) > 1 and len(f) > 1 and (f in (whole, field[0]) or len(f) == _WORD)
    if not r:
        if f == whole and len(whole) > 1:
            return len(e) > 1
        return (len(f) > 1 and e in ("职院", "学院", "高专", "高等专科学校", "职业学院")) or (
            len(f) == 1 and e == "高专"
        )
    if len(r) == 1:
        return len(f + e) <= 2 * _WORD
    return True
