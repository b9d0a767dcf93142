import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.identifiers import ConversationId, MessageId, PersonId, SessionId, TurnId
from domain.live import (
    AnswerRestarted,
    ConversationNews,
    FragmentWritten,
    MessageAdded,
    News,
    RunningAnswer,
    SessionChanged,
    TurnEnded,
    TurnStarted,
)
from domain.message import Author, DialogSource, Message, WallSource
from ports.live_feed import FeedOverflowError, LiveFeed
from tests.fakes.ids import make_id

HERE = ConversationId(make_id(1))
ELSEWHERE = ConversationId(make_id(2))
SESSION = SessionId(make_id(3))
OTHER_SESSION = SessionId(make_id(4))
TURN = TurnId(make_id(5))
OTHER_TURN = TurnId(make_id(6))
MORE_THAN_ANY_BOUND = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """Two ends of one feed: the same object, or two nodes."""

    near: LiveFeed
    far: LiveFeed

    def follow(
        self, conversation_id: ConversationId = HERE, session_id: SessionId = SESSION
    ) -> AbstractAsyncContextManager[AsyncIterator[News]]:
        return self.far.follow(conversation_id=conversation_id, session_id=session_id)


def make_message(seq: int = 1, *, text: str = "Привет", source: WallSource | DialogSource | None = None) -> Message:
    return Message(
        id=MessageId(make_id(100 + seq)),
        conversation_id=HERE,
        author=Author.ASSISTANT,
        text=text,
        natural_key=f"answer:{seq}",
        at=datetime(2026, 11, 22, 9, 0, 0, 123456, tzinfo=UTC),
        seq=seq,
        person_id=PersonId(make_id(7)),
        turn_id=TURN,
        client_id="c-1",
        source=source,
    )


def make_fragment(offset: int, text: str, turn_id: UUID = TURN) -> FragmentWritten:
    return FragmentWritten(conversation_id=HERE, turn_id=TurnId(turn_id), offset=offset, text=text)


def make_fragments(text: str, *, size: int = 7) -> list[FragmentWritten]:
    return [make_fragment(offset, text[offset : offset + size]) for offset in range(0, len(text), size)]


EVERYTHING: list[ConversationNews] = [
    TurnStarted(conversation_id=HERE, turn_id=TURN),
    make_fragment(0, "Здравствуйте 🐎 \n\0 \u2028 </script>"),
    AnswerRestarted(conversation_id=HERE, turn_id=TURN),
    TurnEnded(conversation_id=HERE, turn_id=TURN, state="settled", charged="5.00", message=make_message()),
    TurnEnded(
        conversation_id=HERE, turn_id=OTHER_TURN, state="failed", charged="0.00", code="model_failed", retryable=True
    ),
    MessageAdded(conversation_id=HERE, message=make_message(source=WallSource(owner_id=-1, post_id=2, comment_id=3))),
    MessageAdded(conversation_id=HERE, message=make_message(source=DialogSource(peer_id=2_000_000_001, message_id=5))),
]


async def read(news: AsyncIterator[News], count: int) -> list[News]:
    """Read so many, and give up when they do not come."""
    async with asyncio.timeout(10):
        return [await anext(news) for _ in range(count)]


async def read_to_overflow(news: AsyncIterator[News]) -> int:
    seen = 0
    async with asyncio.timeout(10):
        while True:
            try:
                await anext(news)
            except FeedOverflowError:
                return seen
            seen += 1


