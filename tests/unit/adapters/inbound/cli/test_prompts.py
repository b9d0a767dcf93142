from pathlib import Path

import pytest

from adapters.inbound.cli.program import PromptFinding
from domain.channel import Channel
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
