"""What a document says about its own issue: by whom, when, to whom, whether and where it is public."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.structure.meant import asks, questions
from corpus.lines import squeeze
from corpus.model import Document, SectionKind, Span
from index.passages import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.draft import Draft
    from index.words import Segmenter

_MARK = re.compile(r"【[^】]*公开[^】]*】")
_SHOWN_AT = re.compile(r"(?:官网|网站|门户|平台).{0,12}(?:呈现|公布|公开|发布)")
_FIRST_BLOCKS = 5
_FIRST_LINES = 10
_LAST_LINES = 6
_IN_LETTER = {
    "doc_number": ("文号", re.compile(r"(?<!\S)(\S{1,12}[〔\[（(]\s*20\d{2}\s*[〕\])）]\s*\d{1,5}\s*号)")),
    "signer": ("签发人", re.compile(r"签发人?[:：]\s*(\S{2,8})")),
    "contact": ("联系方式", re.compile(r"(联系(?:单位|人|电话|方式)[^\n]*?)[）)]?\s*$", re.MULTILINE)),
    "serial": ("提案编号", re.compile(r"(第\s*\d{1,5}\s*号)")),
    "proposal": ("题目", re.compile(r"提出的?([《“][^》”]{4,60}[》”])")),
}
"""What the first and last lines of a reply print, by the question's kind: its name, and where it stands."""
_NUMBER = re.compile(r"第\s*0*(\d+)\s*号")


