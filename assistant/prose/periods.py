"""Is the evidence of the year, the day or the round (哪一届) that a question asks for?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.prose.nearmiss import without_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.prose.evidence import Evidence
    from assistant.reading import Reading
    from corpus.model import Document

_COVERED = 0.45
_SURE = 12.0
"""From this score on a sentence that names the year tells of it, whatever share of the words it has."""
_YEAR = re.compile(r"20\d\d(?=\s*(?:年|届))")
_MONTHS = re.compile(r"(\d{1,2})\s*月")
_SAME_MONTH = 2.5
_LATER = ("明年", "后年")
_DATED = re.compile(r"\d\s*[年月日]|[〇零一二三四五六七八九十]年|上周|近日|今年|本年")
_DAY = re.compile(r"\d\s*[月日]|[一二三四五六七八九十]月|上周")
_VAGUE = ("上周", "近日", "今年", "本年")
_EXACT = ("几月", "几号", "哪天", "哪一天", "哪日", "哪几天", "哪两天", "日期")
_WHICH_TIME = re.compile(r"哪一?(届|批|期)")
_NUMERAL = "[\\d一二三四五六七八九十]+"


def period_not_told(
    reading: Reading,
    best: Evidence,
    around: str,
    types: Sequence[str],
    documents: Mapping[str, Document],
) -> str:
    """What is missing, in Chinese, where the question names a year and ``best`` is of none or another; else ""."""
    here = set(_YEAR.findall(best.sentence.text))
    later = next((word for word in _LATER if word in reading.text), "")
    ahead = _looks_ahead(best.sentence.text, documents.values())
    if later and not reading.years and later not in around and not ahead:
        return f"文件没有给出{later}的这项内容。"
    summarised = types[:1] == ("summary",)
    for year in reading.years:
        if summarised and year in documents[best.sentence.document].period:
            continue
        told = year in here or (not here and year in around)
        sure = best.covered >= _COVERED or (year in here and best.score >= _SURE)
        told = told and (sure or any(year in d.period for d in documents.values()))
        if not told:
            return f"文件没有给出 {year} 年的这项内容。{_years_told(year, documents.values())}"
    return ""


def date_not_told(question: str, text: str, *, dated: bool) -> bool:
    """True where a date is asked for (``dated``), or a day, and ``text`` has none that is not one up to which it counts."""
    exact = any(word in question for word in _EXACT)
    left = without_until(text)
    for said in _VAGUE:
        left = left.replace(said, "") if said in question else left
    return dated and not (_DAY if exact else _DATED).search(left)


def time_not_told(question: str, text: str) -> str:
    """The word by which the question counts times (哪一届: 届) where ``text`` does not number them; else ""."""
    asked = _WHICH_TIME.search(question)
    if asked is None:
        return ""
    word = asked.group(1)
    told = re.search(rf"(?:第\s*{_NUMERAL}|首|[一二三])\s*{word}", text)
    return "" if told else word


def _years_told(asked: str, documents: Iterable[Document]) -> str:
    """What years the documents are about; "" where ``asked`` is one of them."""
    periods = dict.fromkeys(d.period for d in documents if d.period)
    if any(asked in period for period in periods):
        return ""
    return f"文件的数据主要是{'、'.join(periods) or '其他年份'}的。"


def _looks_ahead(text: str, documents: Iterable[Document]) -> bool:
    """True where ``text`` names a year after those that the documents are about."""
    about = [year for d in documents for year in re.findall(r"20\d\d", d.period)]
    return any(year > max(about, default="") for year in re.findall(r"20\d\d(?=\s*年)", text))


def same_month(question: str, text: str) -> float:
    """What a sentence gains by a month that the question names too (今年 9 月)."""
    return _SAME_MONTH * bool(set(_MONTHS.findall(question)) & set(_MONTHS.findall(text)))
