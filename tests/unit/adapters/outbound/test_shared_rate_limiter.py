import asyncio
from typing import Any

import pytest

from adapters.outbound.rate_limiter import RateLimiter, Reservation, SharedRateLimiter
from domain.errors import StorageUnavailableError
from tests.factories import MOMENT


class ManualTime:
    """The loop's clock, moved by whoever sleeps; ``late`` is how much longer than asked for the next sleeps take."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.late: list[float] = []
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)
        monkeypatch.setattr("adapters.outbound.rate_limiter.asyncio.sleep", self._sleep)

    async def _sleep(self, seconds: float, result: Any = None) -> Any:
        self.now += max(0.0, seconds) + (self.late.pop(0) if self.late else 0.0)
        return result


class FakeSlots:
    def __init__(self, time: ManualTime, rate: float = 20.0) -> None:
        self.rate = rate
        self.reserved: list[int] = []
        self.pauses: list[float] = []
        self.is_down = False
        self._time = time
        self._next = 0.0

    async def reserve(self, count: int) -> Reservation:
        if self.is_down:
            raise StorageUnavailableError
        self.reserved.append(count)
        # A database is awaited, so others get their turn here.
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        loop.call_soon(turn.set_result, None)
        await turn
        start = max(self._next, self._time.now)
        self._next = start + count / self.rate
        return Reservation(at=MOMENT, start=start, interval=1 / self.rate, count=count)

    async def pause(self, seconds: float) -> None:
        if self.is_down:
            raise StorageUnavailableError
        self.pauses.append(seconds)
        self._next = max(self._next, self._time.now + seconds)


class FakeFallback:
    def __init__(self) -> None:
        self.waits = 0
        self.pauses = 0

    async def wait(self) -> None:
        self.waits += 1

    async def slow_down(self) -> None:
        self.pauses += 1


class World:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, rate: float = 20.0) -> None:
        self.time = ManualTime(monkeypatch)
        self.slots = FakeSlots(self.time, rate)
        self.fallback = FakeFallback()
        self.sut = SharedRateLimiter(self.slots, self.fallback)


async def test_goes_at_once_when_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)

    await world.sut.wait()

    assert (world.time.now, world.slots.reserved) == (100.0, [1])


async def test_keeps_the_distances_when_one_goes_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)
    went = []

    for _ in range(5):
        await world.sut.wait()
        went.append(world.time.now)

    assert went == pytest.approx([100.0, 100.05, 100.1, 100.15, 100.2])


async def test_several_are_reserved_at_once_when_several_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)

    await asyncio.gather(*(world.sut.wait() for _ in range(5)))

    assert world.slots.reserved == [1, 4]
    assert world.time.now == pytest.approx(100.2)


async def test_takes_no_more_than_half_a_second_at_once_when_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)

    await asyncio.gather(*(world.sut.wait() for _ in range(50)))

    assert max(world.slots.reserved) == 10


async def test_asks_seldom_when_the_rate_is_high(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, rate=2_000.0)

    for _ in range(1_000):
        await world.sut.wait()

    assert world.slots.reserved == [100] * 10


async def test_drops_its_slots_when_they_have_grown_old(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, rate=2_000.0)
    await world.sut.wait()
    world.time.now += 10

    await world.sut.wait()

    assert world.slots.reserved == [100, 100]
    assert world.time.now == 110.0


async def test_takes_another_slot_when_the_process_was_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)
    world.time.late = [0.3]

    await world.sut.wait()

    assert (world.time.now, world.slots.reserved) == (100.3, [1, 1])


async def test_goes_all_the_same_when_it_is_held_up_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)
    world.time.late = [0.3] * 10

    await world.sut.wait()

    assert len(world.slots.reserved) == 4


async def test_goes_by_its_own_share_when_the_slots_cannot_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)
    world.slots.is_down = True

    await world.sut.wait()
    world.slots.is_down = False
    await world.sut.wait()
    assert (world.fallback.waits, world.slots.reserved) == (2, [])

    world.time.now += 6
    await world.sut.wait()
    assert (world.fallback.waits, world.slots.reserved) == (2, [1])


async def test_nobody_goes_for_a_second_when_vk_wants_it_slower(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, rate=2_000.0)
    await world.sut.wait()

    await world.sut.slow_down()
    await world.sut.wait()

    assert 101.0 <= world.time.now < 102.0
    assert 1.0 <= world.slots.pauses[0] < 2.0
    assert world.fallback.pauses == 1


async def test_only_its_own_share_slows_down_when_the_slots_cannot_be_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(monkeypatch)
    world.slots.is_down = True

    await world.sut.slow_down()
    await world.sut.wait()

    assert (world.fallback.pauses, world.fallback.waits) == (1, 1)


async def test_nobody_goes_for_a_second_when_one_process_is_to_slow_down(monkeypatch: pytest.MonkeyPatch) -> None:
    time = ManualTime(monkeypatch)
    limiter = RateLimiter(20)

    await limiter.slow_down()
    await limiter.wait()

    assert 101.0 <= time.now < 102.0
