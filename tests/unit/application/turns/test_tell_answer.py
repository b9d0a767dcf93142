"""The first fragment at once, later ones joined; whatever the feed does, they join to what was shown."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.turns.tell_answer import JOINED_SECONDS, TellAnswer
from domain.live import AnswerRestarted, ConversationNews, FragmentWritten, TurnStarted
from tests.factories import make_turn
from tests.fakes.clock import FakeClock
from tests.fakes.live_feed import FakeLiveFeed

TURN = make_turn()


class HeldClock(FakeClock):
    """Whoever sleeps waits until the test says that the time is over."""

    def __init__(self) -> None:
        super().__init__()
        self.over = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await self.over.wait()
        self.over.clear()


class SlowFeed(FakeLiveFeed):
    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def publish(self, news: ConversationNews) -> None:
        await self.go.wait()
        await super().publish(news)


async def let_go() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def fragments(feed: FakeLiveFeed) -> list[tuple[int, str]]:
    return [(news.offset, news.text) for news in feed.published if isinstance(news, FragmentWritten)]


@pytest.mark.parametrize(("again", "kind"), [(False, TurnStarted), (True, AnswerRestarted)])
async def test_tells_the_beginning(again: bool, kind: type) -> None:
    feed = FakeLiveFeed()
    async with TellAnswer(feed=feed, clock=FakeClock(), turn=TURN) as telling:
        await telling.begin(again=again)

    assert feed.published == [kind(conversation_id=TURN.conversation_id, turn_id=TURN.id)]


async def test_tells_the_first_at_once_and_joins_what_comes_meanwhile() -> None:
    feed, clock = FakeLiveFeed(), HeldClock()
    async with TellAnswer(feed=feed, clock=clock, turn=TURN) as telling:
        await telling.fragment("Да,")
        await let_go()
        assert fragments(feed) == [(0, "Да,")]

        await telling.fragment(" мы")
        await telling.fragment(" 🎓")
        await let_go()
        assert len(fragments(feed)) == 1
        clock.over.set()
        await let_go()
        assert fragments(feed) == [(0, "Да,"), (3, " мы 🎓")]
        assert clock.slept == [JOINED_SECONDS] * 2

        clock.over.set()
        await let_go()
        await telling.fragment(".")
        await let_go()
        assert fragments(feed)[-1] == (8, ".")


async def test_tells_all_when_flushed_without_waiting() -> None:
    feed = FakeLiveFeed()
    async with TellAnswer(feed=feed, clock=HeldClock(), turn=TURN) as telling:
        await telling.fragment("Да,")
        await let_go()
        await telling.fragment(" мы")
        await telling.flush()
        await telling.flush()

    assert fragments(feed) == [(0, "Да,"), (3, " мы")]


async def test_gives_what_was_shown_and_tells_no_more_when_discarded() -> None:
    feed = FakeLiveFeed()
    async with TellAnswer(feed=feed, clock=HeldClock(), turn=TURN) as telling:
        await telling.fragment("Да,")
        await let_go()
        await telling.fragment(" мы")

        assert await telling.discard() == "Да,"
    await let_go()

    assert fragments(feed) == [(0, "Да,")]


async def test_counts_what_is_on_its_way_when_discarded() -> None:
    feed = SlowFeed()
    async with TellAnswer(feed=feed, clock=HeldClock(), turn=TURN) as telling:
        await telling.fragment("Да,")
        await let_go()
        discarding = asyncio.create_task(telling.discard())
        await let_go()
        assert not discarding.done()

        feed.go.set()

        assert await discarding == "Да,"
    assert fragments(feed) == [(0, "Да,")]


async def test_writer_does_not_wait_when_the_feed_is_slow() -> None:
    feed = SlowFeed()
    async with TellAnswer(feed=feed, clock=HeldClock(), turn=TURN) as telling:
        for word in ("Да,", " мы", " открыты."):
            await telling.fragment(word)
            await let_go()
        feed.go.set()
        await telling.flush()

    assert fragments(feed) == [(0, "Да,"), (3, " мы открыты.")]


async def test_leaves_no_task_behind_when_it_is_left_in_the_middle() -> None:
    before = asyncio.all_tasks()
    async with TellAnswer(feed=SlowFeed(), clock=HeldClock(), turn=TURN) as telling:
        await telling.fragment("Да,")
        await let_go()

    assert asyncio.all_tasks() == before


@given(pieces=st.lists(st.tuples(st.text(min_size=1, max_size=5), st.integers(0, 3)), max_size=12))
def test_joins_to_the_text_in_any_rhythm(pieces: list[tuple[str, int]]) -> None:
    async def tell() -> FakeLiveFeed:
        feed = FakeLiveFeed()
        async with TellAnswer(feed=feed, clock=FakeClock(), turn=TURN) as telling:
            for text, pauses in pieces:
                await telling.fragment(text)
                for _ in range(pauses):
                    await asyncio.sleep(0)
            await telling.flush()
        return feed

    shown = ""
    for offset, text in fragments(asyncio.run(tell())):
        assert offset == len(shown)
        shown += text
    assert shown == "".join(text for text, _ in pieces)
