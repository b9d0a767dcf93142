"""How commands print: JSON for programs, tables for people."""

from collections.abc import Iterable, Sequence
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.terminal import escape_controls

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def print_json(data: Any) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Cells are shown as text: what a stranger wrote can neither draw on the terminal nor speak rich's markup."""
    table = Table(*columns)
    for row in rows:
        table.add_row(*(_text(cell) for cell in row))
    Console(soft_wrap=False).print(table)


def _text(cell: object) -> Text:
    return Text(escape_controls("" if cell is None else str(cell)))
