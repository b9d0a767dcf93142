import asyncio
import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.outbound.redis_live_feed import RedisLiveFeed
from domain.live import FragmentWritten, RunningAnswer, TurnEnded, TurnStarted
from ports.live_feed import FeedGapError
from tests.contracts.live_feed import HERE, OTHER_TURN, SESSION, TURN, make_fragment, make_fragments, read
from tests.integration.outbound.until import until_connected, until_disconnected
from tests.integration.services.redis import RedisServer, redis_server

STARTED = TurnStarted(conversation_id=HERE, turn_id=TURN)
MARK = TurnStarted(conversation_id=HERE, turn_id=OTHER_TURN)
BUSY_LOOP = """
local from = redis.call('TIME')[1]
while redis.call('TIME')[1] - from < 2 do end
"""


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as server:
        yield server


class TestRestart:
    async def test_followers_read_again_and_get_what_comes_after(self, own_server: RedisServer) -> None:
        problems: list[str] = []
        async with (
            RedisLiveFeed(own_server.url) as near,
            RedisLiveFeed(own_server.url, on_problem=problems.append) as far,
        ):
            await until_connected(near, far)
            async with far.follow(conversation_id=HERE, session_id=SESSION) as news:
                await near.publish(STARTED)
                assert await read(news, 1) == [STARTED]
                own_server.stop()
                await until_disconnected(near, far)
                await near.publish(TurnEnded(conversation_id=HERE, turn_id=TURN, state="settled", charged="5.00"))
                assert near.lost == 1
                own_server.start()

                with pytest.raises(FeedGapError):
                    await read(news, 1)
                await until_connected(near, far)
                await near.publish(MARK)

                seen = []
                async with asyncio.timeout(10):
                    while MARK not in seen:
                        with contextlib.suppress(FeedGapError):
                            seen.append(await anext(news))
                assert seen == [MARK]
        assert [problem.split(",")[0].split(";")[0] for problem in problems] == ["Redis is away", "Redis is back"]

    async def test_own_followers_miss_nothing_while_redis_is_away(self, own_server: RedisServer) -> None:
        text = "Ответ, который пишется дольше, чем Redis живёт. " * 3
        fragments = make_fragments(text)
        async with RedisLiveFeed(own_server.url) as feed, RedisLiveFeed(own_server.url) as other:
            await until_connected(feed, other)
            async with feed.follow(conversation_id=HERE, session_id=SESSION) as news:
                for number, fragment in enumerate(fragments):
                    if number == 5:
                        own_server.stop()
                        await until_disconnected(feed)
                    await feed.publish(fragment)
                assert await read(news, len(fragments)) == fragments
                assert await feed.running(TURN) == RunningAnswer(turn_id=TURN, text=text)

                own_server.start()
                await until_connected(feed, other)
                assert await other.running(TURN) is None
                await feed.publish(make_fragment(len(text), "Конец."))

                assert await other.running(TURN) == RunningAnswer(turn_id=TURN, text=text + "Конец.")

    async def test_works_when_redis_comes_later(self, own_server: RedisServer) -> None:
        own_server.stop()
        async with RedisLiveFeed(own_server.url) as near, RedisLiveFeed(own_server.url) as far:
            async with far.follow(conversation_id=HERE, session_id=SESSION) as news:
                await near.publish(STARTED)
                own_server.start()
                with pytest.raises(FeedGapError):
                    await read(news, 1)
                await until_connected(near, far)
                await near.publish(MARK)

                seen = []
                async with asyncio.timeout(10):
                    while MARK not in seen:
                        with contextlib.suppress(FeedGapError):
                            seen.append(await anext(news))
            assert near.lost == 1

    async def test_closes_when_redis_is_away(self, own_server: RedisServer) -> None:
        async with RedisLiveFeed(own_server.url) as feed:
            await until_connected(feed)
            own_server.stop()


class TestSilentServer:
    """Somebody who takes connections and never says a word."""

    @pytest.fixture
    def silent_url(self) -> Iterator[str]:
        with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
            yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"

    async def test_publishing_waits_once_and_then_not_at_all(self, silent_url: str) -> None:
        async with RedisLiveFeed(silent_url, publish_within=0.05) as feed, asyncio.timeout(20):
            async with feed.follow(conversation_id=HERE, session_id=SESSION) as news:
                sent: list[FragmentWritten] = make_fragments("а" * 700)
                for fragment in sent:
                    await feed.publish(fragment)

                assert await read(news, len(sent)) == sent
            assert feed.lost == len(sent)
            assert await feed.running(TURN) == RunningAnswer(turn_id=TURN, text="а" * 700)
            assert not feed.is_connected

    async def test_connection_is_given_up_when_pings_are_not_answered(self, own_server: RedisServer) -> None:
        problems: list[str] = []
        async with RedisLiveFeed(own_server.url, ping_every=0.05, on_problem=problems.append) as feed:
            await until_connected(feed)
            async with Redis.from_url(own_server.url, socket_timeout=30) as redis:
                # The server is busy and its connections stay open: what a lost network looks like.
                asleep = asyncio.ensure_future(redis.eval(BUSY_LOOP, 0))
                await until_disconnected(feed)
                await asleep
            await until_connected(feed)

        assert "silent for too long" in problems[0]
