"""``python -m corpus show | export | audit | manifest``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from corpus.document import corpus_files, read_corpus, read_document
from corpus.errors import CorpusError
from corpus.metadata import MANIFEST
from corpus.show import document_to_outline, find_tables, table_to_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.model import Document, Table

app = typer.Typer(add_completion=False, no_args_is_help=True, help="读取文件，查看和导出其中的数据。")

CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", metavar="DIR", help="文件所在文件夹，默认为自带文件")
]


_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "所在的文件夹不存在",
    IsADirectoryError: "这是一个文件夹，请给出文件名",
    PermissionError: "没有写入的权限，或文件正被别的程序打开",
}


def _give_up(problem: Exception) -> NoReturn:
    typer.echo(f"错误：{problem}", err=True)
    raise typer.Exit(1)


def _why(error: OSError) -> str:
    """Why a file cannot be written, in the user's words."""
    return _REASONS.get(type(error), error.strerror or str(error))


def _read(file: Path | None, corpus: Path | None) -> tuple[Document, ...]:
    if file is None:
        return read_corpus(corpus)
    if file.is_dir():
        return read_corpus(file)
    return (read_document(file),)


def _refuse_existing(target: Path, *, force: bool) -> None:
    if target.exists() and not force:
        raise CorpusError(f"{target}: 清单已存在；要覆盖请加 --force")


def _wanted_tables(documents: Sequence[Document], number: str) -> list[tuple[Document, Table]]:
    """The tables numbered ``number`` (all for ""), each with its document."""
    found = [(document, table) for document in documents for table in find_tables(document, number)]
    if number and not found:
        known = "、".join(table.number for document in documents for table in document.tables)
        raise CorpusError(f"没有“{number}”。有这些表：{known or '（一张也没有）'}")
    return found


@app.command()
def show(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="一份文件；不给则看文件夹里的全部")
    ] = None,
    corpus: CorpusOption = None,
    tables: Annotated[bool, typer.Option("--tables", help="显示全部表格")] = False,
    table: Annotated[str, typer.Option("--table", metavar="表号", help="只显示一张表，如“表 1-1”")] = "",
) -> None:
    """显示文件的提纲（章节、目录页码、表和图），或其中的表格。"""
    console = Console(highlight=False)
    try:
        documents = _read(file, corpus)
        wanted = _wanted_tables(documents, table)
    except CorpusError as error:
        _give_up(error)
    if not table:
        for document in documents:
            console.print(document_to_outline(document))
    if tables or table:
        for document, one in wanted:
            for part in table_to_parts(one, document, console.width):
                console.print(part)


@app.command()
def export(
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="写到哪个文件夹")],
    corpus: CorpusOption = None,
) -> None:
    """把全部数据导出为 observations.csv 和 observations.xlsx。"""
    from corpus.export import write_csv, write_workbook

    try:
        documents = read_corpus(corpus)
        output.mkdir(parents=True, exist_ok=True)
        rows = write_csv(output / "observations.csv", documents)
        sheets = write_workbook(output / "observations.xlsx", documents)
    except CorpusError as error:
        _give_up(error)
    except OSError as error:
        _give_up(CorpusError(f"{error.filename or output}: 写不了文件：{_why(error)}"))
    typer.echo(f"{output / 'observations.csv'}：{rows} 个数据")
    typer.echo(f"{output / 'observations.xlsx'}：{sheets} 张工作表")


@app.command()
def audit(
    corpus: CorpusOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", help="另存为 Excel 文件")] = None,
) -> None:
    """核对数据：前后不一致、合计不符、异常值、缺失、名称和编号。"""
    from corpus.audit import audit as find
    from corpus.audit.command import findings_to_json, findings_to_text, write_findings

    try:
        documents = read_corpus(corpus)
    except CorpusError as error:
        _give_up(error)
    if xlsx is not None and xlsx.suffix.lower() != ".xlsx":
        _give_up(CorpusError(f"{xlsx}: 文件名要以 .xlsx 结尾"))
    findings = find(documents)
    by_id = {document.id: document for document in documents}
    if xlsx is not None:
        try:
            write_findings(xlsx, findings, by_id)
        except OSError as error:
            _give_up(CorpusError(f"{xlsx}: 写不了文件：{_why(error)}"))
        typer.echo(f"{xlsx}：{len(findings)} 条", err=as_json)
    if as_json:
        typer.echo(findings_to_json(findings))
    elif xlsx is None:
        for line in findings_to_text(findings, by_id):
            typer.echo(line)


@app.command()
def manifest(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="文件所在文件夹")],
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的清单")] = False,
) -> None:
    """为一个文件夹写 manifest.toml：题名、单位、日期等，从正文读出，供人核对。"""
    from corpus.manifest import documents_to_manifest

    target = folder / MANIFEST
    try:
        _refuse_existing(target, force=force)
        paths = corpus_files(folder)
        documents = [read_document(path) for path in paths]
        target.write_text(documents_to_manifest(documents, [p.name for p in paths]), encoding="utf-8")
    except CorpusError as error:
        _give_up(error)
    except OSError as error:
        _give_up(CorpusError(f"{target}: 写不了文件：{_why(error)}"))
    typer.echo(f"{target}：{len(documents)} 份文件，请核对")


def main() -> None:
    """Runs the command; signs that the terminal cannot show do not stop it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app(prog_name="python -m corpus")


if __name__ == "__main__":
    main()
