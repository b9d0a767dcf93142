"""The live feed of a single process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.outbound.live_hub import BOUND, LiveHub
from adapters.outbound.running_answers import RunningAnswers
from domain.identifiers import ConversationId, SessionId, TurnId
from domain.live import ConversationNews, News, RunningAnswer, SessionChanged


def conversation_topic(conversation_id: ConversationId) -> str:
    return f"otklik:conversation:{conversation_id}"


def session_topic(session_id: SessionId) -> str:
    return f"otklik:session:{session_id}"


class MemoryLiveFeed:
    """For one event loop; `bound` is how many news may wait for one subscriber."""

    def __init__(self, *, bound: int = BOUND) -> None:
        self._hub = LiveHub(bound)
        self._running = RunningAnswers()

    async def publish(self, news: ConversationNews) -> None:
        self._running.note(news)
        self._hub.deliver(conversation_topic(news.conversation_id), news)

    async def publish_to_session(self, news: SessionChanged) -> None:
        self._hub.deliver(session_topic(news.session_id), news)

    @asynccontextmanager
    async def follow(
        self, *, conversation_id: ConversationId, session_id: SessionId
    ) -> AsyncIterator[AsyncIterator[News]]:
        with self._hub.follow(conversation_topic(conversation_id), session_topic(session_id)) as news:
            yield news

    async def running(self, turn_id: TurnId) -> RunningAnswer | None:
        text = self._running.text(turn_id)
        return None if text is None else RunningAnswer(turn_id=turn_id, text=text)
