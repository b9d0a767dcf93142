import pytest

from adapters.inbound.cli.init_words import WORDS
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram

ANSWERS = "229000001\ncanary-token\n\ncanary-key\nmysql://u:canary-password@h/d\n"
KEPT = {
    "VK_GROUP_ID": "229000001",
    "VK_ACCESS_TOKEN": "canary-token",
    "OPENAI_API_KEY": "canary-key",
    "DATABASE_URL": "mysql://u:canary-password@h/d",
}


def test_writes_what_was_answered_and_shows_no_secret(program: FakeProgram) -> None:
    result = program.run("init", "--lang", "en", stdin=ANSWERS)

    assert result.exit_code == 0
    assert program.keeper.kept == KEPT
    assert "canary" not in result.output
    assert "otklik vk setup" in result.output


def test_without_a_community_and_a_model_the_sandbox_is_left(program: FakeProgram) -> None:
    result = program.run("init", "--lang", "ru", stdin="\n\n\n\n")

    assert result.exit_code == 0
    assert program.keeper.kept == {"DATABASE_URL": "sqlite:///var/otklik.db"}
    assert "otklik serve" in result.output


def test_a_model_of_ones_own_needs_no_key(program: FakeProgram) -> None:
    program.run("init", stdin="1\ntoken\nhttp://127.0.0.1:11434/v1\n\n\n")

    assert program.keeper.kept["OPENAI_BASE_URL"] == "http://127.0.0.1:11434/v1"
    assert "OPENAI_API_KEY" not in program.keeper.kept


def test_asks_again_after_an_answer_that_cannot_be_used(program: FakeProgram) -> None:
    result = program.run("init", "--lang", "en", stdin=f"bad\n{ANSWERS}")

    assert "is bad" in result.output
    assert program.keeper.kept == KEPT


def test_writes_nothing_when_the_answers_do_not_go_together(program: FakeProgram) -> None:
    program.problem = ("WORKERS", "more than one needs MySQL")

    result = program.run("init", stdin=ANSWERS)

    assert result.exit_code == 2
    assert "WORKERS" in result.stderr
    assert program.keeper.kept == {}


@pytest.mark.parametrize(("answer", "kept"), [("n\n", {"PORT": "1"}), ("y\n", {"PORT": "1"} | KEPT)])
def test_changes_an_env_that_is_there_only_after_a_yes(program: FakeProgram, answer: str, kept: dict[str, str]) -> None:
    program.keeper.kept = {"PORT": "1"}

    program.run("init", stdin=answer + ANSWERS)

    assert program.keeper.kept == kept


def test_says_everything_in_both_languages() -> None:
    assert WORDS["ru"].keys() == WORDS["en"].keys()
