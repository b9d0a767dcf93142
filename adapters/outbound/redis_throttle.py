"""Limits that processes share, over Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from adapters.outbound.throttle import MemoryThrottle
from domain.rate import Rate

_TAKE: Final = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local empty_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local seconds, most = tonumber(ARGV[1]), tonumber(ARGV[2])
local filled = empty_at + seconds / most
local wait = filled - now - seconds
if wait > 1e-6 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', filled), 'PX', math.ceil((filled - now) * 1000))
return false
"""
"""Rate.take by Redis' clock; a key lives as long as it says anything."""
_PREFIX: Final = "otklik:rate:"
_ALONE_SECONDS: Final = 1.0


class RedisThrottle:
    """While Redis does not answer within ``patience`` seconds, this process counts alone, for a second at a time."""

    def __init__(self, redis: Redis, *, patience: float = 0.25) -> None:
        self._script = redis.register_script(_TAKE)
        self._patience = patience
        self._alone = MemoryThrottle()
        self._alone_until = 0.0

    async def take(self, key: str, rate: Rate) -> float | None:
        loop = asyncio.get_running_loop()
        if loop.time() < self._alone_until:
            return await self._alone.take(key, rate)
        try:
            async with asyncio.timeout(self._patience):
                wait = await self._script(keys=[_PREFIX + key], args=[rate.seconds, rate.most])
        except Exception:  # noqa: BLE001 - no trouble of Redis is that of whoever wants to do something
            self._alone_until = loop.time() + _ALONE_SECONDS
            return await self._alone.take(key, rate)
        return None if wait is None else float(wait)


@asynccontextmanager
async def open_throttle(url: str) -> AsyncIterator[RedisThrottle]:
    """Nothing is connected before the first use. The address has been read by the live feed already."""
    # The limit of a call is ours: redis-py's own rests on asyncio.wait_for, see the live feed.
    async with Redis.from_url(
        url, socket_timeout=None, socket_connect_timeout=1.0, retry=Retry(NoBackoff(), 0)
    ) as redis:
        yield RedisThrottle(redis)
