"""The command line on a real file: settings, log, schema, container, use cases."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adapters.inbound.cli.main import cli
from configuration.program import CommandLineProgram
from configuration.settings_error import SettingsError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATABASE_URL": f"sqlite:///{tmp_path}/otklik.db",
        "LOG_DIR": str(tmp_path / "log"),
        "TIMEZONE": "Asia/Tokyo",
        "STARTING_BALANCE": "100.00",
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, obj=CommandLineProgram(), catch_exceptions=False)


def printed(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


def test_makes_the_database_and_credits_the_starting_balance_once(folder: Path) -> None:
    assert printed("balance", "show") == {"available": "100.00", "held": "0.00", "spent_today": "0.00"}
    assert printed("balance", "top-up", "5") == {"booked": True, "available": "105.00"}
    assert [entry["kind"] for entry in printed("balance", "history")] == ["top_up", "starting"]
    assert (folder / "otklik.db").is_file()
    assert (folder / "log" / "otklik-cli.log").is_file()


def test_lists_nothing_when_nothing_has_happened() -> None:
    assert printed("turns", "list") == printed("deadlines", "list") == []


def test_finds_nothing_off_in_a_new_database() -> None:
    assert printed("balance", "check") == []
    assert printed("notifications", "list") == printed("events", "list") == []
    assert run("notifications", "retry", "--all-dead").stdout == "pending again: 0\n"
    assert run("events", "replay", "--all-failed").stdout == "new again: 0\n"


def test_reads_the_prompts_that_are_shipped() -> None:
    assert [each["ok"] for each in printed("prompts", "check")] == [True] * 4


def test_tells_the_revision_after_migrating() -> None:
    assert re.fullmatch(r"schema at \w*\d+\n", run("migrate").stdout)


def test_reads_the_settings_with_the_first_thing_that_needs_them(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    program = CommandLineProgram()
    monkeypatch.setenv("PORT", "wrong")

    with pytest.raises(SettingsError):
        _ = program.log_dir
    monkeypatch.delenv("PORT")

    assert program.log_dir == folder / "log"
    assert str(program.timezone) == "Asia/Tokyo"


def test_signs_the_address_of_the_calendar_with_the_key_that_is_kept(folder: Path) -> None:
    address = CommandLineProgram().calendar_url(None)

    assert address.startswith("http://127.0.0.1:8000/deadlines.ics?signature=")
    assert CommandLineProgram().calendar_url("https://otklik.example/").partition("?")[2] == address.partition("?")[2]
    assert (folder / "var" / "secret_key").exists()
