import asyncio
from contextlib import suppress

import pytest

from adapters.inbound import workers
from adapters.inbound.workers import TurnWorker, Workers
from tests.unit.application.house import House


class Stubborn:
    """Its first cancellation is lost on the way."""

    def __init__(self) -> None:
        self.cancellations = 0

    async def run(self) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        self.cancellations += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.cancellations += 1


async def test_leaves_all_the_same_when_a_cancellation_is_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CANCEL_SECONDS", 0.01)
    house, stubborn = House(), Stubborn()
    turns = TurnWorker(
        claim=house.claim,
        run=house.run,
        room=house.room,
        wakeup=house.wakeup,
        log=house.log,
        concurrency=1,
        renew_seconds=60,
    )
    sut = Workers(
        turns=turns,
        drain_events=house.drain_events,
        deliver_notifications=None,
        receivers=[stubborn],
        wakeup=house.wakeup,
        log=house.log,
        grace=0,
    )

    async with sut:
        await asyncio.sleep(0)

    assert stubborn.cancellations == 2
