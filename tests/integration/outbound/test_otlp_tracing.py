"""Traces on the wire: a real exporter against a real HTTP server that decodes what it gets."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from adapters.outbound import otlp_tracing
from adapters.outbound.otlp_tracing import BATCH, MOST_WAITING, OtlpTracing
from ports.tracing import Attribute
from tests.contracts.tracing import SeenSpan, TracedPlace, TracingContract
from tests.integration.outbound.otlp_receiver import OtlpReceiver

_READ = {"stringValue": str, "intValue": int, "doubleValue": float, "boolValue": bool}
INTERNAL, CLIENT, ERROR = 1, 3, 2


def attributes_of(encoded: list[dict[str, Any]]) -> dict[str, Attribute]:
    read: dict[str, Attribute] = {}
    for each in encoded:
        ((kind, value),) = each["value"].items()
        read[each["key"]] = _READ[kind](value)
    return read


class WirePlace(TracedPlace):
    def __init__(self, receiver: OtlpReceiver) -> None:
        self.receiver = receiver
        self.faults: list[str] = []
        self.otlp = OtlpTracing(receiver.url, service="otklik", instance="a process", on_fault=self.faults.append)
        self.tracing = self.otlp

    async def seen(self) -> list[SeenSpan]:
        await self.otlp.flush()
        names = {span["spanId"]: span["name"] for span in self.receiver.spans}
        return [
            SeenSpan(
                name=span["name"],
                trace=UUID(hex=span["traceId"]),
                parent=names.get(span.get("parentSpanId")),
                calls_out=span["kind"] == CLIENT,
                attributes={n: v for n, v in attributes_of(span["attributes"]).items() if n != "error.type"},
                failed=span["status"] == {"code": ERROR},
            )
            for span in self.receiver.spans
        ]


@pytest.fixture
async def place() -> AsyncIterator[WirePlace]:
    receiver = OtlpReceiver()
    with receiver.listening():
        place = WirePlace(receiver)
        async with place.otlp:
            yield place


class TestOtlpTracing(TracingContract):
    @pytest.fixture
    def place(self, place: WirePlace) -> WirePlace:
        return place


async def test_speaks_otlp(place: WirePlace) -> None:
    with pytest.raises(KeyError), place.tracing.span("turn"):
        raise KeyError
    await place.otlp.flush()
    [(path, body)] = place.receiver.requests
    [span] = place.receiver.spans

    assert path == "/v1/traces"
    resource = attributes_of(body["resourceSpans"][0]["resource"]["attributes"])
    assert resource == {"service.name": "otklik", "service.instance.id": "a process"}
    assert re.fullmatch(r"[0-9a-f]{32}", span["traceId"])
    assert re.fullmatch(r"[0-9a-f]{16}", span["spanId"])
    assert int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"])
    assert attributes_of(span["attributes"]) == {"error.type": "KeyError"}
    assert "parentSpanId" not in span


async def test_sends_in_batches(place: WirePlace) -> None:
    for _ in range(BATCH + 1):
        with place.tracing.span("turn"):
            pass
    await place.otlp.flush()

    assert (len(place.receiver.requests), len(place.receiver.spans), place.otlp.dropped) == (2, BATCH + 1, 0)


async def test_sends_the_rest_when_it_is_closed() -> None:
    receiver = OtlpReceiver()
    with receiver.listening():
        place = WirePlace(receiver)
        async with place.otlp:
            with place.tracing.span("turn"):
                pass

    assert [span["name"] for span in receiver.spans] == ["turn"]


async def test_sends_by_itself(place: WirePlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(otlp_tracing, "FLUSH_SECONDS", 0.0)
    receiver = place.receiver
    async with OtlpTracing(receiver.url, service="s", instance="i", on_fault=place.faults.append) as other:
        with other.span("turn"):
            pass
        while not receiver.spans:
            await asyncio.sleep(0.01)

        assert [span["name"] for span in receiver.spans] == ["turn"]


async def test_costs_its_spans_and_nothing_else_when_nobody_takes_them(place: WirePlace) -> None:
    place.receiver.status = 503
    for _ in range(2):
        with place.tracing.span("turn"):
            pass
        await place.otlp.flush()

    assert (place.otlp.dropped, place.faults) == (2, ["status 503"])
    place.receiver.status = 200
    with place.tracing.span("turn"):
        pass
    await place.otlp.flush()
    assert len(place.receiver.spans) == 1


async def test_is_not_in_the_way_when_nobody_is_there(place: WirePlace) -> None:
    faults: list[str] = []
    async with OtlpTracing("http://127.0.0.1:1", service="s", instance="i", on_fault=faults.append) as nobody:
        with nobody.span("turn"):
            pass

    assert (nobody.dropped, faults) == (1, ["ConnectError"])


async def test_keeps_so_many_while_they_wait(place: WirePlace) -> None:
    for _ in range(MOST_WAITING + 3):
        with place.tracing.span("turn"):
            pass

    assert place.otlp.dropped == 3
