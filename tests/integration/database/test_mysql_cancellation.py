"""A task that is cancelled in the middle of a query ends: whoever leaves waits for it."""

import asyncio
import random
from datetime import timedelta

from adapters.outbound.database.engine import Database
from adapters.outbound.database.storage import SqlStorage
from ports.storage import UnitOfWork

WORKERS = 200


async def test_worker_ends_when_it_is_cancelled_in_a_query(mariadb_database: Database) -> None:
    storage = SqlStorage(mariadb_database)
    chance = random.Random(5)  # noqa: S311 - moments, no secrets

    async def claim(uow: UnitOfWork) -> None:
        await uow.turns.claim(owner="somebody", lease=timedelta(seconds=5), limit=5)

    async def work_on() -> None:
        while True:
            await storage.run(claim)

    for _ in range(WORKERS):
        worker = asyncio.create_task(work_on())
        await asyncio.sleep(chance.random() * 0.01)
        worker.cancel()
        _, going_on = await asyncio.wait({worker}, timeout=10)
        assert not going_on, "the cancellation was lost"
