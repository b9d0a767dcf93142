"""The live feed of a single process."""

from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from adapters.outbound.live_hub import BOUND, LiveHub
from adapters.outbound.running_answers import RunningAnswers
from domain.identifiers import ConversationId, SessionId, TurnId
from domain.live import ConversationNews, News, RunningAnswer, SessionChanged

_SESSION: Final = "otklik:session:"


def conversation_topic(conversation_id: ConversationId) -> str:
    return f"otklik:conversation:{conversation_id}"


def session_topic(session_id: SessionId) -> str:
    return f"{_SESSION}{session_id}"


def sessions_among(topics: Iterable[str]) -> list[SessionId]:
    return [SessionId(UUID(topic.removeprefix(_SESSION))) for topic in topics if topic.startswith(_SESSION)]


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

    def followed(self) -> Collection[SessionId]:
        return sessions_among(self._hub.topics)

    async def running(self, turn_id: TurnId) -> RunningAnswer | None:
        text = self._running.text(turn_id)
        return None if text is None else RunningAnswer(turn_id=turn_id, text=text)
