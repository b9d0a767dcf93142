"""Waiting for a feed to notice what has become of its server."""

import asyncio
from collections.abc import Callable

from adapters.outbound.redis_live_feed import RedisLiveFeed


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


async def until_connected(*feeds: RedisLiveFeed) -> None:
    await until(lambda: all(feed.is_connected for feed in feeds))


async def until_disconnected(*feeds: RedisLiveFeed) -> None:
    await until(lambda: not any(feed.is_connected for feed in feeds))
