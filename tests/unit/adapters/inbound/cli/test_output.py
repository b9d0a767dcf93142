import io
import sys

import pytest

from adapters.inbound.cli.output import print_table
from tests.factories import make_id

WORDS = "слово " * 40
ID = str(make_id(7))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    print_table(["id", "conversation_id", "reason", "text"], [(ID, ID, None, WORDS)])
    return stream.getvalue().splitlines()


def test_keeps_a_row_on_one_line_when_it_is_piped_on(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(io.StringIO(), monkeypatch)

    assert [line for line in lines if f" {ID} " in line and WORDS.strip() in line]


def test_cuts_nothing_off_and_leaves_an_id_to_be_copied_when_a_terminal_is_narrow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = shown(Terminal(), monkeypatch)

    assert max(map(len, lines)) <= 80
    assert any(f" {ID} " in line for line in lines)
    assert "…" not in "".join(lines)
    assert sum(line.count("слово") for line in lines) == WORDS.count("слово")
