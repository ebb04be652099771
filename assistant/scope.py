"""Which of several reports a question is about: by the region, the schools and the years that it names.

Figures of different reports must not be mixed: a question about one is answered from that report
alone (with all documents that are no reports), and one that may mean several is asked back.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.regions import parted
from corpus.model import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.model import Answer
    from corpus.model import Document

_JOINTS = re.compile(r"^[和与跟同及比、，,]+|[和与跟同及比、，,]+$|(?<=[省市区校院年])[和与跟同及比、]+")
_COMPARES = re.compile(
    r"(?:哪一?[个所家省边]|谁)的?(?:学校|省份?)?(.*?)的?(?:更|最)?(?:高|低|多|少|大|小|好)?一?些?[？?。]*$"
)
_APART = re.compile(
    r"(?:相比|相差|差|多|少|高|低|增加|增长|提高|上升|减少|下降|降低|变化)(?:了)?(?:多少|几)?[？?。]*$"
)
_YEAR = re.compile(r"\d{4}")


class Scopes:
    """The reports of a corpus (documents with tables of figures), and what names each of them."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.reports = tuple(
            d for d in documents if d.region and any(t.layout in ("entities", "indicators") for t in d.tables)
        )
        self._others = tuple(d.id for d in documents if d not in self.reports)

    @property
    def several(self) -> bool:
        """True where a figure may come from more than one report."""
        return len(self.reports) > 1

    @cached_property
    def _subjects(self) -> dict[str, frozenset[str]]:
        return {
            d.id: frozenset(o.subject for o in d.observations if o.subject_kind is SubjectKind.ENTITY)
            for d in self.reports
        }

    @cached_property
    def _years(self) -> dict[str, str]:
        return {
            d.id: " ".join(dict.fromkeys((d.period, *(o.period for o in d.observations))))
            for d in self.reports
        }

    def documents(self, report: Document) -> tuple[str, ...]:
        """The ids of the documents that a question about ``report`` is answered from."""
        return (report.id, *self._others)

    def named(self, text: str, subjects: Iterable[str], years: Sequence[str]) -> tuple[Document, ...]:
        """The reports that a question is about, one for each region it names; () where it names none.

        A school names the regions whose reports list it, unless a region that is named has it.
        """
        said = [d for d in self.reports if d.region in text or parted(d.region)[0] in text]
        listing = [[d for d in self.reports if name in self._subjects[d.id]] for name in subjects]
        wanted = [*said, *(d for some in listing if not any(s in said for s in some) for d in some)]
        regions = dict.fromkeys(d.region for d in self.reports if d in wanted)
        if not regions and len({d.region for d in self.reports}) == 1:
            regions = dict.fromkeys((self.reports[0].region,))
        own = [[d for d in self.reports if d.region == region] for region in regions]
        return tuple(report for some in own for report in self._of_years(some, years))

    def _of_years(self, reports: Sequence[Document], years: Sequence[str]) -> tuple[Document, ...]:
        """Of one region's reports the one of the years asked for (one for each, if they differ), else the newest."""
        ordered = sorted(reports, key=lambda d: _YEAR.findall(d.period) or [""], reverse=True)
        own = [d for d in ordered if years and all(year in d.period for year in years)]
        other = [d for d in ordered if years and all(year in self._years[d.id] for year in years)]
        each = [next((d for d in ordered if year in d.period), None) for year in years]
        if not own and len(each) > 1 and None not in each:
            return tuple(dict.fromkeys(d for d in each if d is not None))
        return ((own or other or ordered)[0],)

    def older(self, report: Document, years: Sequence[str]) -> tuple[Document, ...]:
        """The other reports of the region of ``report``, where no year was asked for."""
        return tuple(d for d in self.reports if d.region == report.region and d != report and not years)

    def cited(self, answer: Answer) -> tuple[Document, ...]:
        """The reports that an answer cites."""
        cited = {citation.document_id for citation in answer.citations}
        return tuple(d for d in self.reports if d.id in cited)

    def has(self, report: Document, subjects: Iterable[str]) -> bool:
        """True where a table of ``report`` lists one of ``subjects``."""
        return bool(self._subjects[report.id] & set(subjects))

    def names(self, text: str, report: Document) -> tuple[str, ...]:
        """What in ``text`` names another region than that of ``report``, or another report's year."""
        others = [d.region for d in self.reports if d.region != report.region]
        years = [d.period for d in self.reports if d.region == report.region and d.period != report.period]
        names = (name for full in others for name in (full, parted(full)[0]))
        return tuple(name for name in (*names, *years) if name and name in text)


def question_for(text: str, others: Iterable[str]) -> str:
    """A question that compares, as asked of one side: without the ``others`` and the comparing words."""
    plain = text
    for other in sorted(others, key=len, reverse=True):
        plain = plain.replace(other, "")
    plain = _JOINTS.sub("", plain)
    found = _COMPARES.search(plain)
    if found:
        return f"{plain[: found.start()]}{found.group(1)}是多少？"
    apart = _APART.search(plain)
    return f"{plain[: apart.start()]}是多少？" if apart else plain
