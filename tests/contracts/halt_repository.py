"""What every keeper of stops must do."""

from datetime import timedelta

from ports.storage import Storage

PROBE = timedelta(seconds=30)
OVER = timedelta(seconds=-1)
"""A stop whose time is over already: no test waits for time to pass."""


async def halt(storage: Storage, key: str = "vk", *, wait: timedelta) -> bool:
    return await storage.run(lambda uow: uow.halts.halt(key, reason="vk_error_5", wait=wait))


async def remaining(storage: Storage, key: str = "vk") -> timedelta | None:
    return await storage.run(lambda uow: uow.halts.remaining(key, probe=PROBE))


class HaltRepositoryContract:
    async def test_stops_nothing_when_nothing_was_halted(self, storage: Storage) -> None:
        assert await remaining(storage) is None
        assert await storage.read(lambda uow: uow.halts.times("vk")) == 0

    async def test_tells_the_rest_of_the_wait_when_halted(self, storage: Storage) -> None:
        is_new = await halt(storage, wait=timedelta(minutes=5))

        rest = await remaining(storage)

        assert is_new
        assert rest is not None
        assert timedelta(minutes=4) < rest <= timedelta(minutes=5)

    async def test_counts_and_is_not_new_when_halted_again(self, storage: Storage) -> None:
        await halt(storage, wait=timedelta(minutes=5))

        is_new = await halt(storage, wait=timedelta(minutes=50))

        rest = await remaining(storage)
        assert not is_new
        assert await storage.read(lambda uow: uow.halts.times("vk")) == 2
        assert rest is not None
        assert rest > timedelta(minutes=40)

    async def test_tells_why_it_was_stopped_last(self, storage: Storage) -> None:
        await halt(storage, wait=timedelta(minutes=5))

        assert await storage.read(lambda uow: uow.halts.reason("vk")) == "vk_error_5"
        assert await storage.read(lambda uow: uow.halts.reason("other")) is None

    async def test_lets_one_try_when_the_time_is_over(self, storage: Storage) -> None:
        await halt(storage, wait=OVER)

        first, second = await remaining(storage), await remaining(storage)

        assert first is None
        assert second is not None
        assert timedelta() < second <= PROBE

    async def test_is_over_when_cleared_once_or_twice(self, storage: Storage) -> None:
        await halt(storage, wait=timedelta(minutes=5))

        for _ in range(2):
            await storage.run(lambda uow: uow.halts.clear("vk"))
            assert await remaining(storage) is None

    async def test_stops_nothing_else_when_one_key_is_halted(self, storage: Storage) -> None:
        await halt(storage, wait=timedelta(minutes=5))

        assert await remaining(storage, "other") is None
