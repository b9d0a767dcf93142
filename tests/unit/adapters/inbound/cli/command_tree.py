"""The commands that there are."""

from collections.abc import Iterator
from typing import Final

import click

from adapters.inbound.cli.main import cli


def _nodes(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from _nodes(each, (*path, name))


NODES: Final = dict(_nodes(cli))
"""By its words; groups of commands too, and the program itself without any."""
COMMANDS: Final = [path for path, command in NODES.items() if not isinstance(command, click.Group)]
