"""Brings a question to one form; what was typed is kept for display."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize

from corpus.knowledge import load_toml
from corpus.text import simplified

_BETWEEN_CJK = re.compile(
    r"(?<=[\u4e00-\u9fff，。？！、：；”“）（])\s+(?=[\u4e00-\u9fff，。？！、：；”“（）\d])"
)
_AFTER_DIGIT = re.compile(r"(?<=\d)\s+(?=[\u4e00-\u9fff%])")
_ASKS = "(?:多少|几[个所家项名]|哪|谁|占|第几)"
_BETWEEN_QUESTIONS = re.compile(
    rf"([^\s，。？！；]{{4,}}{_ASKS}[^\s，。？！；]*|[^\s，。？！；]*谁[^\s，。？！；]{{4,}})\s+(?=[^\s，。？！；]*{_ASKS})"
)
"""A blank between two clauses that both ask stands for a comma."""
_TAGS = re.compile(r"<[^<>]{0,200}>")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z' -]*[A-Za-z]|[A-Za-z]")
_POSSESSIVE = re.compile(r"(?<=[A-Za-z])['’]s\b")
LONGEST = 2000
_SHARE_OF_LATIN = 0.5


def normalise(text: str) -> str:
    """NFKC, simplified characters, no markup or control characters, no blanks between characters."""
    plain = normalize("NFKC", text[:LONGEST])
    plain = "".join(c if category(c) not in ("Cc", "Cf", "Co", "Cs") else " " for c in plain)
    plain = _TAGS.sub(" ", plain)
    plain = simplified(plain)
    plain = plain.replace(",", "，").replace("?", "？").replace("!", "！").replace(";", "；")
    plain = re.sub(r"(?<=\d)，(?=\d{3})", ",", plain)
    plain = plain.replace(":", "：").replace("(", "（").replace(")", "）")
    plain = re.sub(r'"([^"]*)"', "“\\1”", plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    plain = _BETWEEN_QUESTIONS.sub("\\1，", plain)
    return _in_chinese(_AFTER_DIGIT.sub("", _BETWEEN_CJK.sub("", plain)))


@lru_cache(maxsize=1)
def _glossary() -> tuple[re.Pattern[str], dict[str, str]]:
    terms: dict[str, str] = load_toml("assistant", "glossary.toml")["terms"]
    words = "|".join(re.escape(w) for w in sorted(terms, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), terms


@lru_cache(maxsize=1)
def _spelt_places() -> dict[str, str]:
    """Provinces and cities by their spelling: changchun."""
    from pypinyin import lazy_pinyin

    return {"".join(lazy_pinyin(place)): place for place in load_toml("assistant", "places.toml")["places"]}


def _in_chinese(text: str) -> str:
    """An English question with its known words put into the documents' terms."""
    letters = sum(len(run) for run in _ENGLISH.findall(text))
    if letters < _SHARE_OF_LATIN * len(text) or " " not in text:
        return text
    pattern, terms = _glossary()
    if not pattern.search(text):
        return text  # the spelling of Chinese words, perhaps
    text = pattern.sub(lambda m: terms[m.group().lower()], _POSSESSIVE.sub("", text))
    text = _ENGLISH.sub(lambda m: _spelt_places().get(m.group().lower(), m.group()), text)
    return _BETWEEN_CJK.sub("", re.sub(r"\s+", " ", text)).strip()
