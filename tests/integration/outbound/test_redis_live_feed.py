import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from adapters.outbound.redis_live_feed import LiveFeedAddressError, RedisLiveFeed
from domain.identifiers import SessionId
from domain.live import RunningAnswer, SessionChanged, TurnStarted
from ports.live_feed import FeedGapError
from tests.contracts.live_feed import (
    ELSEWHERE,
    HERE,
    OTHER_TURN,
    SESSION,
    TURN,
    Feeds,
    LiveFeedContract,
    make_fragment,
    read,
)
from tests.fakes.ids import make_id
from tests.integration.outbound.until import until_connected

STARTED = TurnStarted(conversation_id=HERE, turn_id=TURN)
MARK = TurnStarted(conversation_id=HERE, turn_id=OTHER_TURN)


@pytest.fixture
async def address(redis_url: str) -> str:
    async with Redis.from_url(redis_url) as redis:
        await redis.flushall()
    return redis_url


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
            while await redis.pubsub_channels():
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

        with pytest.raises(FeedGapError):
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


async def test_publisher_ends_when_it_is_cancelled(near: RedisLiveFeed, far: RedisLiveFeed) -> None:
    async def publish_for_ever() -> None:
        while True:
            await near.publish(TurnStarted(conversation_id=ELSEWHERE, turn_id=TURN))

    async with asyncio.timeout(20):
        for number in range(200):
            publisher = asyncio.create_task(publish_for_ever())
            for _ in range(number % 11):
                await asyncio.sleep(0)
            publisher.cancel()
            with pytest.raises(asyncio.CancelledError):
                await publisher

    async with far.follow(conversation_id=HERE, session_id=SESSION) as news:
        await near.publish(STARTED)

        assert await read(news, 1) == [STARTED]


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


@pytest.mark.parametrize("url", ["", "mysql://u:secret@h/1", "redis://u:secret@host:port/0", "redis://[secret/0"])
def test_address_is_not_repeated_when_it_is_wrong(url: str) -> None:
    with pytest.raises(LiveFeedAddressError) as caught:
        RedisLiveFeed(url)

    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
