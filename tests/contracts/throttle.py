"""What every throttle must do."""

import asyncio

import pytest

from domain.rate import Rate
from ports.throttle import Throttle
from tests.factories import make_id

SLOW = Rate(most=3, seconds=600)
FAST = Rate(most=2, seconds=0.1)


def fresh_key() -> str:
    return f"test:{make_id()}"


class ThrottleContract:
    @pytest.fixture
    def throttle(self) -> Throttle:
        raise NotImplementedError

    async def test_lets_so_many_through_at_once(self, throttle: Throttle) -> None:
        key = fresh_key()

        assert [await throttle.take(key, SLOW) for _ in range(3)] == [None] * 3
        wait = await throttle.take(key, SLOW)

        assert wait is not None
        assert 0 < wait <= SLOW.seconds / SLOW.most

    async def test_counts_each_key_by_itself(self, throttle: Throttle) -> None:
        key, other = fresh_key(), fresh_key()
        for _ in range(4):
            await throttle.take(key, SLOW)

        assert await throttle.take(other, SLOW) is None

    async def test_lets_through_again_when_the_time_has_passed(self, throttle: Throttle) -> None:
        key = fresh_key()
        waits = [await throttle.take(key, FAST) for _ in range(3)]
        assert waits[:2] == [None, None]

        await asyncio.sleep(FAST.seconds)

        assert await throttle.take(key, FAST) is None

    async def test_lets_no_more_through_when_all_come_together(self, throttle: Throttle) -> None:
        key = fresh_key()

        waits = await asyncio.gather(*(throttle.take(key, SLOW) for _ in range(20)))

        assert waits.count(None) == SLOW.most
