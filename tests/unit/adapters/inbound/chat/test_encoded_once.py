"""A thousand sockets of one conversation cost one encoding of each of its news."""

import json

from adapters.inbound.chat.encode import FrameEncoder
from adapters.inbound.chat.encoded_once import REMEMBERED
from adapters.inbound.chat.news_teller import NewsTeller
from domain.identifiers import ConversationId, TurnId
from domain.live import FragmentWritten, MessageAdded
from domain.message import Author
from tests.factories import make_id, make_message
from tests.fakes.live_feed import FakeLiveFeed
from tests.unit.adapters.inbound.chat.room import ScriptedChannel, make_encoder

CHAT = ConversationId(make_id(1))
TURN = TurnId(make_id(2))


class KeepingChannel(ScriptedChannel):
    """Keeps the very objects it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    async def send_text(self, frame: str) -> None:
        self.texts.append(frame)


def written(offset: int, text: str = "слово ") -> FragmentWritten:
    return FragmentWritten(conversation_id=CHAT, turn_id=TURN, offset=offset, text=text)


async def test_every_socket_is_sent_the_same_text_of_a_fragment() -> None:
    encoder, feed = make_encoder(), FakeLiveFeed()
    channels = [KeepingChannel() for _ in range(3)]
    tellers = [NewsTeller(channel=each, encoder=encoder, feed=feed) for each in channels]
    news = written(0)

    for teller in tellers:
        await teller.tell(news)

    (first,), *others = (each.texts for each in channels)
    assert all(each == [first] and each[0] is first for each in others)


async def test_markdown_is_rendered_once_however_many_follow() -> None:
    rendered: list[str] = []

    def render(text: str) -> str:
        rendered.append(text)
        return text

    encoder = FrameEncoder(render=render, answer_price="5.00")
    news = MessageAdded(conversation_id=CHAT, message=make_message(author=Author.ASSISTANT, text="Да"))
    for _ in range(3):
        await NewsTeller(channel=KeepingChannel(), encoder=encoder, feed=FakeLiveFeed()).tell(news)

    assert rendered == ["Да"]


def test_news_are_never_taken_for_others_when_many_were_told() -> None:
    encoder = make_encoder()

    for offset in range(3 * REMEMBERED):
        assert json.loads(encoder.news(written(offset)))["offset"] == offset
