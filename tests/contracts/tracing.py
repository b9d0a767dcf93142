"""What every tracing must do."""

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from ports.tracing import Attribute, Tracing
from tests.factories import make_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSpan:
    """``parent`` is the name of the span around it."""

    name: str
    trace: UUID
    parent: str | None
    calls_out: bool
    attributes: dict[str, Attribute]
    failed: bool


class TracedPlace(ABC):
    """Tracing and whoever looks at it."""

    tracing: Tracing

    @abstractmethod
    async def seen(self) -> list[SeenSpan]:
        """All spans that have ended, in the order of their ends."""


class TracingContract:
    @pytest.fixture
    def place(self) -> Any:
        raise NotImplementedError

    async def test_spans_lie_in_each_other(self, place: TracedPlace) -> None:
        trace = make_id()
        with place.tracing.span("turn", trace=trace):
            with place.tracing.span("write"):
                pass
            with place.tracing.span("send", trace=make_id()):
                pass

        assert [(span.name, span.parent) for span in await place.seen()] == [
            ("write", "turn"),
            ("send", "turn"),
            ("turn", None),
        ]
        assert {span.trace for span in await place.seen()} == {trace}

    async def test_tasks_that_are_started_inside_belong_to_it_and_others_do_not(self, place: TracedPlace) -> None:
        async def work(name: str) -> None:
            with place.tracing.span(name):
                await asyncio.sleep(0)

        with place.tracing.span("turn"):
            await asyncio.gather(work("a"), work("b"))
        await work("c")

        parents = {span.name: span.parent for span in await place.seen()}
        assert parents == {"a": "turn", "b": "turn", "turn": None, "c": None}

    async def test_keeps_attributes_of_every_kind(self, place: TracedPlace) -> None:
        with place.tracing.span("chat", {"a": "one", "b": 2, "none": None}, calls_out=True) as span:
            span.note({"b": 3, "c": 0.5, "d": True, "none": None})

        [seen] = await place.seen()
        assert seen.attributes == {"a": "one", "b": 3, "c": 0.5, "d": True}
        assert seen.calls_out

    @pytest.mark.parametrize("error", [ValueError("a secret"), asyncio.CancelledError("a secret")])
    async def test_notes_that_it_failed_and_not_what_was_said(self, place: TracedPlace, error: BaseException) -> None:
        with pytest.raises(type(error)), place.tracing.span("write"):
            raise error

        [seen] = await place.seen()
        assert seen.failed
        assert "a secret" not in repr(seen)
