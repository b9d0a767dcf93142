import asyncio
from pathlib import Path

import pytest

from adapters.inbound.cli.program import PromptFinding
from domain.channel import Channel
from domain.errors import NotFoundError
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


@pytest.fixture
def program() -> FakeProgram:
    program = FakeProgram()
    program.prompts = [
        PromptFinding(channel=Channel.VK_POST, file=Path("prompts/vk_post.md"), length=120, problem=None),
    ]
    return program


def spoil(program: FakeProgram) -> None:
    program.prompts.append(
        PromptFinding(
            channel=Channel.SITE_CHAT, file=Path("prompts/site_chat.md"), length=None, problem="the file is missing"
        )
    )


def test_prints_each_file_and_its_length(program: FakeProgram) -> None:
    result = program.run("prompts", "check")

    assert result.exit_code == 0
    assert all(word in result.stdout for word in ("✓", "prompts/vk_post.md", "120", "ok"))


def test_fails_and_says_what_is_wrong_when_one_cannot_be_used(program: FakeProgram) -> None:
    spoil(program)

    result = program.run("prompts", "check")

    assert result.exit_code == 1
    assert "the file is missing" in result.stdout


def test_prints_the_fixed_shape_when_asked_for_json(program: FakeProgram) -> None:
    spoil(program)

    assert program.json("prompts", "check") == [
        {"channel": "vk_post", "file": "prompts/vk_post.md", "ok": True, "length": 120, "says": None},
        {
            "channel": "site_chat",
            "file": "prompts/site_chat.md",
            "ok": False,
            "length": None,
            "says": "the file is missing",
        },
    ]


def test_shows_the_versions_and_returns_to_one(program: FakeProgram) -> None:
    save = program.house.save_prompt
    for number, text in enumerate(("Первый.", "Второй.")):
        asyncio.run(save.execute(Channel.SITE_CHAT, text, based_on=number, by="ann", note="короче"))

    assert program.run("prompts", "restore", "site_chat", "1").stdout == "version 3 counts now\n"
    assert program.run("prompts", "restore", "site_chat", "0").stdout == "version 4 counts now\n"
    shown = program.json("prompts", "history", "site_chat")
    assert [(each["number"], each["by"], each["characters"]) for each in shown] == [
        (4, "command line", None),
        (3, "command line", 7),
        (2, "ann", 7),
        (1, "ann", 7),
    ]
    assert "короче" in program.run("prompts", "history", "site_chat").stdout


@pytest.mark.parametrize("arguments", [["restore", "nowhere", "1"], ["restore", "site_chat", "-1"], ["history", "x"]])
def test_refuses_what_is_no_prompt(program: FakeProgram, arguments: list[str]) -> None:
    assert program.run("prompts", *arguments).exit_code == 2


def test_says_so_when_there_is_no_such_version(program: FakeProgram) -> None:
    assert isinstance(program.run("prompts", "restore", "site_chat", "9").exception, NotFoundError)
