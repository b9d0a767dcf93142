import io
import json
import logging
import threading
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.outbound.file_log import LogDirectoryError
from adapters.outbound.log import StructlogLog
from adapters.outbound.log_setup import open_logging
from adapters.outbound.rotating_file import RotatingFile
from tests.examples import examples
from tests.unit.adapters.outbound.opened_log import LONG, Terminal, UnreadableMapping, opened


class TestFile:
    def test_holds_the_envelope_and_the_facts(self, tmp_path: Path) -> None:
        with opened(tmp_path) as log:
            StructlogLog("otklik.turns").info("turn_settled", turn_id="t1", length=12)
            (line,) = log.lines

        assert line.pop("timestamp").endswith("Z")
        assert line == {
            "level": "info",
            "service": "otklik",
            "logger": "otklik.turns",
            "event": "turn_settled",
            "turn_id": "t1",
            "length": 12,
        }

    def test_is_complete_when_closed(self, tmp_path: Path) -> None:
        with open_logging(directory=tmp_path):
            for _ in range(500):
                StructlogLog().info("taken")

        assert len((tmp_path / "otklik.log").read_text().splitlines()) == 500

    def test_leaves_out_lower_levels(self, tmp_path: Path) -> None:
        with opened(tmp_path, level="warning") as log:
            StructlogLog().info("unimportant")
            StructlogLog().warning("important")
            logging.getLogger("uvicorn.error").info("unimportant")

            assert [line["event"] for line in log.lines] == ["important"]

    def test_bears_the_name_of_its_process(self, tmp_path: Path) -> None:
        with opened(tmp_path, name="otklik-2") as log:
            StructlogLog().info("taken")

            assert log.path.name == "otklik-2.log"
            assert len(log.lines) == 1

    def test_keeps_the_traceback_with_its_causes(self, tmp_path: Path) -> None:
        def fail() -> None:
            try:
                {"a": 1}["the cause"]
            except LookupError as cause:
                raise ValueError("the effect") from cause

        with opened(tmp_path) as log:
            try:
                fail()
            except ValueError as error:
                StructlogLog().error("failed", error=error)
                structlog.get_logger("vk").exception("also")
                logging.getLogger("uvicorn.error").exception("foreign")

            for line in log.lines:
                assert line["error"] == "ValueError: the effect"
                assert "in fail" in line["exception"]
                assert "KeyError: 'the cause'" in line["exception"]
            assert [line["logger"] for line in log.lines] == ["otklik", "vk", "uvicorn.error"]

    def test_keeps_the_end_of_a_long_traceback(self, tmp_path: Path) -> None:
        with opened(tmp_path) as log:
            StructlogLog().error("failed", error=ValueError("x" * 60_000 + " the end"))

            (line,) = log.lines
        assert line["exception"].startswith("ValueError")
        assert line["exception"].endswith("the end\n")
        assert len(line["exception"]) < 17_000
        assert len(line["error"]) < 2_100

    def test_says_how_many_lines_are_missing_when_some_were_dropped(self, tmp_path: Path) -> None:
        with opened(tmp_path) as log:
            disk = Stalled(tmp_path)
            log.runtime.file.write(b"", disk)
            disk.entered.wait(LONG)
            for _ in range(10_003):
                StructlogLog().info("taken")
            disk.let_go.set()
            log.runtime.flush()
            StructlogLog().info("after")

            assert log.runtime.dropped == 3
            assert log.lines[-1]["lines_dropped"] == 3
            StructlogLog().info("later")
            assert "lines_dropped" not in log.lines[-1]

    def test_tells_of_the_line_when_its_facts_cannot_be_read(self, tmp_path: Path) -> None:
        with opened(tmp_path) as log:
            StructlogLog().info("odd", facts=UnreadableMapping())

            (line,) = log.lines
        assert (line["event"], line["about"], line["reason"]) == ("log_line_failed", "odd", "LookupError")

    def test_refuses_to_start_and_names_the_path_when_it_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        threads = threading.active_count()

        with pytest.raises(LogDirectoryError, match="file/log"), open_logging(directory=tmp_path / "file" / "log"):
            pass

        assert threading.active_count() == threads


class Stalled:
    def __init__(self, directory: Path) -> None:
        self.entered = threading.Event()
        self.let_go = threading.Event()

    def append(self, lines: bytes) -> None:
        self.entered.set()
        self.let_go.wait(LONG)


class TestConsole:
    def test_gets_warnings_only_when_the_service_runs(self, tmp_path: Path) -> None:
        with opened(tmp_path) as log:
            StructlogLog().info("taken")
            StructlogLog().warning("slow")

            assert [json.loads(line)["event"] for line in log.shown.splitlines()] == ["slow"]

    def test_speaks_words_when_it_is_a_terminal(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        with opened(tmp_path, console=Terminal()) as log:
            StructlogLog().warning("vk_slow", seconds=3, text="a b")

            assert log.shown.split(maxsplit=1)[1] == "warning  vk_slow  logger=otklik seconds=3 text='a b'\n"

    def test_is_coloured_when_it_is_a_terminal(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        with opened(tmp_path, console=Terminal()) as log:
            StructlogLog().warning("slow")

            assert "\x1b[33m" in log.shown

    def test_gets_the_line_when_it_is_a_file(self, tmp_path: Path) -> None:
        with (tmp_path / "stderr").open("w") as stream:
            with open_logging(directory=tmp_path, console=stream):
                StructlogLog().warning("slow")

            assert json.loads((tmp_path / "stderr").read_text())["event"] == "slow"

    def test_holds_nothing_up_when_it_is_broken(self, tmp_path: Path) -> None:
        console = io.StringIO()
        with open_logging(directory=tmp_path, console=console) as runtime:
            console.close()
            StructlogLog().warning("slow")
            runtime.file.flush()

        assert "slow" in (tmp_path / "otklik.log").read_text()

    @settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(st.characters()))
    def test_shows_no_forged_line_whatever_the_text(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        forged = f"{text}\r\n12:00:00 error forged\x1b[2K"
        with opened(tmp_path, console=Terminal()) as log:
            facts: dict[str, Any] = {"text": forged, forged: 1}
            StructlogLog().error(forged, error=ValueError(forged), **facts)

            first, *rest = log.shown.splitlines()
            assert all(line.startswith("    ") for line in rest)
            assert "\x1b" not in log.shown
            assert " error " in first


def test_nothing_waits_when_the_disk_is_stalled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, let_go = threading.Event(), threading.Event()
    append = RotatingFile.append

    def append_once_let_go(self: RotatingFile, lines: bytes) -> None:
        entered.set()
        let_go.wait(LONG)
        append(self, lines)

    monkeypatch.setattr(RotatingFile, "append", append_once_let_go)
    with opened(tmp_path) as log:
        StructlogLog().info("first")
        entered.wait(LONG)
        StructlogLog().warning("told while the disk stands still")

        assert not log.path.exists()
        let_go.set()
        assert [line["event"] for line in log.lines] == ["first", "told while the disk stands still"]
