import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.outbound.log import StructlogLog
from adapters.outbound.log_setup import LogRuntime, open_logging
from ports.log import Log
from tests.contracts.log import LogContract, SeenLine
from tests.fakes.log import FakeLog


class TestStructlogLog(LogContract):
    @pytest.fixture
    def runtime(self, tmp_path: Path) -> Iterator[LogRuntime]:
        with open_logging(directory=tmp_path, level="DEBUG") as runtime:
            yield runtime

    @pytest.fixture
    def sut(self, runtime: LogRuntime, tmp_path: Path) -> Log:
        self.opened = runtime
        self.path = tmp_path / "otklik.log"
        return StructlogLog()

    def seen(self, sut: Log) -> list[SeenLine]:
        assert self.opened.flush()
        if not self.path.exists():
            return []
        lines = [json.loads(line) for line in self.path.read_bytes().split(b"\n") if line]
        return [SeenLine(line["level"], line["event"], line) for line in lines]


class TestFakeLog(LogContract):
    @pytest.fixture
    def sut(self) -> FakeLog:
        return FakeLog()

    def seen(self, sut: Log) -> list[SeenLine]:
        assert isinstance(sut, FakeLog)
        return [SeenLine(line.level, line.event, _shown(line.facts)) for line in sut.lines]

    def test_names_the_events_of_one_level_when_asked(self, sut: FakeLog) -> None:
        sut.info("taken")
        sut.error("failed")

        assert sut.events() == ["taken", "failed"]
        assert sut.events("error") == ["failed"]


def _shown(facts: object) -> dict[str, object]:
    assert isinstance(facts, dict)
    return {key: repr(value) if isinstance(value, BaseException) else value for key, value in facts.items()}
