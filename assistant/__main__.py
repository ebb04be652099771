"""``python -m assistant ask | chat | mcp | user``."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from assistant.console import chat as run_chat
from assistant.console import print_answer
from assistant.engine import Assistant
from assistant.errors import AssistantError
from assistant.service.users import users
from corpus import CorpusError
from index import IndexProblem
from index.encoder import EncoderError

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(add_completion=False, no_args_is_help=True, help="向文件提问，回答都有出处。")

IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="索引文件夹，默认为自带文件的索引")
]


@contextmanager
def _one_line_errors() -> Iterator[None]:
    try:
        yield
    except (AssistantError, IndexProblem, EncoderError, CorpusError) as error:
        line = " ".join(str(error).split())
        typer.echo(f"错误：{line}", err=True)
        raise typer.Exit(1) from error


@contextmanager
def _progress(note: str) -> Iterator[None]:
    """A note on stderr while something takes long, gone afterwards where it is a terminal."""
    console = Console(stderr=True)
    if console.is_terminal:
        with console.status(note):
            yield
    else:
        typer.echo(f"{note}…", err=True)
        yield


def _open(index: Path | None) -> Assistant:
    """The assistant, once it is sure that index and model fit each other (the model is loaded later)."""
    assistant = Assistant.open(index)
    _ = assistant.index.encoder
    return assistant


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(metavar="问题", help="要问的话，如“长春职业技术学院有多少专任教师？”")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    index: IndexOption = None,
) -> None:
    """回答一个问题。"""
    with _one_line_errors():
        assistant = _open(index)
        with _progress("正在查找（用到向量模型时要载入，约 10 秒）"):
            answer = assistant.answer(question.encode("utf-8", "replace").decode("utf-8"))
    if as_json:
        typer.echo(json.dumps(answer.as_json(), ensure_ascii=False))
        return
    print_answer(answer, Console(highlight=False))


@app.command()
def chat(index: IndexOption = None) -> None:
    """在终端里连续提问（清空、退出；Ctrl-D 结束）。"""
    with _one_line_errors():
        assistant = _open(index)
        with _progress("载入向量模型（约 10 秒）"):
            assistant.warm()
        run_chat(assistant, Console(highlight=False))


@app.command()
def mcp(
    index: IndexOption = None,
    config: Annotated[Path | None, typer.Option(help="设置文件，默认 youju.toml（如有）")] = None,
) -> None:
    """作为 MCP 服务器，由智能体程序启动，经标准输入输出通话。"""
    from assistant.service.agents import run_over_stdio
    from assistant.service.api import create_desk
    from assistant.service.logs import configure_logging
    from assistant.service.settings import SettingsError, read_settings

    try:
        settings = read_settings(config, index=index)
    except SettingsError as error:
        typer.echo(f"错误：{error}", err=True)
        raise typer.Exit(1) from error
    configure_logging(settings)
    with _one_line_errors():
        assistant = _open(settings.index)
    run_over_stdio(create_desk(assistant, settings))


app.add_typer(users, name="user")


def main() -> None:
    """Runs the command; signs that the terminal cannot show do not stop it."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app(prog_name="python -m assistant")


if __name__ == "__main__":
    main()
