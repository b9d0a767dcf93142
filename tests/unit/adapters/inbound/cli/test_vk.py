import asyncio

import pytest

from adapters.inbound.cli.vk_words import WORDS
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram

URL = "https://otklik.test"
SETUP = ("vk", "setup", "--url", URL)


@pytest.fixture(autouse=True)
def confirming(program: FakeProgram) -> None:
    program.registry.confirms = {f"{URL}/hook"}


def register(program: FakeProgram) -> None:
    asyncio.run(program.registry.add(url=f"{URL}/hook", title="mine", secret="canary"))


def test_sets_up_and_says_what_it_did(program: FakeProgram) -> None:
    result = program.run(*SETUP, "--lang", "en")

    assert result.exit_code == 0
    assert "add it with the address https://otklik.test/hook" in result.stdout
    assert "tick message_new, wall_reply_new" in result.stdout
    assert "confirmed" in result.stdout
    assert program.keeper.kept["VK_SECRET"] not in result.output


def test_speaks_russian_where_the_terminal_does(program: FakeProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")

    assert "Готово" in program.run(*SETUP).stdout


def test_tells_programs_the_same(program: FakeProgram) -> None:
    assert program.json(*SETUP) == {
        "url": f"{URL}/hook",
        "title": "otklik",
        "adds": True,
        "edits": False,
        "makes_secret": True,
        "ticks": ["message_new", "wall_reply_new"],
        "unticks": [],
        "server_id": 1,
        "status": "ok",
    }


def test_does_nothing_when_dry(program: FakeProgram) -> None:
    assert program.run(*SETUP, "--dry-run").exit_code == 0
    assert program.json(*SETUP, "--dry-run")["status"] is None
    assert (program.registry.changes, program.keeper.kept) == (0, {})


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1)])
def test_asks_before_it_changes_what_exists(program: FakeProgram, answer: str, code: int) -> None:
    register(program)
    before = program.registry.changes

    result = program.run(*SETUP, stdin=answer)

    assert result.exit_code == code
    assert (program.registry.changes > before) is (code == 0)
    assert "canary" not in result.output


def test_wants_yes_from_a_program_and_then_does_not_ask(program: FakeProgram) -> None:
    register(program)

    assert program.run(*SETUP, "--json").exit_code == 2
    assert program.json(*SETUP, "--yes")["status"] == "ok"
    assert "already" in program.run(*SETUP, "--lang", "en").stdout


def test_takes_the_whole_address_for_the_same(program: FakeProgram) -> None:
    assert program.json("vk", "setup", "--url", f"{URL}/hook/")["url"] == f"{URL}/hook"


def test_exits_with_1_when_vk_has_not_confirmed(program: FakeProgram) -> None:
    program.registry.confirms = set()

    result = program.run(*SETUP, "--lang", "en")

    assert result.exit_code == 1
    assert "has not confirmed" in result.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ("--url", "otklik.test"),
        ("--url", "https://user@otklik.test"),
        ("--url", URL, "--title", "t" * 15),
        ("--url", URL, "--lang", "fr"),
    ],
)
def test_refuses_what_vk_could_not_use(program: FakeProgram, wrong: tuple[str, ...]) -> None:
    assert program.run("vk", "setup", *wrong).exit_code == 2
    assert program.registry.changes == 0


def test_says_everything_in_both_languages() -> None:
    assert WORDS["ru"].keys() == WORDS["en"].keys()
