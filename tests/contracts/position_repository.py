"""What every keeper of positions must do; the leases are told apart by their owners."""

import asyncio
from datetime import timedelta

import pytest

from ports.position_repository import Position
from ports.storage import Storage
from tests.contracts.rows import LAPSED, LONG


async def get(storage: Storage, key: str = "reader") -> Position | None:
    return await storage.read(lambda uow: uow.positions.get(key))


async def put(storage: Storage, value: str, key: str = "reader") -> None:
    await storage.run(lambda uow: uow.positions.put(key, value))


async def take(storage: Storage, owner: str, *, lease: timedelta = LONG, key: str = "reader") -> bool:
    return await storage.run(lambda uow: uow.positions.take_lease(key, owner=owner, lease=lease))


async def drop(storage: Storage, owner: str) -> None:
    await storage.run(lambda uow: uow.positions.drop_lease("reader", owner=owner))


class PositionRepositoryContract:
    async def test_has_nothing_when_nothing_was_put(self, storage: Storage) -> None:
        await take(storage, "first")

        assert await get(storage) is None

    @pytest.mark.parametrize("value", ["17", "", "a" * 255])
    async def test_gives_the_last_when_put_again(self, storage: Storage, value: str) -> None:
        await put(storage, "before")
        await put(storage, "of another", key="other")
        await put(storage, value)

        found = await get(storage)

        assert found is not None
        assert found.value == value
        assert timedelta(seconds=-1) < found.age < timedelta(minutes=5)

    async def test_is_one_owners_when_the_lease_lasts(self, storage: Storage) -> None:
        assert await take(storage, "first")
        assert not await take(storage, "second")
        assert await take(storage, "first")
        assert await take(storage, "second", key="other")

    async def test_is_anothers_when_the_lease_has_lapsed(self, storage: Storage) -> None:
        await take(storage, "first", lease=LAPSED)

        assert await take(storage, "second")
        assert not await take(storage, "first")

    async def test_is_anothers_when_it_was_dropped(self, storage: Storage) -> None:
        await take(storage, "first")

        await drop(storage, "second")
        assert not await take(storage, "second")
        await drop(storage, "first")
        assert await take(storage, "second")

    async def test_is_one_owners_when_many_want_it_at_once(self, storage: Storage) -> None:
        taken = await asyncio.gather(*(take(storage, f"owner {number}") for number in range(8)))

        assert sorted(taken) == [False] * 7 + [True]
