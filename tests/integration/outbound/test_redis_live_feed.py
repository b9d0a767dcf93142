import asyncio
import contextlib
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.outbound.redis_live_feed import LiveFeedAddressError, RedisLiveFeed
from domain.identifiers import SessionId
from domain.live import FragmentWritten, RunningAnswer, SessionChanged, TurnEnded, TurnStarted
from ports.live_feed import FeedOverflowError
from tests.contracts.live_feed import (
    ELSEWHERE,
    HERE,
    OTHER_TURN,
    SESSION,
    TURN,
    Feeds,
    LiveFeedContract,
    make_fragment,
    make_fragments,
    read,
)
from tests.fakes.ids import make_id

STARTED = TurnStarted(conversation_id=HERE, turn_id=TURN)
MARK = TurnStarted(conversation_id=HERE, turn_id=OTHER_TURN)


class RedisServer:
    """A redis-server on a port of its own that can be stopped and started again."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "redis-server is not installed"
        self._process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._directory)],
            stdout=subprocess.DEVNULL,
        )
        self._wait_until_ready()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        while self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as probe:
                probe.sendall(b"PING\r\n")
                if probe.recv(16).startswith(b"+PONG"):
                    return
        raise AssertionError("redis-server ended")


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def address(shared_server: RedisServer) -> AsyncIterator[str]:
    async with Redis.from_url(shared_server.url) as redis:
        await redis.flushall()
        yield shared_server.url


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - there is nothing to wait on from outside
            await asyncio.sleep(0.01)


async def until_connected(*feeds: RedisLiveFeed) -> None:
    await until(lambda: all(feed.is_connected for feed in feeds))


async def until_disconnected(*feeds: RedisLiveFeed) -> None:
    await until(lambda: not any(feed.is_connected for feed in feeds))


class TestRedisLiveFeedOfOneNode(LiveFeedContract):
    @pytest.fixture
    async def feeds(self, address: str) -> AsyncIterator[Feeds]:
        async with RedisLiveFeed(address) as feed:
            await until_connected(feed)
            yield Feeds(near=feed, far=feed)


class TestRedisLiveFeedOfTwoNodes(LiveFeedContract):
    @pytest.fixture
    async def feeds(self, address: str) -> AsyncIterator[Feeds]:
        async with RedisLiveFeed(address) as near, RedisLiveFeed(address) as far:
            await until_connected(near, far)
            yield Feeds(near=near, far=far)


@pytest.fixture
async def near(address: str) -> AsyncIterator[RedisLiveFeed]:
    async with RedisLiveFeed(address) as feed:
        await until_connected(feed)
        yield feed


@pytest.fixture
async def far(address: str) -> AsyncIterator[RedisLiveFeed]:
    async with RedisLiveFeed(address) as feed:
        await until_connected(feed)
        yield feed


async def test_no_channel_is_left_when_everybody_has_gone(address: str, near: RedisLiveFeed) -> None:
    async with Redis.from_url(address) as redis:
        async with near.follow(conversation_id=HERE, session_id=SESSION):
            assert len(await redis.pubsub_channels()) == 2

        async with asyncio.timeout(10):
            while await redis.pubsub_channels():  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.01)


async def test_text_in_redis_has_an_end(address: str, near: RedisLiveFeed) -> None:
    await near.publish(make_fragment(0, "один"))
    await near.publish(make_fragment(4, " два"))

    async with Redis.from_url(address, decode_responses=True) as redis:
        (key,) = await redis.keys("otklik:running:*")
        assert await redis.get(key) == "один два"
        assert 0 < await redis.ttl(key) <= 600


async def test_follower_reads_again_when_something_unreadable_comes(address: str, far: RedisLiveFeed) -> None:
    async with far.follow(conversation_id=HERE, session_id=SESSION) as news, Redis.from_url(address) as redis:
        for channel in await redis.pubsub_channels("*conversation*"):
            await redis.publish(channel, b"somebody" + b'{"type":"of a later version"}')

        with pytest.raises(FeedOverflowError):
            await read(news, 1)


async def test_stale_text_is_forgotten_when_another_node_has_taken_over(
    address: str, near: RedisLiveFeed, far: RedisLiveFeed
) -> None:
    await near.publish(make_fragment(0, "начало здесь"))
    async with near.follow(conversation_id=HERE, session_id=SESSION) as news:
        await far.publish(make_fragment(0, "начало там"))
        await read(news, 1)
    async with Redis.from_url(address) as redis:
        await redis.flushall()

    assert await near.running(TURN) is None
    assert await far.running(TURN) == RunningAnswer(turn_id=TURN, text="начало там")


async def test_subscription_holds_when_another_follower_is_cancelled(near: RedisLiveFeed, far: RedisLiveFeed) -> None:
    async def come_and_go(number: int) -> None:
        session = SessionId(make_id(1_000 + number))
        async with far.follow(conversation_id=ELSEWHERE, session_id=session):
            await asyncio.sleep(3600)

    async with far.follow(conversation_id=HERE, session_id=SESSION) as news:
        for number in range(200):
            follower = asyncio.create_task(come_and_go(number))
            for _ in range(number % 7):
                await asyncio.sleep(0)
            follower.cancel()
            with pytest.raises(asyncio.CancelledError):
                await follower
        await near.publish(STARTED)

        assert await read(news, 1) == [STARTED]
    assert far._subscriptions._waiting == {}


async def test_many_follow_at_once(near: RedisLiveFeed, far: RedisLiveFeed) -> None:
    ready = asyncio.Semaphore(0)

    async def follow(number: int) -> None:
        session = SessionId(make_id(1_000 + number))
        async with far.follow(conversation_id=HERE, session_id=session) as news:
            ready.release()
            signed_out = SessionChanged(session_id=session, signed_out=True)
            assert await read(news, 2) == [STARTED, signed_out]

    async with asyncio.timeout(30), asyncio.TaskGroup() as followers:
        for number in range(1_200):
            followers.create_task(follow(number))
        for _ in range(1_200):
            await ready.acquire()
        await near.publish(STARTED)
        for number in range(1_200):
            await near.publish_to_session(
                SessionChanged(session_id=SessionId(make_id(1_000 + number)), signed_out=True)
            )
    assert near.lost == 0


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

                with pytest.raises(FeedOverflowError):
                    await read(news, 1)
                await until_connected(near, far)
                await near.publish(MARK)

                seen = []
                async with asyncio.timeout(10):
                    while MARK not in seen:
                        with contextlib.suppress(FeedOverflowError):
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
                with pytest.raises(FeedOverflowError):
                    await read(news, 1)
                await until_connected(near, far)
                await near.publish(MARK)

                seen = []
                async with asyncio.timeout(10):
                    while MARK not in seen:
                        with contextlib.suppress(FeedOverflowError):
                            seen.append(await anext(news))
            assert near.lost == 1

    async def test_closes_when_redis_is_away(self, own_server: RedisServer) -> None:
        async with RedisLiveFeed(own_server.url) as feed:
            await until_connected(feed)
            own_server.stop()


BUSY_LOOP = """
local from = redis.call('TIME')[1]
while redis.call('TIME')[1] - from < 2 do end
"""


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


@pytest.mark.parametrize("url", ["", "mysql://u:secret@h/1", "redis://u:secret@host:port/0", "redis://[secret/0"])
def test_address_is_not_repeated_when_it_is_wrong(url: str) -> None:
    with pytest.raises(LiveFeedAddressError) as caught:
        RedisLiveFeed(url)

    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
