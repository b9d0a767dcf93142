import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adapters.inbound.cli.log_reader import Follower, LogRecord, newest_records
from adapters.inbound.cli.logs import follow_records, logs


@dataclass(frozen=True, slots=True)
class Settings:
    log_dir: Path
    timezone: timezone = timezone(timedelta(hours=3))


def make_line(second: int, event: str = "taken", level: str = "info", **facts: Any) -> str:
    stamp = f"2026-11-22T06:{second // 60:02}:{second % 60:02}.000000Z"
    return json.dumps({"timestamp": stamp, "level": level, "service": "otklik", "event": event, **facts}) + "\n"


def write(path: Path, *lines: str) -> None:
    with path.open("a") as file:
        file.writelines(lines)


def run(directory: Path, *arguments: str) -> Result:
    return CliRunner().invoke(logs, ["--dir", str(directory), *arguments], catch_exceptions=False)


def events(result: Result) -> list[str]:
    return [json.loads(line)["event"] for line in result.output.splitlines()]


class TestLogs:
    def test_shows_the_last_lines_in_order_when_asked_for_some(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", *(make_line(n, str(n)) for n in range(10)))

        assert events(run(tmp_path, "--lines", "3", "--json")) == ["7", "8", "9"]

    def test_shows_fifty_when_not_told_how_many(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", *(make_line(n, str(n)) for n in range(60)))

        assert events(run(tmp_path, "--json")) == [str(n) for n in range(10, 60)]

    def test_shows_the_lines_as_they_stand_when_json_is_asked_for(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", make_line(1, "события", a=[1]))

        assert run(tmp_path, "--json").output == (tmp_path / "otklik.log").read_text()

    def test_puts_processes_and_rotated_files_together_by_time(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik-1.log", make_line(5, "5"), make_line(7, "7"))
        write(tmp_path / "otklik-1.log.1", make_line(3, "3"))
        write(tmp_path / "otklik-1.log.10", make_line(0, "0"))
        write(tmp_path / "otklik-1.log.2", make_line(1, "1"))
        write(tmp_path / "otklik-2.log", make_line(2, "2"), make_line(6, "6"))
        write(tmp_path / "other.txt", make_line(4, "4"))

        assert events(run(tmp_path, "--json")) == ["0", "1", "2", "3", "5", "6", "7"]

    def test_shows_a_level_and_above_when_asked(self, tmp_path: Path) -> None:
        levels = ["debug", "info", "warning", "error", "critical", "odd"]
        write(tmp_path / "otklik.log", *(make_line(n, level, level) for n, level in enumerate(levels)))

        assert events(run(tmp_path, "--json", "--level", "WARNING")) == ["warning", "error", "critical"]

    def test_counts_only_what_is_wanted_when_filtered(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", make_line(1, "mine", turn_id="t1"), *(make_line(n) for n in range(2, 60)))

        assert events(run(tmp_path, "--json", "--turn", "t1", "--lines", "1")) == ["mine"]

    @pytest.mark.parametrize("broken", ["", "not json", '{"event":"ha', "[1]", "\xff" * 3, "[" * 100_000, "null"])
    def test_passes_over_a_line_that_cannot_be_read(self, tmp_path: Path, broken: str) -> None:
        path = tmp_path / "otklik.log"
        path.write_bytes(make_line(1, "1").encode() + broken.encode("latin-1") + b"\n" + make_line(2, "2").encode())

        assert events(run(tmp_path, "--json")) == ["1", "2"]

    def test_passes_over_a_line_that_is_still_being_written(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", make_line(1, "1"), make_line(2, "2").rstrip("\n"))

        assert events(run(tmp_path, "--json")) == ["1"]

    def test_finds_every_line_when_they_are_longer_than_a_block(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", *(make_line(n, str(n), text="x" * 50_000) for n in range(8)), "y" * 200_000)

        assert events(run(tmp_path, "--json")) == [str(n) for n in range(8)]

    def test_shows_words_in_the_owners_time_when_read_by_a_person(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", make_line(1, "failed", "error", turn_id="t1", exception="Trace\nback\n"))

        result = CliRunner().invoke(logs, [], obj=Settings(tmp_path), catch_exceptions=False)

        assert result.output == "2026-11-22 09:00:01 error    failed turn_id=t1\n    Trace\n    back\n"

    def test_shows_no_markup_and_no_control_character_when_a_text_holds_them(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", make_line(1, "[red]e\n\x1b[2K\u202e", **{"text": "[link=x]\r\x9b", "\x1b": "1"}))

        output = run(tmp_path).output

        assert "[red]e\\n\\x1b[2K\\u202e" in output
        assert "text=[link=x]\\r\\x9b" in output
        assert "\\x1b=1" in output
        assert output.count("\n") == 1

    def test_shows_the_line_when_it_lacks_everything(self, tmp_path: Path) -> None:
        write(tmp_path / "otklik.log", '{"a": 1}\n', '{"timestamp": "yesterday", "level": ["info"], "event": null}\n')

        output = run(tmp_path).output

        assert "a=1" in output
        assert "yesterday" in output

    def test_shows_nothing_when_nothing_was_logged(self, tmp_path: Path) -> None:
        result = run(tmp_path)

        assert (result.exit_code, result.output) == (0, "")

    def test_names_the_directory_when_there_is_none(self, tmp_path: Path) -> None:
        result = run(tmp_path / "gone")

        assert result.exit_code == 1
        assert "there is no log directory" in result.output

    def test_names_the_directory_when_a_log_cannot_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "otklik.log").mkdir()

        result = run(tmp_path)

        assert result.exit_code == 1
        assert "cannot read the log" in result.output


class Done(Exception):  # noqa: N818 - it ends a test, it is no error
    """What the last wait of a test raises."""


def followed(directory: Path, *steps: Callable[[], object], turn: str | None = None) -> list[str]:
    """Events that `follow_records` shows while the steps happen, one at each wait."""
    shown: list[str] = []
    left = list(steps)
    follower = Follower(directory)

    def wait() -> None:
        if not left:
            raise Done
        left.pop(0)()

    with pytest.raises(Done):
        follow_records(
            follower,
            lambda record: record.is_wanted(level=None, turn=turn),
            lambda record: shown.append(record.fields["event"]),
            wait,
        )
    follower.close()
    return shown


class TestFollowing:
    def test_shows_what_is_added_only(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"
        write(path, make_line(1, "old"))

        assert followed(tmp_path, lambda: write(path, make_line(2, "new"))) == ["new"]

    def test_waits_for_the_rest_when_a_line_is_half_written(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"
        line = make_line(2, "new")
        write(path, line[:20])

        assert followed(tmp_path, lambda: write(path, line[20:40]), lambda: write(path, line[40:])) == ["new"]

    def test_goes_on_when_the_file_was_rotated(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"
        write(path, make_line(1, "old"))

        def rotate() -> None:
            write(path, make_line(2, "last of the old file"))
            path.rename(tmp_path / "otklik.log.1")
            write(path, make_line(3, "first of the new file"))

        assert followed(tmp_path, rotate, lambda: write(path, make_line(4, "second"))) == [
            "last of the old file",
            "first of the new file",
            "second",
        ]

    def test_begins_again_when_the_file_was_emptied(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"
        write(path, make_line(1, "a line of some length"))

        assert followed(tmp_path, lambda: path.write_text(make_line(2, "new"))) == ["new"]

    def test_shows_a_process_that_began_later_and_forgets_one_that_is_gone(self, tmp_path: Path) -> None:
        first, second = tmp_path / "otklik-1.log", tmp_path / "otklik-2.log"
        write(first, make_line(1, "old"))

        assert followed(tmp_path, first.unlink, lambda: write(second, make_line(2, "new"))) == ["new"]

    def test_shows_only_what_is_wanted(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"

        def add() -> None:
            write(path, make_line(1, "other"), make_line(2, "mine", turn_id="t1"))

        assert followed(tmp_path, add, turn="t1") == ["mine"]

    def test_ends_well_when_interrupted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "otklik.log"
        write(path, make_line(1, "old"))
        steps = [lambda: write(path, make_line(2, "new"))]

        def wait(_seconds: float) -> None:
            if not steps:
                raise KeyboardInterrupt
            steps.pop()()

        monkeypatch.setattr("time.sleep", wait)

        result = run(tmp_path, "--follow", "--json")

        assert result.exit_code == 0
        assert events(result) == ["old", "new"]


def test_reads_no_more_than_it_must_when_the_log_is_long(tmp_path: Path) -> None:
    write(tmp_path / "otklik.log", *(make_line(n, str(n)) for n in range(3_000)))
    looked_at: list[LogRecord] = []

    def look(record: LogRecord) -> bool:
        looked_at.append(record)
        return True

    newest_records(tmp_path, 5, look)

    assert len(looked_at) == 5
