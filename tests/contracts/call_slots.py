"""What the slots must do, whichever database keeps them."""

import asyncio
from itertools import pairwise

import pytest

from adapters.outbound.database.call_slots import CallSlots
from adapters.outbound.database.engine import Database
from adapters.outbound.rate_limiter import Reservation

RATE = 20.0


def spread(given: Reservation) -> list[float]:
    return [given.at.timestamp() + number * given.interval for number in range(given.count)]


class CallSlotsContract:
    @pytest.fixture
    def slots(self, database: Database) -> CallSlots:
        return CallSlots(database, "vk:1", rate=RATE)

    async def test_follow_one_another_when_several_are_reserved(self, slots: CallSlots) -> None:
        first = await slots.reserve(3)
        second = await slots.reserve(2)

        moments = spread(first) + spread(second)
        distances = [later - earlier for earlier, later in pairwise(moments)]
        assert min(distances) >= 1 / RATE
        assert second.start - first.start == pytest.approx(second.at.timestamp() - first.at.timestamp(), abs=0.5)

    async def test_keep_apart_when_tokens_differ(self, database: Database, slots: CallSlots) -> None:
        await slots.reserve(20 * 60)
        far = await slots.reserve(1)

        other = await CallSlots(database, "vk:2", rate=RATE).reserve(1)

        assert other.at < far.at

    async def test_come_later_when_there_was_a_pause(self, slots: CallSlots) -> None:
        before = await slots.reserve(1)

        await slots.pause(100.0)
        after = await slots.reserve(1)

        assert (after.at - before.at).total_seconds() >= 100
        await slots.pause(1.0)
        assert (await slots.reserve(1)).at > after.at

    async def test_never_meet_when_many_reserve_at_once(self, slots: CallSlots) -> None:
        given = await asyncio.gather(*(slots.reserve(1 + number % 3) for number in range(12)))

        moments = sorted(moment for one in given for moment in spread(one))
        assert all(later - earlier >= 1 / RATE for earlier, later in pairwise(moments))
