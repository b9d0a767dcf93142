"""From the live feed to one socket: nothing twice, no hole in a running answer."""

from typing import Final

from adapters.inbound.chat import frames
from adapters.inbound.chat.channel import Channel
from adapters.inbound.chat.encode import FrameEncoder
from domain import live
from domain.identifiers import MessageId, TurnId
from domain.live import RunningAnswer
from ports.live_feed import LiveFeed

REMEMBERED: Final = 256


class NewsTeller:
    """
    Tells a socket the news of the conversation it follows.

    It knows what the socket has been told in other ways (its own messages, what it missed), and how much of each
    running answer it has, in code points: a fragment that lies further on shows a hole, which a snapshot fills.
    """

    __slots__ = ("_asked_to_stop", "_channel", "_encoder", "_feed", "_shown", "_told")

    def __init__(self, *, channel: Channel, encoder: FrameEncoder, feed: LiveFeed) -> None:
        self._channel = channel
        self._encoder = encoder
        self._feed = feed
        # Oldest first. A deque would take 760 bytes to remember nothing.
        self._told: dict[MessageId, None] = {}
        self._shown: dict[TurnId, int] = {}
        self._asked_to_stop: dict[TurnId, list[str | None]] = {}

    def know_message(self, message_id: MessageId) -> None:
        """The socket has this message: do not tell it again."""
        self._told[message_id] = None
        if len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]

    def know_answer(self, answer: RunningAnswer) -> None:
        """The socket has this much of a running answer."""
        self._shown[answer.turn_id] = len(answer.text)

    def expect_end(self, turn_id: TurnId, ref: str | None) -> None:
        """The end of the turn is the reply to a ``stop`` with that ``ref``."""
        self._asked_to_stop.setdefault(turn_id, []).append(ref)

    async def tell(self, news: live.ConversationNews) -> None:
        """Raises ClosedError."""
        match news:
            case live.MessageAdded(message=message):
                if message.id not in self._told:
                    self.know_message(message.id)
                    await self._pass_on(news)
            case live.TurnStarted(turn_id=turn_id):
                self._shown.setdefault(turn_id, 0)
                await self._pass_on(news)
            case live.AnswerRestarted(turn_id=turn_id):
                self._shown[turn_id] = 0
                await self._pass_on(news)
            case live.FragmentWritten():
                await self._tell_fragment(news)
            case live.TurnEnded():
                self._shown.pop(news.turn_id, None)
                if news.message is not None:
                    self.know_message(news.message.id)
                await self._tell_end(news)

    async def _pass_on(self, news: live.ConversationNews) -> None:
        """As it is sent to all who follow."""
        await self._channel.send_text(self._encoder.news(news))

    async def _tell_end(self, news: live.TurnEnded) -> None:
        for ref in self._asked_to_stop.pop(news.turn_id, (None,)):
            if ref is None:
                await self._pass_on(news)
            else:
                await self._channel.send(self._encoder.turn_ended(news, ref))

    async def _tell_fragment(self, news: live.FragmentWritten) -> None:
        shown = self._shown.get(news.turn_id, 0)
        if news.offset > shown:
            await self._fill_hole(news.turn_id)
            return
        fresh = news.text[shown - news.offset :]
        if not fresh:
            return
        self._shown[news.turn_id] = shown + len(fresh)
        if news.offset == shown:
            await self._pass_on(news)
        else:
            await self._channel.send(frames.Delta(turn_id=str(news.turn_id), offset=shown, text=fresh))

    async def _fill_hole(self, turn_id: TurnId) -> None:
        answer = await self._feed.running(turn_id)
        if answer is not None:
            self.know_answer(answer)
            await self._channel.send(frames.Snapshot(turn_id=str(turn_id), text=answer.text))