class Imprint:
    """Answers from title pages, signatures, marks and the manifest."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter

    def compose(
        self, draft: Draft, text: str, documents: Sequence[Document], every: Sequence[Document]
    ) -> str | None:
        """Writes the answer; the reason of a refusal, "" for an answer, ``None`` if nothing is asked."""
        whole = questions()["issue"]["whole"]
        documents = _numbered(text, documents)
        if any(self._of_letter(draft, document, text) for document in documents if document.kind == "reply"):
            return ""
        if 1 < len(documents) == len(every) and not any(w in text for w in whole):
            return None
        itself = self._about_itself(text, documents)
        done = False
        for document in documents:
            issued = asks(text, "publisher") or (itself and _pair(text, "who"))
            if issued and document.publisher:
                parts = (document.publisher, *document.publisher.split("、"))
                self._said(draft, document, "发布单位", document.publisher, parts)
                done = True
            if asks(text, "date") or (itself and _pair(text, "when")):
                self._date(draft, document)
                done = True
            if asks(text, "addressee") and document.kind == "reply":
                done = self._addressee(draft, document) or done
            if itself and asks(text, "open"):
                done = self._marked(draft, document) or done
            if itself and asks(text, "shown_at"):
                done = self._shown_at(draft, document) or done
        if not done:
            return None
        return "not_found" if draft.reasons and len(draft.reasons) == len(documents) else ""

    def _of_letter(self, draft: Draft, document: Document, text: str) -> bool:
        """The number, the signer, the contact or the proposal's title of a reply, from its first and last lines."""
        done = False
        for kind, (what, pattern) in _IN_LETTER.items():
            titled = kind == "proposal" and asks(text, "serial") and asks(text, "name")
            found = self._edge(document, pattern) if asks(text, kind) or titled else None
            if found is not None:
                done = True
                draft.say(
                    f"《{document.title}》的{what}是{document.quote(found)}。",
                    [draft.cite_span(document, found)],
                )
        return done

    def _edge(self, document: Document, pattern: re.Pattern[str]) -> Span | None:
        """Where ``pattern`` stands on the first or the last lines; its first group where it has one."""
        edge = (*document.blocks[:_FIRST_LINES], *document.blocks[-_LAST_LINES:])
        for block in edge:
            found = pattern.search(document.quote(block.span))
            if found:
                start, end = found.span(1)
                return Span(block.span.start + start, block.span.start + end)
        return None

    def _about_itself(self, text: str, documents: Sequence[Document]) -> bool:
        """True where the question has no word of its own beside the document's name and what is asked."""
        data = questions()
        names = [w for words in data["documents"].values() for w in words]
        cues = [w for words in data["issue"].values() for w in words]
        asked = [w for kind in ("publisher", "date", "open", "shown_at") for w in data["asks"][kind]]
        plain = text
        for word in sorted({*names, *cues, *asked}, key=len, reverse=True):
            plain = plain.replace(word, " ")
        titles = {
            w
            for d in documents
            for w in self._segmenter.cut(f"{d.title} {d.publisher} {d.region} {d.period}")
        }
        own = [w for w in self._segmenter.cut(plain) if w not in titles and not any(w in t for t in titles)]
        return not own

    def _marked(self, draft: Draft, document: Document) -> bool:
        """The mark on the first lines that says whether the document may be published."""
        for block in document.blocks[:_FIRST_BLOCKS]:
            found = _MARK.search(document.quote(block.span))
            if found:
                span = Span(block.span.start + found.start(), block.span.start + found.end())
                draft.say(
                    f"《{document.title}》标明{document.quote(span)}。", [draft.cite_span(document, span)]
                )
                return True
        return False

    def _shown_at(self, draft: Draft, document: Document) -> bool:
        """The sentence of the preface or the end that says where the document is published."""
        for block in document.blocks:
            kind = document.sections[block.section].kind
            if kind not in (SectionKind.FRONT, SectionKind.BACK) or block.kind.value != "paragraph":
                continue
            for span in split_sentences(document, block.span):
                sentence = document.quote(span)
                if _SHOWN_AT.search(sentence):
                    clause = next(c for c in re.split("[，。；]", sentence) if _SHOWN_AT.search(c))
                    draft.say(f"{clause}。", [draft.cite_span(document, span)])
                    return True
        return False

    def _date(self, draft: Draft, document: Document) -> None:
        place = next(
            (
                b.span
                for b in (*document.blocks[:8], *document.blocks[-_LAST_LINES:])
                if re.fullmatch(
                    r"[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}日)?",
                    squeeze(document.quote(b.span)),
                )
            ),
            None,
        )
        if place is not None:
            draft.say(
                f"《{document.title}》落款时间是{document.quote(place)}。",
                [draft.cite_span(document, place)],
            )
        else:
            draft.say(f"《{document.title}》没有写明日期。")
            draft.reasons.append("not_found")

    def _said(self, draft: Draft, document: Document, what: str, value: str, printed: Iterable[str]) -> None:
        span = next(
            (Span(at, at + len(p)) for p in printed for at in [_short_line(document, p)] if at >= 0),
            None,
        )
        cited = [draft.cite_span(document, span)] if span else []
        draft.say(f"《{document.title}》的{what}是{value}。", cited)

    def _addressee(self, draft: Draft, document: Document) -> bool:
        section = next((s for s in document.sections if s.kind is SectionKind.FRONT), None)
        if section is None:
            return False
        first = next(
            (b.span for b in document.blocks if b.span.start >= section.heading.end), section.heading
        )
        sentence = split_sentences(document, first)[0]
        draft.say(
            f"答复的对象是{section.title}。",
            [draft.cite_span(document, section.heading), draft.cite_span(document, sentence)],
        )
        draft.say(f"原文：“{document.quote(sentence)}”", [draft.cite_span(document, sentence)], "source")
        return True


def _numbered(text: str, documents: Sequence[Document]) -> Sequence[Document]:
    """Of the documents those about 第87号 where the question gives a number that titles have."""
    asked = set(_NUMBER.findall(text))
    found = [d for d in documents if asked & set(_NUMBER.findall(d.title))]
    return found or documents


def _short_line(document: Document, text: str) -> int:
    for block in document.blocks:
        if squeeze(document.quote(block.span)) == squeeze(text):
            return block.span.start
    return document.text.find(text)


def _pair(text: str, kind: str) -> bool:
    """True where 谁, 哪家 or 几月, 何时 stands close before or after a word for issuing."""
    issue = questions()["issue"]
    asked = "|".join(sorted(issue[kind], key=len, reverse=True))
    verbs = "|".join(sorted(issue["verbs"], key=len, reverse=True))
    return re.search(rf"(?:{asked}).{{0,4}}(?:{verbs})|(?:{verbs}).{{0,4}}(?:{asked})", text) is not None
