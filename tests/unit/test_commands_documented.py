"""The commands that the READMEs and the docs name, against those that there are."""

from collections.abc import Iterator
from typing import Final

import click
import pytest

from adapters.inbound.cli.main import cli
from tests.documents import ROOT, alternatives, code_of, documented_commands, section

LISTS: Final = {"README.md": "## Commands", "README.ru.md": "## Команды"}
DOCUMENTED: Final = [command for command in documented_commands() if command.startswith("otklik ")]


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)
        else:
            yield (*above, name)


def find(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the words begin with, and what is said to it."""
    command: click.Command = cli
    while isinstance(command, click.Group):
        assert words, f"no command but a group of them: {command.name}"
        assert words[0] in command.commands, f"no such command: {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("page", LISTS)
def test_are_all_listed_once(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    listed = [each for code in code_of(section(text, LISTS[page])) for each in alternatives(code)]

    listed.remove(".venv/bin/otklik --help")
    assert sorted(listed) == sorted(" ".join(command) for command in commands(cli))


@pytest.mark.parametrize("documented", DOCUMENTED)
def test_exist_with_what_is_said_to_them(documented: str) -> None:
    if documented == "otklik --help":
        return
    command, said = find(documented.split(" ")[1:])

    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in said if word.startswith("-")} <= known | {"--help"}
