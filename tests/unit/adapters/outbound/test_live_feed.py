from contextlib import AsyncExitStack

import pytest

from adapters.outbound.live_feed import MemoryLiveFeed
from adapters.outbound.live_hub import LiveHub
from domain.live import TurnEnded, TurnStarted
from ports.live_feed import FeedOverflowError
from tests.contracts.live_feed import HERE, SESSION, TURN, Feeds, LiveFeedContract, make_fragment, read


class TestMemoryLiveFeed(LiveFeedContract):
    @pytest.fixture
    def feed(self) -> MemoryLiveFeed:
        return MemoryLiveFeed()

    @pytest.fixture
    def feeds(self, feed: MemoryLiveFeed) -> Feeds:
        return Feeds(near=feed, far=feed)

    async def test_no_topic_is_left_when_everybody_has_gone(self, feed: MemoryLiveFeed) -> None:
        async with AsyncExitStack() as stack:
            for _ in range(10):
                await stack.enter_async_context(feed.follow(conversation_id=HERE, session_id=SESSION))
            assert len(feed._hub.topics) == 2

        assert len(feed._hub.topics) == 0

    async def test_no_topic_is_left_when_a_follower_fails(self, feed: MemoryLiveFeed) -> None:
        with pytest.raises(RuntimeError):
            async with feed.follow(conversation_id=HERE, session_id=SESSION):
                raise RuntimeError

        assert len(feed._hub.topics) == 0

    async def test_keeps_no_text_when_turns_have_ended(self, feed: MemoryLiveFeed) -> None:
        await feed.publish(make_fragment(0, "один"))
        await feed.publish(TurnEnded(conversation_id=HERE, turn_id=TURN, state="stopped", charged="0.00"))

        assert len(feed._running) == 0

    async def test_keeps_as_many_as_the_bound_says(self) -> None:
        feed = MemoryLiveFeed(bound=3)
        one = TurnStarted(conversation_id=HERE, turn_id=TURN)
        async with feed.follow(conversation_id=HERE, session_id=SESSION) as news:
            for _ in range(3):
                await feed.publish(one)
            assert await read(news, 3) == [one] * 3

            for _ in range(4):
                await feed.publish(one)
            with pytest.raises(FeedOverflowError):
                await anext(news)

    def test_overflow_frees_what_was_waiting(self) -> None:
        hub = LiveHub(bound=3)
        with hub.follow("topic") as slow:
            for offset in range(100):
                hub.deliver("topic", make_fragment(offset, "x"))

            assert len(slow._waiting) == 0
