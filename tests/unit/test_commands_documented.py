"""The commands that the READMEs and the docs name, against those that there are."""

from typing import Final

import pytest

from tests.documents import ROOT, alternatives, code_of, documented_commands, section
from tests.unit.adapters.inbound.cli.command_tree import COMMANDS, NODES

LISTS: Final = {"README.md": "## Commands", "README.ru.md": "## Команды"}
DOCUMENTED: Final = [command for command in documented_commands() if command.startswith("otklik ")]


@pytest.mark.parametrize("page", LISTS)
def test_are_all_listed_once(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    listed = [each for code in code_of(section(text, LISTS[page])) for each in alternatives(code)]

    listed.remove(".venv/bin/otklik --help")
    assert sorted(listed) == sorted(map(" ".join, COMMANDS))


@pytest.mark.parametrize("documented", DOCUMENTED)
def test_exist_with_what_is_said_to_them(documented: str) -> None:
    if documented == "otklik --help":
        return
    words = documented.split(" ")[1:]
    path = max((path for path in NODES if path == tuple(words[: len(path)])), key=len)
    command, said = NODES[path], words[len(path) :]

    assert path in COMMANDS
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in said if word.startswith("-")} <= known | {"--help"}
