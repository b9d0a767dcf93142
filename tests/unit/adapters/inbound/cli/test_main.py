import pytest

from adapters.inbound.cli.main import cli
from tests.unit.adapters.inbound.cli.command_tree import NODES
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


def test_has_the_commands_of_the_public_surface() -> None:
    surface = {"serve", "migrate", "doctor", "sandbox", "balance", "turns", "deadlines", "logs"}

    assert surface <= set(cli.commands)
    assert {("balance", "show"), ("balance", "top-up"), ("balance", "history")} <= set(NODES)
    assert {("turns", "list"), ("turns", "retry"), ("deadlines", "list"), ("deadlines", "extract")} <= set(NODES)


@pytest.mark.parametrize("path", NODES, ids=" ".join)
def test_every_command_explains_itself(program: FakeProgram, path: tuple[str, ...]) -> None:
    result = program.run(*path, "--help")

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")
    assert len(result.stdout.splitlines()) > 3


@pytest.mark.parametrize("path", [("dance",), ("balance", "dance"), ("turns", "list", "--dance")])
def test_names_what_it_does_not_know(program: FakeProgram, path: tuple[str, ...]) -> None:
    result = program.run(*path)

    assert result.exit_code == 2
    assert "dance" in result.stderr
