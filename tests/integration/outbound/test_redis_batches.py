import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from adapters.outbound.redis_batches import RedisBatches
from adapters.outbound.redis_live_feed import RedisLiveFeed
from domain.live import TurnStarted
from tests.contracts.live_feed import HERE, TURN

LONG = 20.0
"""Seconds; longer than any of these tests takes."""


@asynccontextmanager
async def open_batches(url: str) -> AsyncIterator[RedisBatches]:
    async with Redis.from_url(url, socket_timeout=None) as redis:
        batches = RedisBatches(redis, within=LONG)
        try:
            yield batches
        finally:
            await batches.close()


async def test_each_of_many_callers_gets_its_own_answers(redis_url: str) -> None:
    async with open_batches(redis_url) as batches, asyncio.timeout(LONG):
        answers = await asyncio.gather(
            *(batches.execute(("ECHO", f"{number}"), ("ECHO", f"{number} again")) for number in range(300))
        )

    assert answers == [[b"%d" % number, b"%d again" % number] for number in range(300)]


async def test_wrong_command_is_the_trouble_of_its_own_caller_only(redis_url: str) -> None:
    async with open_batches(redis_url) as batches, asyncio.timeout(LONG):
        told: Sequence[list[Any] | BaseException] = await asyncio.gather(
            batches.execute(("ECHO", "before")),
            batches.execute(("ECHO", "not told"), ("NO-SUCH-COMMAND",)),
            batches.execute(("ECHO", "after")),
            return_exceptions=True,
        )

    assert [told[0], told[2]] == [[b"before"], [b"after"]]
    assert isinstance(told[1], ResponseError)


async def test_what_a_cancelled_caller_asked_is_nobody_elses(redis_url: str) -> None:
    async with open_batches(redis_url) as batches, asyncio.timeout(LONG):
        first, given_up, last = (asyncio.ensure_future(batches.execute(("ECHO", each))) for each in "abc")
        await asyncio.sleep(0)
        given_up.cancel()

        assert (await first, await last) == ([b"a"], [b"c"])
        assert given_up.cancelled()


class TestSilentServer:
    """Somebody who takes connections and never says a word."""

    @pytest.fixture
    def silent(self) -> Iterator[socket.socket]:
        with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
            server.setblocking(False)
            yield server

    async def test_whoever_waits_at_the_close_is_told_and_not_cancelled(self, silent: socket.socket) -> None:
        async with open_batches(url_of(silent)) as batches, asyncio.timeout(LONG):
            on_its_way = asyncio.ensure_future(batches.execute(("ECHO", "on its way")))
            peer, _ = await asyncio.get_running_loop().sock_accept(silent)
            waiting = [asyncio.ensure_future(batches.execute(("ECHO", f"{number}"))) for number in range(3)]
            await asyncio.sleep(0)

            await batches.close()

            told = await asyncio.gather(on_its_way, *waiting, return_exceptions=True)
        peer.close()
        assert [type(each) for each in told] == [RedisConnectionError] * 4

    async def test_is_told_also_when_the_sender_never_got_to_run(self, silent: socket.socket) -> None:
        async with open_batches(url_of(silent)) as batches, asyncio.timeout(LONG):
            asked = asyncio.ensure_future(batches.execute(("ECHO", "too late")))
            # Begun before the sender is, which the call starts.
            await asyncio.ensure_future(batches.close())

            with pytest.raises(RedisConnectionError):
                await asked

    async def test_whoever_publishes_as_the_feed_closes_goes_on(self, silent: socket.socket) -> None:
        async with RedisLiveFeed(url_of(silent), publish_within=LONG) as feed:
            publishing = asyncio.ensure_future(feed.publish(TurnStarted(conversation_id=HERE, turn_id=TURN)))
            await asyncio.sleep(0)

        await publishing
        assert feed.lost == 1


def url_of(server: socket.socket) -> str:
    return f"redis://127.0.0.1:{server.getsockname()[1]}/0"
