from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.chat.news_teller import REMEMBERED, NewsTeller
from domain.identifiers import ConversationId, MessageId, TurnId
from domain.live import AnswerRestarted, FragmentWritten, MessageAdded, RunningAnswer, TurnEnded, TurnStarted
from domain.message import Author, Message
from tests.factories import make_id, make_message
from tests.fakes.live_feed import FakeLiveFeed
from tests.unit.adapters.inbound.chat.room import Frame, ScriptedChannel, make_encoder

CHAT = ConversationId(make_id(1))
TURN = TurnId(make_id(2))


class Line:
    """A teller over a feed in memory."""

    def __init__(self) -> None:
        self.feed = FakeLiveFeed()
        self.channel = ScriptedChannel()
        self.teller = NewsTeller(channel=self.channel, encoder=make_encoder(), feed=self.feed)

    @property
    def sent(self) -> list[Frame]:
        return self.channel.sent

    async def writes(self, offset: int, text: str, *, tell: bool = True) -> None:
        """A fragment is published; without ``tell`` this socket misses it."""
        news = FragmentWritten(conversation_id=CHAT, turn_id=TURN, offset=offset, text=text)
        await self.feed.publish(news)
        if tell:
            await self.teller.tell(news)

    @property
    def shown(self) -> str:
        """What a client has that does as the protocol says."""
        text = ""
        for frame in self.sent:
            if frame["type"] == "snapshot":
                text = frame["text"]
            elif frame["type"] == "delta":
                assert frame["offset"] == len(text)
                text += frame["text"]
        return text


@pytest.fixture
def line() -> Line:
    return Line()


def added(message: Message) -> MessageAdded:
    return MessageAdded(conversation_id=CHAT, message=message)


class TestMessages:
    async def test_are_told_once_when_they_come_twice(self, line: Line) -> None:
        message = make_message()

        await line.teller.tell(added(message))
        await line.teller.tell(added(message))

        assert [frame["message"]["id"] for frame in line.sent] == [str(message.id)]

    async def test_are_not_told_when_the_socket_knows_them(self, line: Line) -> None:
        message = make_message()
        line.teller.know_message(message.id)

        await line.teller.tell(added(message))

        assert line.sent == []

    async def test_are_not_told_again_when_they_came_with_the_end_of_their_turn(self, line: Line) -> None:
        answer = make_message(author=Author.ASSISTANT, turn_id=TURN)
        end = TurnEnded(conversation_id=CHAT, turn_id=TURN, state="settled", charged="5.00", message=answer)

        await line.teller.tell(end)
        await line.teller.tell(added(answer))

        assert [frame["type"] for frame in line.sent] == ["turn_ended"]

    async def test_are_forgotten_when_there_were_many_others(self, line: Line) -> None:
        for number in range(REMEMBERED + 1):
            line.teller.know_message(MessageId(make_id(number)))

        await line.teller.tell(added(make_message(id=MessageId(make_id(0)))))
        await line.teller.tell(added(make_message(id=MessageId(make_id(REMEMBERED)))))

        assert [frame["message"]["id"] for frame in line.sent] == [str(make_id(0))]


class TestFragments:
    async def test_are_deltas_at_their_offsets(self, line: Line) -> None:
        await line.teller.tell(TurnStarted(conversation_id=CHAT, turn_id=TURN))
        await line.writes(0, "Да, 👋")
        await line.writes(5, " мы")

        assert line.sent == [
            {"type": "turn_started", "turn_id": str(TURN), "conversation_id": str(CHAT)},
            {"type": "delta", "turn_id": str(TURN), "offset": 0, "text": "Да, 👋"},
            {"type": "delta", "turn_id": str(TURN), "offset": 5, "text": " мы"},
        ]

    async def test_are_cut_when_part_of_them_was_shown(self, line: Line) -> None:
        line.teller.know_answer(RunningAnswer(turn_id=TURN, text="Да, м"))

        await line.teller.tell(FragmentWritten(conversation_id=CHAT, turn_id=TURN, offset=0, text="Да,"))
        await line.teller.tell(FragmentWritten(conversation_id=CHAT, turn_id=TURN, offset=3, text=" мы открыты"))

        assert line.sent == [{"type": "delta", "turn_id": str(TURN), "offset": 5, "text": "ы открыты"}]

    async def test_are_replaced_by_a_snapshot_when_some_were_missed(self, line: Line) -> None:
        await line.writes(0, "Да,")
        await line.writes(3, " мы", tell=False)
        await line.writes(6, " открыты")
        await line.writes(14, ".")

        assert [frame["type"] for frame in line.sent] == ["delta", "snapshot", "delta"]
        assert line.shown == "Да, мы открыты."

    async def test_wait_for_the_end_when_some_were_missed_and_nobody_knows_the_text(self, line: Line) -> None:
        await line.teller.tell(FragmentWritten(conversation_id=CHAT, turn_id=TURN, offset=6, text=" открыты"))

        assert line.sent == []

    async def test_begin_anew_when_the_answer_does(self, line: Line) -> None:
        await line.writes(0, "Не")
        restarted = AnswerRestarted(conversation_id=CHAT, turn_id=TURN)
        await line.feed.publish(restarted)
        await line.teller.tell(restarted)
        await line.writes(0, "Да")

        assert [frame["type"] for frame in line.sent] == ["delta", "snapshot", "delta"]
        assert line.shown == "Да"

    async def test_begin_anew_when_the_turn_had_ended_and_is_tried_again(self, line: Line) -> None:
        await line.writes(0, "Да")
        await line.teller.tell(TurnEnded(conversation_id=CHAT, turn_id=TURN, state="failed", charged="0.00"))
        await line.writes(0, "Нет")

        assert line.sent[-1] == {"type": "delta", "turn_id": str(TURN), "offset": 0, "text": "Нет"}

    @given(st.data())
    async def test_give_the_whole_text_whatever_was_missed(self, data: st.DataObject) -> None:
        line = Line()
        pieces: list[Any] = data.draw(st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=12))
        written = ""
        for piece in pieces[:-1]:
            if data.draw(st.integers(0, 5)) == 0:
                restarted = AnswerRestarted(conversation_id=CHAT, turn_id=TURN)
                await line.feed.publish(restarted)
                await line.teller.tell(restarted)
                written = ""
            await line.writes(len(written), piece, tell=data.draw(st.booleans()))
            written += piece
        await line.writes(len(written), pieces[-1])

        assert line.shown == written + pieces[-1]
