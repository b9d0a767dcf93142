"""How commands print: JSON for programs, tables for people."""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.terminal import escape_controls

Command = TypeVar("Command", bound=Callable[..., Any])

WIDEST: Final = 10_000
"""Columns of what is no terminal."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def limit_option(default: int, what: str | None = None) -> Callable[[Command], Command]:
    """``--limit``: how many at most, of ``what`` the help says."""
    return click.option("--limit", type=click.IntRange(1, 100_000), default=default, show_default=True, help=what)


def print_json(data: Any) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """
    Cells are shown as text: what a stranger wrote can neither draw on the terminal nor speak rich's markup.

    Nothing is cut off. An ``id`` stands on one line, to be copied; what is handed on by a pipe is as wide as it needs.
    """
    table = Table()
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name == "id")
    for row in rows:
        table.add_row(*(_text(cell) for cell in row))
    Console(soft_wrap=False, width=None if sys.stdout.isatty() else WIDEST).print(table)


def _text(cell: object) -> Text:
    return Text(escape_controls("" if cell is None else str(cell)))
