import pytest

from tests.unit.adapters.inbound.cli.fake_program import FakeProgram

FREE = {
    "answering": True,
    "stopped_at": None,
    "stopped_by": None,
    "reason": None,
    "daily_limit": None,
    "limit_set_by": None,
}


def test_stops_and_starts_and_says_which_was_new(program: FakeProgram) -> None:
    said = [program.run("answering", command).stdout for command in ("stop", "stop", "start", "start")]

    assert said == ["stopped\n", "stopped before\n", "started\n", "was not stopped\n"]


def test_status_tells_since_when_by_whom_and_why(program: FakeProgram) -> None:
    assert program.json("answering", "status") == FREE

    program.run("answering", "stop", "--reason", "отпуск")

    assert program.json("answering", "status") == FREE | {
        "answering": False,
        "stopped_at": "2026-07-01T09:00:00+00:00",
        "stopped_by": "command line",
        "reason": "отпуск",
    }
    assert "отпуск" in program.run("answering", "status").stdout


@pytest.mark.parametrize(
    ("arguments", "says"), [(["7.5"], "7.50 a day\n"), (["--none"], "no limit\n"), (["--setting"], "no limit\n")]
)
def test_limits_a_day(program: FakeProgram, arguments: list[str], says: str) -> None:
    assert program.run("answering", "limit", *arguments).stdout == says


@pytest.mark.parametrize("arguments", [[], ["5", "--none"], ["--none", "--setting"], ["five"], ["-1"]])
def test_refuses_what_is_not_one_limit(program: FakeProgram, arguments: list[str]) -> None:
    assert program.run("answering", "limit", *arguments).exit_code == 2
