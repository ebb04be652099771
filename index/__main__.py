"""``python -m index build | model | search``."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from corpus import CorpusError
from index.build import DEFAULT_INDEX, build_index
from index.errors import IndexProblem

app = typer.Typer(add_completion=False, help="建立和查看索引。", pretty_exceptions_enable=False)
console = Console(stderr=True)


def main() -> None:
    """Runs the command; a known problem is one line and exit code 1."""
    from index.encoder import EncoderError
    from index.weights import WeightsError

    try:
        app()
    except (CorpusError, IndexProblem, EncoderError, WeightsError) as error:
        console.print(f"[red]错误[/red] {error}", highlight=False)
        sys.exit(1)


@app.command()
def build(
    corpus: Annotated[Path | None, typer.Option(help="文件所在文件夹")] = None,
    output: Annotated[Path, typer.Option(help="索引放在哪里")] = DEFAULT_INDEX,
    force: Annotated[bool, typer.Option(help="即使没有变化也重建")] = False,
) -> None:
    """读取文件，建立索引（约 30 秒；没有变化时立即返回）。"""
    from index.encoder import load_encoder

    encoder = load_encoder(None)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("向量", total=None, visible=False)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        build_index(corpus, output, encoder, force=force, say=bar.console.print, progress=advance)


@app.command()
def model(
    weights: Annotated[Path | None, typer.Option(help="已下载的权重文件")] = None,
    target: Annotated[Path | None, typer.Option(help="模型放在哪里")] = None,
) -> None:
    """制作向量模型（一次，约 10 秒）。"""
    from index.weights import make_model

    path = make_model(target, weights, progress=console.print)
    console.print(f"模型：{path}", highlight=False)


@app.command()
def search(
    query: str,
    index: Annotated[Path, typer.Option(help="索引文件夹")] = DEFAULT_INDEX,
    limit: Annotated[int, typer.Option(help="几条")] = 5,
) -> None:
    """按内容查找段落。"""
    from index.search import Index

    for hit in Index.open(index).search(query, limit):
        typer.echo(f"{hit.score:.3f}  {hit.passage.context}\n       {hit.passage.text[:120]}")


if __name__ == "__main__":
    main()
