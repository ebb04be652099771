"""A stand-in for the assistant: real documents, answers written in advance, no model, no index.

``python tests/standin.py --port 7861`` serves the page with it.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from assistant.model import Answer, Citation, ShownTable, Statement, Turn
from assistant.query import Measure, Operation, Query
from corpus import Finding, audit, read_corpus
from corpus.model import Document, Span
from index import Hit, Passage

ROOT = Path(__file__).parent.parent
STAFF = "长春职业技术学院有多少专任教师？"
RANKING = "全日制学生数最多的三所学校是哪些？"
CONFLICT = "全省高职院校在校生有多少人？"
AMBIGUOUS = "医高专有多少学生？"
UNKNOWN = "长春职业技术学院2019年有多少专任教师？"
SLOW = "慢慢回答"
COUNT = "有几份文件"
BROKEN = "出错"
SCRIPT = "<script>document.title='坏了'</script><img src=x onerror=\"document.title='坏了'\">**粗** $x$ `码`"
FULL_NAMES = ("长春医学高等专科学校", "白城医学高等专科学校")


@cache
def documents() -> tuple[Document, ...]:
    return tuple(read_corpus(ROOT / "corpus" / "documents"))


@cache
def findings() -> tuple[Finding, ...]:
    return audit(documents())


def report() -> Document:
    return next(document for document in documents() if document.tables)


def cell_citation(table: str, row: str, column: str) -> Citation:
    """A citation of a cell; ``column`` is the beginning of its label."""
    document = report()
    found = next(t for t in document.tables if t.number == table)
    line = next(r for r in found.rows if r.label == row)
    head = next(c for c in found.columns if c.label.startswith(column))
    cell = next(c for c in line.cells if c.column_index == head.index)
    return Citation(
        document_id=document.id,
        document=document.title,
        section=document.section_at(line.span.start).name,
        quote=document.quote(line.span),
        span=line.span,
        table=table,
        row=row,
        column=head.label,
        cell=cell.text,
    )


def sentence_citation(quote: str) -> Citation:
    """A citation of a sentence, with its paragraph."""
    for document in documents():
        start = document.text.find(quote)
        if start >= 0:
            around = next(b for b in document.blocks if b.span.start <= start < b.span.end)
            return Citation(
                document_id=document.id,
                document=document.title,
                section=document.section_at(start).name,
                quote=quote,
                span=Span(start, start + len(quote)),
                passage=document.quote(around.span),
            )
    raise LookupError(quote)


def staff(question: str) -> Answer:
    cited = cell_citation("表 1-1", "长春职业技术学院", "专任教师数")
    return Answer(
        question=question,
        statements=(
            Statement(f"长春职业技术学院有专任教师 {cited.cell} 人。", (0,)),
            Statement(f"表 1-1“专任教师数（人）”一列，长春职业技术学院为 {cited.cell}。", (0,), "source"),
            Statement("正文写明全省专任教师 10333 人。", (1,), "source"),
        ),
        citations=(cited, sentence_citation("全日制在校生总数 228528 人，专任教师 10333 人")),
        understanding="长春职业技术学院 · 专任教师数 · 2023年",
        suggestions=("那双师型教师呢？", RANKING, CONFLICT),
        latency_ms=3.2,
    )


def students(label: str) -> Measure:
    """The column of table 1-1 that the ranking is by."""
    return Measure("report", "表 1-1", label, (label,), "人", "2023年", "entities", 11, -1)


def ranking(question: str) -> Answer:
    rows = [r for r in next(t for t in report().tables if t.number == "表 1-1").rows if r.index > 1]
    places = sorted(rows, key=lambda r: -float(next(c.text for c in r.cells if c.column_index == 11) or 0))[
        :3
    ]
    cited = tuple(cell_citation("表 1-1", r.label, "全日制学生数") for r in places)
    return Answer(
        question=question,
        statements=(
            Statement("全日制学生数最多的三所学校是" + "、".join(r.label for r in places) + "。", (0, 1, 2)),
            *(Statement(f"{n + 1}. {c.row}：{c.cell} 人", (n,)) for n, c in enumerate(cited)),
            Statement(
                f"{cited[0].cell} − {cited[2].cell} = {float(cited[0].cell) - float(cited[2].cell):.0f} 人（第一名与第三名之差）",
                (0, 2),
                "calculation",
            ),
            Statement("排名只包括表 1-1 所列的 29 所院校，不含省均值与省中位数。", (), "caveat"),
        ),
        citations=cited,
        understanding="按 全日制学生数 从高到低，取前 3",
        table=ShownTable(
            "全日制学生数（人），表 1-1",
            ("名次", "学校", "全日制学生数（人）"),
            tuple((str(n + 1), c.row, c.cell) for n, c in enumerate(cited)),
            tuple(float(c.cell) for c in cited),
        ),
        suggestions=("最少的三所呢？",),
        query=Query("figure", question, Operation.TOP, measures=(students(cited[0].column),), limit=3),
    )


def conflict(question: str) -> Answer:
    return Answer(
        question=question,
        statements=(
            Statement("正文写明全日制在校生总数 228528 人。", (0,)),
            Statement(
                "表 1-1 的省均值为 7608.6 人，按 29 所院校计为 220649 人，与正文不一致，引用前请核对。",
                (1,),
                "caveat",
            ),
        ),
        citations=(
            sentence_citation("全日制在校生总数 228528 人"),
            cell_citation("表 1-1", "省均值", "全日制学生数"),
        ),
        understanding="吉林省 · 全日制在校生总数 · 2023年",
    )


def ambiguous(question: str) -> Answer:
    return Answer(
        question=question,
        statements=(Statement("“医高专”可能指两所学校，请选择。"),),
        abstained=True,
        reason="ambiguous",
        understanding="医高专 · 全日制学生数",
        choices=tuple(f"{name}有多少学生？" for name in FULL_NAMES),
    )


def unknown(question: str) -> Answer:
    return Answer(
        question=question,
        statements=(
            Statement("文件中没有2019年的专任教师数。"),
            Statement("文件中最接近的是2023年的数据。"),
        ),
        abstained=True,
        reason="unknown_period",
        understanding="长春职业技术学院 · 专任教师数 · 2019年",
        suggestions=(STAFF,),
    )


def echo(question: str, history: tuple[Turn, ...]) -> Answer:
    """An answer to anything else: repeats the question, and says how many came before it."""
    return Answer(
        question=question,
        statements=(Statement(f"第 {len(history) + 1} 问，文件中没有：{question}"),),
        abstained=True,
        reason="not_found",
    )


@dataclass
class StandIn:
    """Answers what it was given, and remembers what it was asked."""

    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    examples: tuple[str, ...] = (STAFF, RANKING, CONFLICT, "产教融合有哪些做法？")

    @property
    def documents(self) -> tuple[Document, ...]:
        """The real ones."""
        return documents()

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer as written, whatever the documents say."""
        self.asked.append((question, tuple(turn.question for turn in history)))
        if question == BROKEN:
            raise RuntimeError("as ordered")
        if question == SLOW:
            time.sleep(3)
        scripted = {
            STAFF: staff,
            RANKING: ranking,
            CONFLICT: conflict,
            AMBIGUOUS: ambiguous,
            UNKNOWN: unknown,
        }
        if question == COUNT:
            return replace(echo(question, history), statements=(Statement(f"{len(self.documents)} 份文件"),))
        if question in scripted:
            return scripted[question](question)
        if re.match("|".join(FULL_NAMES), question):
            return conflict(question)
        return echo(question, history)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of the real documents."""
        return findings()

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """Paragraphs that contain the query."""
        found = [
            Passage(0, d.id, b.section, d.section_at(b.span.start).name, d.quote(b.span), b.span, 0)
            for d in self.documents
            for b in d.blocks
            if query in d.quote(b.span)
        ]
        return [Hit(passage, 1.0, 1.0, 1.0) for passage in found[:limit]]

    def within(self, document: str) -> StandIn:
        """The same answers, and one document."""
        return OneDocument(self.asked, only=document)

    def warm(self) -> None:
        """Nothing to load."""


@dataclass
class OneDocument(StandIn):
    """A stand-in that knows one document."""

    only: str = ""

    @property
    def documents(self) -> tuple[Document, ...]:
        """That one."""
        return tuple(document for document in documents() if document.id == self.only)


def serve_standin(port: int) -> None:
    from app import create_app
    from assistant.service.logs import configure_logging
    from assistant.service.server import serve, take_port
    from assistant.service.settings import read_settings

    settings = read_settings(port=port)
    configure_logging(settings)
    app = create_app(StandIn(), settings)
    serve(app, take_port(settings.host, port), app.state.desk.warm, settings.stop_seconds)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    serve_standin(int(sys.argv[sys.argv.index("--port") + 1]) if "--port" in sys.argv else 7861)
