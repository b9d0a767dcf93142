"""What every keeper of alerts must do."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from domain.alert import AlertKind
from ports.storage import Storage, UnitOfWork

LONG = timedelta(hours=1)
AT_ONCE = timedelta()
LOW, OLD = AlertKind.BALANCE_LOW, AlertKind.QUEUE_OLD


async def begin(storage: Storage, kind: AlertKind = LOW) -> int | None:
    return await storage.run(lambda uow: uow.alerts.begin(kind))


async def end(storage: Storage, kind: AlertKind = LOW) -> int | None:
    return await storage.run(lambda uow: uow.alerts.end(kind))


async def on(storage: Storage) -> Mapping[AlertKind, int]:
    return await storage.read(lambda uow: uow.alerts.on())


async def look(storage: Storage, *, every: timedelta = LONG) -> bool:
    return await storage.run(lambda uow: uow.alerts.take_look(every=every))


class AlertRepositoryContract:
    async def test_none_is_on_when_none_has_begun(self, storage: Storage) -> None:
        assert await on(storage) == {}
        assert await end(storage) is None

    async def test_begins_once(self, storage: Storage) -> None:
        assert [await begin(storage), await begin(storage)] == [1, None]
        assert await on(storage) == {LOW: 1}

    async def test_ends_once(self, storage: Storage) -> None:
        await begin(storage)

        assert [await end(storage), await end(storage)] == [1, None]
        assert await on(storage) == {}

    async def test_number_grows_when_it_begins_again(self, storage: Storage) -> None:
        await begin(storage)
        await end(storage)

        assert await begin(storage) == 2
        assert await on(storage) == {LOW: 2}

    async def test_kinds_know_nothing_of_each_other(self, storage: Storage) -> None:
        await begin(storage, LOW)
        await end(storage, LOW)
        await begin(storage, OLD)

        assert await on(storage) == {OLD: 1}

    async def test_begins_once_when_many_want_it(self, storage: Storage) -> None:
        numbers = await asyncio.gather(*(begin(storage) for _ in range(5)))

        assert sorted(numbers, key=str) == [1, None, None, None, None]

    async def test_one_may_look_at_a_time(self, storage: Storage) -> None:
        looks = await asyncio.gather(*(look(storage) for _ in range(5)))

        assert sorted(looks) == [False, False, False, False, True]
        assert await on(storage) == {}

    async def test_may_look_again_after_a_while(self, storage: Storage) -> None:
        await look(storage)

        assert await look(storage, every=AT_ONCE)

    async def test_look_is_not_taken_when_its_transaction_fails(self, storage: Storage) -> None:
        async def fail(uow: UnitOfWork) -> None:
            await uow.alerts.take_look(every=LONG)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await storage.run(fail)

        assert await look(storage)
