from pathlib import Path

import pytest
from dotenv import dotenv_values

from configuration.program import CommandLineProgram


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLineProgram:
    monkeypatch.chdir(tmp_path)
    return CommandLineProgram()


def test_makes_the_secret_of_vk_once(program: CommandLineProgram) -> None:
    assert not program.has_settings_file
    file = program.keep_settings({"VK_GROUP_ID": "1", "VK_ACCESS_TOKEN": "t"})
    first = dotenv_values(file)["VK_SECRET"]

    program.keep_settings({"VK_GROUP_ID": "2"})

    assert program.has_settings_file
    assert file.stat().st_mode & 0o777 == 0o600
    assert dotenv_values(file) == {"VK_GROUP_ID": "2", "VK_ACCESS_TOKEN": "t", "VK_SECRET": first}
    assert first


def test_names_what_is_wrong(program: CommandLineProgram) -> None:
    assert program.settings_problem({"DATABASE_URL": "oracle://"}) is not None
    assert program.settings_problem({"VK_GROUP_ID": "1", "VK_ACCESS_TOKEN": "t", "OPENAI_API_KEY": "k"}) is None