class LiveFeedContract:
    @pytest.fixture
    def feeds(self) -> Feeds:
        raise NotImplementedError

    async def test_brings_all_that_is_published_in_order(self, feeds: Feeds) -> None:
        async with feeds.follow() as news:
            for one in EVERYTHING:
                await feeds.near.publish(one)

            assert await read(news, len(EVERYTHING)) == EVERYTHING

    async def test_brings_news_of_the_session_too(self, feeds: Feeds) -> None:
        signed_in = SessionChanged(session_id=SESSION, signed_out=False, token="new-token")
        signed_out = SessionChanged(session_id=SESSION, signed_out=True)
        async with feeds.follow() as news:
            await feeds.near.publish_to_session(signed_in)
            await feeds.near.publish_to_session(signed_out)

            assert await read(news, 2) == [signed_in, signed_out]

    async def test_brings_nothing_of_others(self, feeds: Feeds) -> None:
        mine = TurnStarted(conversation_id=HERE, turn_id=TURN)
        async with feeds.follow() as news:
            await feeds.near.publish(TurnStarted(conversation_id=ELSEWHERE, turn_id=TURN))
            await feeds.near.publish_to_session(SessionChanged(session_id=OTHER_SESSION, signed_out=True))
            await feeds.near.publish(mine)

            assert await read(news, 1) == [mine]

    async def test_brings_each_its_own_when_several_follow(self, feeds: Feeds) -> None:
        mine = TurnStarted(conversation_id=HERE, turn_id=TURN)
        async with feeds.follow() as one, feeds.follow(session_id=OTHER_SESSION) as two:
            await feeds.near.publish(mine)

            assert await read(one, 1) == await read(two, 1) == [mine]

    async def test_publisher_hears_itself_when_it_follows(self, feeds: Feeds) -> None:
        async with feeds.near.follow(conversation_id=HERE, session_id=SESSION) as news:
            for one in EVERYTHING:
                await feeds.near.publish(one)

            assert await read(news, len(EVERYTHING)) == EVERYTHING

    async def test_brings_nothing_from_before(self, feeds: Feeds) -> None:
        late = TurnStarted(conversation_id=HERE, turn_id=OTHER_TURN)
        await feeds.near.publish(TurnStarted(conversation_id=HERE, turn_id=TURN))
        async with feeds.follow() as news:
            await feeds.near.publish(late)

            assert await read(news, 1) == [late]

    async def test_others_go_on_when_one_has_left(self, feeds: Feeds) -> None:
        mine = TurnStarted(conversation_id=HERE, turn_id=TURN)
        async with feeds.follow() as news:
            async with feeds.follow():
                pass
            await feeds.near.publish(mine)

            assert await read(news, 1) == [mine]

    async def test_brings_news_again_when_somebody_comes_back(self, feeds: Feeds) -> None:
        mine = TurnStarted(conversation_id=HERE, turn_id=TURN)
        for _ in range(20):
            async with feeds.follow() as news:
                await feeds.near.publish(mine)

                assert await read(news, 1) == [mine]

    async def test_nothing_is_lost_when_a_wait_is_cancelled(self, feeds: Feeds) -> None:
        mine = TurnStarted(conversation_id=HERE, turn_id=TURN)
        async with feeds.follow() as news:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):
                    await anext(news)
            await feeds.near.publish(mine)

            assert await read(news, 1) == [mine]

    async def test_slow_reader_is_told_and_goes_on(self, feeds: Feeds) -> None:
        last = TurnStarted(conversation_id=HERE, turn_id=OTHER_TURN)
        mark = TurnStarted(conversation_id=ELSEWHERE, turn_id=OTHER_TURN)
        async with feeds.follow() as slow, feeds.follow(ELSEWHERE, OTHER_SESSION) as quick:
            for offset in range(MORE_THAN_ANY_BOUND):
                await feeds.near.publish(make_fragment(offset, "я"))
            await feeds.near.publish(mark)
            assert await read(quick, 1) == [mark]

            assert await read_to_overflow(slow) < MORE_THAN_ANY_BOUND
            await feeds.near.publish(last)

            assert await read(slow, 1) == [last]

    async def test_publishing_goes_on_when_nobody_follows(self, feeds: Feeds) -> None:
        for one in EVERYTHING:
            await feeds.near.publish(one)
        await feeds.near.publish_to_session(SessionChanged(session_id=SESSION, signed_out=True))

    async def test_publishing_goes_on_when_a_text_is_broken(self, feeds: Feeds) -> None:
        mine = TurnStarted(conversation_id=HERE, turn_id=TURN)
        async with feeds.follow() as news:
            await feeds.near.publish(make_fragment(0, "половина \ud83d"))
            await feeds.near.publish(make_fragment(10, "и дальше"))
            await feeds.near.publish(mine)

            async with asyncio.timeout(10):
                while await anext(news) != mine:
                    pass

    async def test_running_answer_is_the_text_so_far(self, feeds: Feeds) -> None:
        text = "Открыты с 10 до 19 🕙, в субботу — до 16. " * 5
        for fragment in make_fragments(text):
            await feeds.near.publish(fragment)
            whole = RunningAnswer(turn_id=TURN, text=text[: fragment.offset + len(fragment.text)])

            assert await feeds.far.running(TURN) == await feeds.near.running(TURN) == whole

    async def test_running_answers_do_not_mix(self, feeds: Feeds) -> None:
        await feeds.near.publish(make_fragment(0, "один"))
        await feeds.near.publish(make_fragment(0, "два", OTHER_TURN))

        assert await feeds.far.running(TURN) == RunningAnswer(turn_id=TURN, text="один")
        assert await feeds.far.running(OTHER_TURN) == RunningAnswer(turn_id=OTHER_TURN, text="два")

    async def test_nothing_is_known_when_nothing_was_written(self, feeds: Feeds) -> None:
        await feeds.near.publish(TurnStarted(conversation_id=HERE, turn_id=TURN))

        assert await feeds.far.running(TURN) is None

    async def test_nothing_is_known_when_the_turn_has_ended(self, feeds: Feeds) -> None:
        await feeds.near.publish(make_fragment(0, "один"))
        await feeds.near.publish(TurnEnded(conversation_id=HERE, turn_id=TURN, state="settled", charged="5.00"))

        assert await feeds.far.running(TURN) is None
        assert await feeds.near.running(TURN) is None

    async def test_nothing_is_known_when_a_fragment_is_missing(self, feeds: Feeds) -> None:
        await feeds.near.publish(make_fragment(0, "один"))
        await feeds.near.publish(make_fragment(9, "три"))
        await feeds.near.publish(make_fragment(12, "четыре"))

        assert await feeds.far.running(TURN) is None

    async def test_nothing_is_known_when_the_beginning_is_missing(self, feeds: Feeds) -> None:
        await feeds.near.publish(make_fragment(5, "конец"))

        assert await feeds.far.running(TURN) is None

    async def test_answer_begins_anew_when_restarted(self, feeds: Feeds) -> None:
        await feeds.near.publish(make_fragment(0, "не то"))
        await feeds.near.publish(AnswerRestarted(conversation_id=HERE, turn_id=TURN))
        assert await feeds.far.running(TURN) == RunningAnswer(turn_id=TURN, text="")

        await feeds.near.publish(make_fragment(0, "то"))
        await feeds.near.publish(make_fragment(2, " самое"))

        assert await feeds.far.running(TURN) == RunningAnswer(turn_id=TURN, text="то самое")

    async def test_text_and_news_join_without_a_hole_when_one_comes_in_the_middle(self, feeds: Feeds) -> None:
        text = "".join(chr(ord("а") + n % 32) for n in range(400))
        begun = asyncio.Event()

        async def write() -> None:
            for fragment in make_fragments(text, size=4):
                await feeds.near.publish(fragment)
                begun.set()
                await asyncio.sleep(0)

        writing = asyncio.create_task(write())
        await begun.wait()
        async with asyncio.timeout(10), feeds.follow() as news:
            running = await feeds.far.running(TURN)
            seen = running.text if running else ""
            while len(seen) < len(text):
                one = await anext(news)
                assert isinstance(one, FragmentWritten)
                assert one.offset <= len(seen)
                seen = seen[: one.offset] + one.text if one.offset + len(one.text) > len(seen) else seen
        await writing

        assert seen == text

    async def test_tells_which_sessions_somebody_follows_here(self, feeds: Feeds) -> None:
        async with (
            feeds.far.follow(conversation_id=HERE, session_id=SESSION),
            feeds.far.follow(conversation_id=ELSEWHERE, session_id=SESSION),
        ):
            async with feeds.far.follow(conversation_id=HERE, session_id=OTHER_SESSION):
                assert set(feeds.far.followed()) == {SESSION, OTHER_SESSION}
            assert list(feeds.far.followed()) == [SESSION]
        assert list(feeds.far.followed()) == []
