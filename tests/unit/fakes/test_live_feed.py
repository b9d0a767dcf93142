import asyncio

import pytest

from domain.live import SessionChanged
from tests.contracts.live_feed import EVERYTHING, HERE, SESSION, TURN, Feeds, LiveFeedContract, make_fragment
from tests.fakes.live_feed import DownLiveFeed, FakeLiveFeed


class TestFakeLiveFeed(LiveFeedContract):
    @pytest.fixture
    def feeds(self) -> Feeds:
        feed = FakeLiveFeed()
        return Feeds(near=feed, far=feed)

    async def test_keeps_what_was_published(self) -> None:
        feed = FakeLiveFeed()
        signed_out = SessionChanged(session_id=SESSION, signed_out=True)

        await feed.publish(EVERYTHING[0])
        await feed.publish_to_session(signed_out)

        assert feed.published == [EVERYTHING[0], signed_out]


async def test_nobody_hears_anything_when_the_feed_is_down() -> None:
    feed = DownLiveFeed()
    async with feed.follow(conversation_id=HERE, session_id=SESSION) as news:
        await feed.publish(make_fragment(0, "один"))
        await feed.publish_to_session(SessionChanged(session_id=SESSION, signed_out=True))

        waiting = asyncio.ensure_future(anext(news))
        await asyncio.sleep(0)

        assert not waiting.done()
        assert await feed.running(TURN) is None
        waiting.cancel()
