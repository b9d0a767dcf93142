from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outbound.redis_throttle import RedisThrottle, open_throttle
from domain.rate import Rate
from tests.contracts.throttle import SLOW, ThrottleContract, fresh_key
from tests.integration.services.redis import redis_server

TWICE = Rate(most=2, seconds=600)


class TestRedisThrottle(ThrottleContract):
    @pytest.fixture
    async def throttle(self, redis_url: str) -> AsyncIterator[RedisThrottle]:
        async with open_throttle(redis_url) as throttle:
            yield throttle

    async def test_counts_for_all_processes_together(self, redis_url: str) -> None:
        key = fresh_key()
        async with open_throttle(redis_url) as here, open_throttle(redis_url) as there:
            assert [await each.take(key, TWICE) for each in (here, there)] == [None, None]

            assert await here.take(key, TWICE) is not None
            assert await there.take(key, TWICE) is not None


async def test_counts_alone_while_redis_is_away(tmp_path: Path) -> None:
    key = fresh_key()
    with redis_server(tmp_path) as server:
        async with open_throttle(server.url) as throttle:
            await throttle.take(key, SLOW)
            server.stop()

            waits = [await throttle.take(key, SLOW) for _ in range(SLOW.most + 1)]

            server.start()
    assert waits[:-1] == [None] * SLOW.most
    assert waits[-1] is not None
