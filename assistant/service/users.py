"""``python -m assistant user add | remove | list``: who may sign in with a password."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.service.passwords import UserFileError, read_users, remove_user, set_password

if TYPE_CHECKING:
    from collections.abc import Iterator

users = typer.Typer(no_args_is_help=True, help="管理用户文件（设置 sign_in = password 时用）。")

Name = Annotated[str, typer.Argument(metavar="用户名")]
FileOption = Annotated[Path, typer.Option("--file", metavar="FILE", help="用户文件")]
DEFAULT_FILE = Path("users")


@contextmanager
def _one_line_errors() -> Iterator[None]:
    try:
        yield
    except UserFileError as error:
        typer.echo(f"错误：{error}", err=True)
        raise typer.Exit(1) from error


@users.command()
def add(name: Name, file: FileOption = DEFAULT_FILE) -> None:
    """增加用户，或改密码；密码从终端输入，不回显（也可从管道读一行）。"""
    if sys.stdin.isatty():
        password = typer.prompt("密码", hide_input=True, confirmation_prompt="再输一遍")
    else:
        password = sys.stdin.readline().rstrip("\n")
    with _one_line_errors():
        new = set_password(file, name, password)
    typer.echo(f"{'已增加' if new else '已更改'}：{name}（{file}）")


@users.command()
def remove(name: Name, file: FileOption = DEFAULT_FILE) -> None:
    """删除用户。"""
    with _one_line_errors():
        remove_user(file, name)
    typer.echo(f"已删除：{name}（{file}）")


@users.command("list")
def show(file: FileOption = DEFAULT_FILE) -> None:
    """列出用户。"""
    with _one_line_errors():
        for name in read_users(file):
            typer.echo(name)
