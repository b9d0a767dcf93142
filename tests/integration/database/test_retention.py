"""Retention on real databases: others get in between its batches, and nobody waits for it."""

import asyncio
from datetime import UTC, datetime, timedelta

from application.retention.forget_old import BATCH, ForgetOld
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import LONG, add_conversation, add_message, add_turn, claim_turns
from tests.factories import make_conversation, make_id, make_new_message
from tests.fakes.clock import FakeClock
from tests.fakes.log import FakeLog

HANGS = 20.0
BATCHES = 3


async def add_old(storage: Storage) -> None:
    async def add(uow: UnitOfWork) -> None:
        chat = make_conversation()
        await uow.conversations.add(chat)
        for number in range(1, BATCHES * BATCH + 1):
            await uow.messages.add(make_new_message(id=make_id(number), conversation_id=chat.id))

    await storage.run(add)


class Resting(FakeClock):
    """Notes that there was a pause, and waits until somebody has got in."""

    def __init__(self, answered: asyncio.Semaphore) -> None:
        super().__init__(datetime.now(UTC))
        self._answered = answered

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.wait_for(self._answered.acquire(), HANGS)


async def test_others_are_served_between_any_two_batches(storage: Storage) -> None:
    await add_old(storage)
    chat = await add_conversation(storage)
    answered = asyncio.Semaphore(0)
    clock = Resting(answered)
    forget = ForgetOld(storage=storage, clock=clock, log=FakeLog(), owner="node", lease=LONG, term=timedelta(days=30))

    async def serve() -> None:
        while True:
            await add_turn(storage, chat.id)
            await claim_turns(storage)
            answered.release()

    serving = asyncio.create_task(serve())
    try:
        forgotten = await asyncio.wait_for(forget.execute(), HANGS)
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)

    assert forgotten["messages"] == BATCHES * BATCH
    assert len(clock.slept) == BATCHES
    assert (await add_message(storage, chat.id)).text
