"""``otklik backup`` and ``otklik restore``."""

import asyncio
from pathlib import Path

import click

from adapters.inbound.cli.output import json_option, print_json
from adapters.inbound.cli.program import Program
from adapters.terminal import escape_controls


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_obj
def backup(program: Program, file: Path, *, as_json: bool) -> None:
    """
    Write the database into FILE, as it is at one moment, while the server runs.

    FILE must not exist yet; only its owner can read it. It holds what people wrote: keep it as safe as the database.
    """
    _tell("written to", file, asyncio.run(program.back_up(file)), as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@json_option
@click.pass_obj
def restore(program: Program, file: Path, *, as_json: bool) -> None:
    """
    Fill an empty database from FILE, all of it or nothing; MySQL and SQLite take each other's.

    The program must be of the version that made FILE; updates come after it.
    """
    _tell("restored from", file, asyncio.run(program.restore(file)), as_json=as_json)


def _tell(done: str, file: Path, rows: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(file), "rows": rows})
    else:
        click.echo(escape_controls(f"{sum(rows.values())} rows of {len(rows)} tables {done} {file}"))
