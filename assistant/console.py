"""Answers on the terminal, and the terminal chat."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rich import box
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table as Grid
from rich.text import Text

from assistant.model import Turn
from assistant.page.answer import LABELS, citation_to_text, without_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console, RenderableType

    from assistant.model import Answer, Citation, ShownTable, Statement

LEAVE = frozenset({"退出", "再见", "exit", "quit", ":q"})
CLEAR = frozenset({"清空", "clear"})
PROMPT = "问："
_QUOTED = 12
"""Sources shown with their quotes; those after them have a line each."""
_ROLE_STYLES = {"source": "dim", "note": "dim", "calculation": "cyan"}


class Answerer(Protocol):
    """What the chat needs of the assistant."""

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """The answer to ``question`` after the turns of ``history``."""


def print_answer(answer: Answer, console: Console, *, numbered_choices: bool = False) -> None:
    """Prints the answer; where it goes to a file its lines are not broken."""
    for part in answer_to_parts(answer, numbered_choices=numbered_choices):
        if console.is_terminal or not isinstance(part, Text | Indented):
            console.print(part)
        else:
            console.print(part if isinstance(part, Text) else part.on_one_line(), soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Indented:
    """Text set in from the left, also where it goes on in the next line."""

    text: Text
    by: int

    def __rich__(self) -> Padding:
        return Padding(self.text, (0, 0, 0, self.by), expand=False)

    def on_one_line(self) -> Text:
        """The text with its blanks before it, to be printed unbroken."""
        return Text(" " * self.by).append_text(self.text)


def answer_to_parts(answer: Answer, *, numbered_choices: bool = False) -> Iterator[RenderableType]:
    """The answer from top to bottom: statements, table, caveats apart, sources, what to ask next."""
    statements = [without_label(statement) for statement in answer.statements]
    caveats = [s for s in statements if s.role == "caveat"]
    for place, statement in enumerate(s for s in statements if s.role != "caveat"):
        yield _statement(statement, first=place == 0)
    if answer.table is not None:
        yield _table(answer.table)
    if caveats:
        lines = Text("\n").join(Text(plain(s.text) + _marks(s)) for s in caveats)
        yield Panel(lines, title=LABELS["caveat"], title_align="left", border_style="yellow", expand=False)
    if answer.understanding:
        yield Text(f"理解为：{plain(answer.understanding)}", style="dim")
    if answer.citations:
        yield Text("\n出处", style="bold")
        for number, citation in enumerate(answer.citations, start=1):
            yield from _source(number, citation)
    yield from _next(answer, numbered=numbered_choices)


def _statement(statement: Statement, *, first: bool) -> RenderableType:
    label = LABELS.get(statement.role, "")
    text = Text(f"{label}：" if label else "", style=_ROLE_STYLES.get(statement.role, ""))
    text.append(plain(statement.text), style="bold" if first else "")
    text.append(_marks(statement), style="not bold cyan")
    return Indented(text, 2) if statement.role == "item" else text


def _marks(statement: Statement) -> str:
    """``[1][2]``; a statement over many sources names the first and the last."""
    numbers = [index + 1 for index in statement.citations]
    if len(numbers) > _QUOTED and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"[{numbers[0]}–{numbers[-1]}]"
    return "".join(f"[{number}]" for number in numbers)


def _table(table: ShownTable) -> Grid:
    grid = Grid(title=plain(table.title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for place, name in enumerate(table.columns):
        last = bool(table.values) and place == len(table.columns) - 1
        grid.add_column(Text(plain(name)), justify="right" if last else "left", overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(plain(cell)) for cell in row))
    return grid


def _source(number: int, citation: Citation) -> Iterator[RenderableType]:
    place = Text(f"[{number}] ", style="cyan").append(plain(citation_to_text(citation)), style="default")
    if citation.cell:
        place.append(f"：{plain(citation.cell)}", style="bold default")
    yield place
    if number <= _QUOTED:
        quote = " | ".join(plain(part) for part in citation.quote.split("\t"))
        yield Indented(Text(f"“{quote}”", style="dim"), 4)


def _next(answer: Answer, *, numbered: bool) -> Iterator[RenderableType]:
    questions = answer.choices or answer.suggestions
    if questions:
        hint = "（可以只输入编号）" if numbered else ""
        yield Text(f"\n{'您要问的是' if answer.choices else '还可以问'}{hint}：", style="bold")
        for number, question in enumerate(questions, start=1):
            yield Text(f"  {number}. {plain(question)}")


def plain(text: str) -> str:
    """``text`` without control characters, which a terminal would obey."""
    return "".join(
        " " if c in "\t\n" else c for c in text if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs")
    )


def chat(assistant: Answerer, console: Console, read: Callable[[str], str] = input) -> None:
    """Asks and answers until 退出 or the end of the input; 清空 forgets what was said before."""
    console.print(Text("有据：问文件里的事。清空 重新开始，退出 或 Ctrl-D 结束。", style="dim"))
    turns: tuple[Turn, ...] = ()
    while True:
        try:
            typed = plain(read(PROMPT)).strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        if typed.lower() in LEAVE:
            return
        if typed.lower() in CLEAR:
            turns = ()
            console.print(Text("已清空，从头开始。", style="dim"))
        elif typed:
            turns = _ask(assistant, console, picked(typed, turns), turns)


def picked(typed: str, turns: Sequence[Turn]) -> str:
    """The question that a number typed alone picks from those offered last; else what was typed."""
    offered = (turns[-1].answer.choices or turns[-1].answer.suggestions) if turns else ()
    number = int(typed) if typed.isdecimal() else 0
    return offered[number - 1] if 0 < number <= len(offered) else typed


def _ask(assistant: Answerer, console: Console, question: str, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    answer = assistant.answer(question, turns)
    console.print()
    print_answer(answer, console, numbered_choices=True)
    console.print()
    return (*turns, Turn(question, answer))
