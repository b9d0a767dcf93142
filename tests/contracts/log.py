import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ports.log import Log
from tests.examples import examples


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line as whoever reads the log sees it."""

    level: str
    event: str
    facts: Mapping[str, object]


class Unreadable:
    def __repr__(self) -> str:
        raise ValueError


class LogContract(ABC):
    """What every `Log` keeps; lines of the levels from debug on are kept."""

    @pytest.fixture
    @abstractmethod
    def sut(self) -> Log: ...

    @abstractmethod
    def seen(self, sut: Log) -> list[SeenLine]:
        """Give every line so far, oldest first."""

    def test_keeps_level_event_and_facts_when_logged(self, sut: Log) -> None:
        sut.debug("looked", at="queue")
        sut.info("taken", attempts=2)
        sut.warning("slow", seconds=1.5)
        sut.error("failed", reason=None)

        seen = self.seen(sut)

        assert [(line.level, line.event) for line in seen] == [
            ("debug", "looked"),
            ("info", "taken"),
            ("warning", "slow"),
            ("error", "failed"),
        ]
        assert seen[0].facts.items() >= {"at": "queue"}.items()
        assert seen[1].facts.items() >= {"attempts": 2}.items()
        assert seen[2].facts.items() >= {"seconds": 1.5}.items()
        assert seen[3].facts.items() >= {"reason": None}.items()

    def test_names_class_and_message_when_given_an_error(self, sut: Log) -> None:
        sut.error("failed", error=LookupError("no such turn"))

        shown = str(self.seen(sut)[0].facts["error"])

        assert "LookupError" in shown
        assert "no such turn" in shown

    def test_adds_bound_facts_only_when_inside(self, sut: Log) -> None:
        sut.info("before")
        with sut.bound(turn_id="t1"):
            sut.info("inside")
        sut.info("after")

        assert [line.facts.get("turn_id") for line in self.seen(sut)] == [None, "t1", None]

    def test_restores_outer_fact_when_inner_ends(self, sut: Log) -> None:
        with sut.bound(turn_id="outer", request_id="r"):
            with sut.bound(turn_id="inner"):
                sut.info("inside")
            sut.info("outside")

        seen = self.seen(sut)
        assert [line.facts["turn_id"] for line in seen] == ["inner", "outer"]
        assert [line.facts["request_id"] for line in seen] == ["r", "r"]

    def test_unbinds_when_the_body_raises(self, sut: Log) -> None:
        with pytest.raises(LookupError), sut.bound(turn_id="t1"):
            raise LookupError

        sut.info("after")

        assert "turn_id" not in self.seen(sut)[0].facts

    def test_prefers_the_lines_own_fact_when_bound_too(self, sut: Log) -> None:
        with sut.bound(attempt=1):
            sut.info("again", attempt=2)

        assert self.seen(sut)[0].facts["attempt"] == 2

    async def test_keeps_bound_facts_apart_when_tasks_run_at_once(self, sut: Log) -> None:
        async def work(turn: str) -> None:
            with sut.bound(turn_id=turn):
                await asyncio.sleep(0)
                await asyncio.create_task(step(turn))

        async def step(turn: str) -> None:
            await asyncio.sleep(0)
            sut.info(turn)

        await asyncio.gather(work("a"), work("b"))

        assert {(line.event, line.facts["turn_id"]) for line in self.seen(sut)} == {("a", "a"), ("b", "b")}

    def test_keeps_the_line_when_a_fact_cannot_be_shown(self, sut: Log) -> None:
        nested: list[object] = []
        nested.append(nested)

        sut.info("odd", value=Unreadable(), nested=nested, huge=10**5000, surrogate="\ud800")

        assert [line.event for line in self.seen(sut)] == ["odd"]

    @pytest.mark.parametrize(
        "name", ["event", "self", "level", "name", "method_name", "exc_info", "timestamp", "logger"]
    )
    def test_keeps_event_and_level_when_a_fact_is_named_as_a_part_of_the_line(self, sut: Log, name: str) -> None:
        facts: dict[str, object] = {name: "mine"}

        with sut.bound(**facts):
            sut.info("named", **facts)

        line = self.seen(sut)[0]
        assert (line.level, line.event) == ("info", "named")

    @settings(
        max_examples=examples(40),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(text=st.text(st.characters(), max_size=300))
    def test_makes_one_line_whatever_the_text(self, sut: Log, text: str) -> None:
        before = len(self.seen(sut))

        sut.warning(text, text=text, error=ValueError(text))

        assert len(self.seen(sut)) == before + 1
