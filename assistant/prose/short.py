"""The short answer read off a sentence by its structure: the clause that answers, or the name in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from corpus.knowledge import load_toml
from corpus.units import find_unit, unit_spellings

_CLAUSE = re.compile(r"[^，；。！？]+[，；。！？]?")
_GROUP = re.compile(r"\d{3}(?!\d)")
_LONGEST = 78
_LEAST_ITEM = 2
_ROLE = 2.0
"""What an enumeration gains by the role asked for: 由…共同牵头 where 哪几家牵头 is asked."""
_COUNTED_TAIL = re.compile(
    r"(?:[一二两三四五六七八九十]+|\d+)\s*(?:个|所|家|项|门|种|类|大)[\u4e00-\u9fff]{1,4}$"
)
_COMMON = 2.5
_IN_WORDS = ("个", "家", "所", "项", "种", "门", "位", "名")
_REGION = 3
_NUMBER_UNIT = re.compile(
    rf"\d[\d,]*(?:\.\d+)?\s*(?:多|余|几)?\s*(?:个(?=百分点))?(?:{'|'.join(re.escape(u) for u in unit_spellings() if u not in (':', '：', '比'))}|大类|期|次|份|部|件|届|年|天|条|类|批|号|集|幅)?"
)
_AMOUNT_FIRST = re.compile(r"(?:累计|共|总|一共|实现|达到|培训|完成|年)")
Weigh = Callable[[str], float]


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence with their marks; brackets and quotation marks are not cut."""
    out: list[str] = []
    depth = 0
    current = ""
    for place, character in enumerate(sentence):
        current += character
        if character in ",，" and sentence[place - 1 : place].isdigit() and _GROUP.match(sentence, place + 1):
            continue  # 1,105 is one figure
        if character in "（(“《「【":
            depth += 1
        elif character in "）)”》」】":
            depth = max(0, depth - 1)
        elif character in "，；。！？,;" and depth == 0:
            out.append(current)
            current = ""
    if current.strip():
        out.append(current)
    return out


def best_clause(
    sentence: str, words: Sequence[str], weigh: Weigh, *, units: Sequence[str], number: bool, focus: str = ""
) -> str:
    """The clause, or two neighbouring ones, that carry the answer; the sentence where it is short.

    ``focus`` is the noun asked for by 什么 or 哪, which the clause has where one has it.
    """
    if len(sentence) <= _LONGEST:
        return _trimmed(sentence)
    parts = clauses(sentence)
    scored = [_score(part, words, weigh, units, number=number) for part in parts]
    best = max(_carriers(parts, units, number=number), key=lambda i: scored[i])
    focused = [i for i, part in enumerate(parts) if focus and focus in part]
    if focused and not units:
        best = max(focused, key=lambda i: scored[i])
    chosen = parts[best]
    before = best - 1
    while (
        before >= 0
        and len(chosen) + len(parts[before]) <= _LONGEST
        and (len(chosen) < 18 or scored[before] > 0)
    ):
        chosen = parts[before] + chosen
        before -= 1
    after = best + 1
    while after < len(parts) and len(chosen) + len(parts[after]) <= _LONGEST and scored[after] > 0:
        chosen += parts[after]
        after += 1
    return _trimmed(chosen)


def with_subject(clause: str, sentence: str) -> str:
    """``clause``, with the quoted name last said before it where it opens with an amount and names nothing itself."""
    if not _AMOUNT_FIRST.match(clause) or "“" in clause:
        return clause
    names = re.findall(r"“([^“”]{2,20})”", sentence[: sentence.find(clause)])
    return f"“{names[-1]}”：{clause}" if names else clause


def _carriers(parts: Sequence[str], units: Sequence[str], *, number: bool) -> list[int]:
    """The places of the clauses with a number in what is asked for, or with a number; else all."""
    in_unit = [i for i, part in enumerate(parts) if any(_has_unit(part, unit) for unit in units)]
    counted = [i for i, part in enumerate(parts) if number and _NUMBER_UNIT.search(part)]
    return in_unit or counted or list(range(len(parts)))


def clause_fit(sentence: str, words: Sequence[str], weigh: Weigh, units: Sequence[str]) -> float:
    """How much of the rarer ``words`` the best clause of ``sentence`` with a number in one of ``units`` has."""
    own = [part for part in clauses(sentence) if any(_has_unit(part, unit) for unit in units)]
    return max(
        (sum(max(0.0, weigh(w) - _COMMON) for w in set(words) if _says(part, w)) for part in own), default=0.0
    )


def _says(part: str, word: str) -> bool:
    """True where ``part`` has ``word``, or a region's name in another form (延边州, 延边朝鲜族自治州)."""
    region = len(word) == _REGION and word[-1] in "州市省县" and word[:-1] in part
    return word in part or region


