"""What the look-ups return, as the OpenAPI page and the agents' tools describe it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class DocumentOut(BaseModel):
    """A document in the index."""

    id: str
    title: str
    publisher: str
    date: str
    period: str
    region: str
    characters: int = Field(description="全文字数")
    tables: int = Field(description="表格数")
    sha256: str = Field(description="源文件的散列值")


class SectionOut(BaseModel):
    """A heading of the outline; ``parent`` is the index of the one above it."""

    index: int
    level: int
    title: str
    path: list[str]
    parent: int | None
    span: tuple[int, int] = Field(description="在全文中的起止位置（字）")


class OutlineOut(DocumentOut):
    """A document with its outline."""

    sections: list[SectionOut]


class SectionText(SectionOut):
    """A section with its words, sub-sections included."""

    document_id: str
    text: str


class PassageOut(BaseModel):
    """A passage that fits a query."""

    document_id: str
    document: str
    section: str
    text: str
    span: tuple[int, int]
    score: float = Field(description="越大越相关；只用于比较同一次查找的结果")


class Wanted(BaseModel):
    """Which observations: each word must be contained; "" asks nothing."""

    model_config = ConfigDict(extra="forbid")

    subject: str = Field(default="", max_length=200, description="主体，如学校的全称或其中几个字")
    indicator: str = Field(default="", max_length=200, description="指标，如“专任教师数”")
    period: str = Field(default="", max_length=200, description="时期，如“2023”")
    table: str = Field(default="", max_length=200, description="表号，如“表 1-1”")
    document: str = Field(default="", max_length=200, description="文件的 id；空表示全部文件")
    limit: int = Field(default=50, ge=1, le=500, description="最多给出几个")
    offset: int = Field(default=0, ge=0, le=1_000_000, description="从第几个起")


class ObservationOut(BaseModel):
    """One figure (or word) in a table: of whom, what, how much, when, and where it stands."""

    subject: str = Field(description="主体：学校、全省、省均值等")
    subject_kind: str
    indicator: list[str] = Field(description="指标，由外到内")
    value: float | None = Field(description="数值；文字单元格为 null")
    text: str = Field(description="原样的单元格")
    unit: str
    period: str
    document_id: str
    table: str
    row: str
    column: str
    section: str
    span: tuple[int, int]


class Observations(BaseModel):
    """A page of observations."""

    total: int = Field(description="符合条件的总数")
    items: list[ObservationOut]


class ColumnOut(BaseModel):
    """A column of a table."""

    label: str
    group: str = Field(description="上一级表头，没有时为空")
    unit: str


class TableSummary(BaseModel):
    """A table of a document; ``place`` is its place in the document, from 1."""

    document_id: str
    place: int
    number: str
    caption: str
    note: str
    period: str
    section: str
    rows: int
    span: tuple[int, int]


class RowOut(BaseModel):
    """A row: its labels, outermost first, and a text for every column."""

    label: str
    path: list[str]
    cells: list[str]


class WholeTable(TableSummary):
    """A table with all its cells as printed."""

    columns: list[ColumnOut]
    lines: list[RowOut]


class FindingPlace(BaseModel):
    """A place that a finding is about."""

    document: str = Field(description="文件的 id")
    section: str
    quote: str
    span: tuple[int, int]
    table: str
    row: str
    column: str


class FindingOut(BaseModel):
    """One thing in the documents that does not add up."""

    id: str
    kind: str
    label: str = Field(description="类别")
    severity: str = Field(description="高、中或低")
    sentence: str
    arithmetic: str = Field(description="算式，没有时为空")
    hypothesis: str = Field(description="可能的原因（推测），没有时为空")
    places: list[FindingPlace]


class Health(BaseModel):
    """How the service is."""

    status: str
    documents: int
