"""Does the evidence bear the answer? The signals from which a refusal is decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.guard import particulars
from assistant.prose.asked import asked_types, asked_units
from assistant.prose.evidence import Evidence, EvidenceFinder
from assistant.prose.short import has_unit
from assistant.reading import Reading
from corpus.knowledge import load_toml
from corpus.model import Document

_PERSON_TITLES = re.compile(r"[一-龥]{2,4}(?:副省长|省长|书记|主任|局长|厅长|校长|院长|委员|同志|老师|教授|主席)")
_STRICT_UNITS = ("人", "名", "位", "学时", "平方米", "亩", "岁", "台", "册")
_COUNT_ONLY = re.compile(r"\d+\s*(?:余|多)?\s*(?:名|个|家|所|项|位|种|门|部|人)")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the evidence does not answer: a short code and what is missing, in Chinese."""

    reason: str
    text: str


@lru_cache(maxsize=1)
def _places() -> dict[str, Any]:
    return load_toml("assistant", "places.toml")


class Signals:
    """Judges evidence against what the question names and asks for."""

    def __init__(self, finder: EvidenceFinder, documents: Sequence[Document], tagger: Any) -> None:
        self._finder = finder
        self._documents = {d.id: d for d in documents}
        self._text = "".join(d.text for d in documents)
        self._tagger = tagger
        thresholds = load_toml("assistant", "refusal.toml")["thresholds"]
        self._thresholds = thresholds

    def doubt(self, reading: Reading, question: str, best: Sequence[Evidence]) -> Doubt | None:
        """What speaks against answering from ``best``, or ``None``."""
        if not best:
            return Doubt("not_found", "文件中没有找到与您的问题有关的内容。")
        around = " ".join(self._around(e) for e in best[:3])
        return (
            self._stranger(reading)
            or self._place(question, around)
            or self._year(reading, around)
            or self._particular(question, best[0], around)
            or self._missing_kind(question, best)
            or self._weak(question, best)
        )

    def _around(self, evidence: Evidence) -> str:
        document = self._documents[evidence.sentence.document]
        block = next(
            (b for b in document.blocks if b.span.contains(evidence.sentence.span)), None
        )
        shown = document.quote(block.span) if block else evidence.sentence.text
        return f"{document.title} {document.period} {evidence.sentence.context} {shown}"

    def _stranger(self, reading: Reading) -> Doubt | None:
        missing = [name for name in reading.strangers if name not in self._text]
        if missing:
            return Doubt("unknown_subject", f"文件中没有提到“{missing[0]}”。")
        return None

    def _place(self, question: str, around: str) -> Doubt | None:
        for place in _places()["places"]:
            if place in question and place not in around:
                return Doubt("unknown_place", f"文件没有关于{place}的这方面内容。")
        return None

    def _year(self, reading: Reading, around: str) -> Doubt | None:
        for year in reading.years:
            if year not in around:
                years = sorted({*re.findall(r"20\d\d(?=\s*年)", self._text)})
                known = "、".join(d.period for d in self._documents.values() if d.period)
                return Doubt(
                    "unknown_period",
                    f"文件没有给出 {year} 年的这项内容。文件的数据主要是{known or '、'.join(years[-3:])}的。",
                )
        return None

    def _particular(self, question: str, best: Evidence, around: str) -> Doubt | None:
        for word in particulars(question):
            if word not in around:
                return Doubt("not_found", f"文件没有给出“{word}”方面的信息。")
        return None

    def _missing_kind(self, question: str, best: Sequence[Evidence]) -> Doubt | None:
        kinds = asked_types(question)
        text = best[0].sentence.text
        near = " ".join(e.sentence.text for e in best[:2])
        if "date" in kinds and "number" not in kinds and not re.search(r"\d\s*[年月日]|[〇零一二三四五六七八九十]年|上周|近日|今年|本年", near):
            return Doubt("not_found", "文件提到了此事，但没有写明时间。")
        for unit in asked_units(question):
            if unit in _STRICT_UNITS and not any(has_unit(e.sentence.text, unit) for e in best[:3]):
                return Doubt("not_found", f"文件提到了有关内容，但没有给出以“{unit}”计的数字。")
        if kinds[:1] == ("person",) and not self._names_person(near) and "学院" not in near:
            return Doubt("not_found", "文件提到了有关内容，但没有写明是谁。")
        if self._asks_names_of_counted(question, text):
            return Doubt("not_found", "文件只给出了数量，没有列出名单。")
        return None

    def _names_person(self, text: str) -> bool:
        return bool(_PERSON_TITLES.search(text)) or any(
            flag in ("nr", "nrt", "nrfg") and len(word) > 1 for word, flag in self._tagger(text)
        ) or any(o in text for o in ("厅", "局", "政府", "总工会", "公司", "集团", "协会", "单位"))

    def _asks_names_of_counted(self, question: str, text: str) -> bool:
        """134 家企业分别是哪些: the list is asked for, and the text only counts."""
        found = re.search(r"(\d+)\s*(家|所|名|个|位|项|种|门|部)[^，。]{0,14}?(?:分别|都|是|叫|有)", question)
        names = any(w in question for w in ("哪几", "哪些", "叫什么", "分别是", "名单", "都叫", "哪几所", "名字"))
        if not (found and names):
            return False
        return text.count("、") < min(int(found.group(1)) - 1, 3)

    def _weak(self, question: str, best: Sequence[Evidence]) -> Doubt | None:
        t = self._thresholds
        top = best[0]
        strength = (
            t["dense"] * top.dense + t["around"] * top.around + t["covered"] * top.covered
            + t["unknown"] * self.unknown_share(question) + t["bias"]
        )
        if strength < 0:
            return Doubt("not_found", "文件中没有找到能回答这个问题的内容。")
        return None

    def unknown_share(self, question: str) -> float:
        """The share of the question's weighted words that no sentence of the corpus has."""
        words = set(self._finder.words(question))
        total = sum(self._finder.weight(w) for w in words) or 1.0
        return sum(self._finder.weight(w) for w in words if not self._finder.known(w)) / total