def _score(part: str, words: Sequence[str], weigh: Weigh, units: Sequence[str], *, number: bool) -> float:
    score = sum(weigh(w) for w in set(words) if w in part)
    if number and _NUMBER_UNIT.search(part):
        score += 2.0
    if units and any(_has_unit(part, unit) for unit in units):
        score += 4.0
    return score


def _has_unit(text: str, unit: str) -> bool:
    if unit in _IN_WORDS and re.search(rf"[二三四五六七八九十](?:余|多)?{unit}(?!一体)", text):
        return True
    asked = find_unit(unit)
    for found in _NUMBER_UNIT.finditer(text):
        if text[: found.start()].rstrip().endswith("第"):
            continue
        shown = re.sub(r"^[\d,.\s多余几]+(?:个(?=百分点))?", "", found.group())
        known = find_unit(shown)
        if shown == unit or (asked and known and asked.dimension == known.dimension):
            return True
    return False


def has_unit(text: str, unit: str) -> bool:
    """True where ``text`` prints a number in ``unit`` or another unit of its dimension."""
    return _has_unit(text, unit)


_DID_EACH = re.compile(
    r"(?:先后|相继|陆续|分别|联合|共同)(?:成立|组建|建立|建设|开设|获批|入选|承办|举办|开展)了?"
)


def _trimmed(text: str) -> str:
    return text.strip().rstrip("，；,;、。").lstrip("，；、")


def enumerated(sentence: str, words: Sequence[str], quotes: Sequence[str] = ()) -> list[str]:
    """The items of the longest enumeration in ``sentence``: split at 、 or at 《》“” side by side.

    One in a clause with ``words`` of the question is preferred, and more so one with what it quotes.
    """
    best: list[str] = []
    most = 0.0
    wholes = (_trimmed(part) for part in clauses(sentence.replace("；", "，")))
    for body in (side for whole in wholes for side in _doers_and_deeds(whole)):
        quoted = re.findall(r"[《“「][^《》“”「」]+[》”」]", body)
        items = quoted if len(quoted) > 1 and len("".join(quoted)) > len(body) * 0.45 else _listed(body)
        if not items and len(quoted) == 1 and "、" in quoted[0]:
            items = quoted[0][1:-1].split("、")
        gain = (
            len(items)
            + min(1.0, sum(0.5 for w in set(words) if w in body))
            + sum(2 * len(q) for q in quotes if q in body)
            + sum(_ROLE for w in set(words) if w in body and w in _lists()["tails"])
        )
        if len(items) > 1 and gain > most:
            best, most = items, gain
    return best


def _doers_and_deeds(body: str) -> list[str]:
    """甲市、乙市先后成立丙、丁: who did it, and what was done, apart where both are enumerations; else ``body``."""
    found = _DID_EACH.search(body)
    sides = [body[: found.start()], body[found.end() :]] if found else []
    return sides if sides and all("、" in side for side in sides) else [body]


def _listed(body: str) -> list[str]:
    pieces = _outside_brackets(body)
    if len(pieces) < 2:
        return []
    head = re.split(r"[：:]|包括|分别为|分别是|分别到|涉及|涵盖|为：|如|是|为", pieces[0])[-1]
    pieces[0] = _led(head or pieces[0])
    last = re.sub(rf"(等|等\d+个.*|等.*|{'|'.join(_lists()['tails'])})$", "", pieces[-1])
    last = _COUNTED_TAIL.sub("", last) or last
    tail = re.split(r"和|以及|及", last)
    pieces[-1:] = [t for t in tail if t] if len(last) < 40 else [last or pieces[-1]]
    return [p.strip(" 、，。") for p in pieces if p.strip(" 、，。")]


def _led(first: str) -> str:
    """The first item without the words that lead in the enumeration (形成…, 以…, 了 10 个…)."""
    best = first
    for lead in _lists()["leads"]:
        before, found, after = first.rpartition(lead)
        if found and len(after) >= _LEAST_ITEM and len(after) < len(best) and not _opens(before):
            best = after
    for opening in _lists()["openings"]:
        if best.startswith(opening) and len(best) - len(opening) >= _LEAST_ITEM:
            best = best.removeprefix(opening)
    return best.strip()


def _opens(text: str) -> bool:
    """True where a bracket or quotation mark is open at the end of ``text``."""
    return sum(text.count(a) - text.count(b) for a, b in ("（）", "()", "《》", "“”", "「」")) > 0


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    return dict(load_toml("assistant", "asked.toml")["enumerations"])


def _outside_brackets(text: str) -> list[str]:
    out, depth, current = [], 0, ""
    for character in text:
        if character in "（(“《「":
            depth += 1
        elif character in "）)”》」":
            depth = max(0, depth - 1)
        if character == "、" and depth == 0:
            out.append(current)
            current = ""
        else:
            current += character
    return [*out, current]
