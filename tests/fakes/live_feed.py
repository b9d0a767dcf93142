from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from adapters.outbound.live_feed import MemoryLiveFeed
from domain.identifiers import ConversationId, SessionId, TurnId
from domain.live import ConversationNews, News, RunningAnswer, SessionChanged


class FakeLiveFeed(MemoryLiveFeed):
    """The feed of one process, which also keeps all that was published."""

    def __init__(self, *, bound: int = 256) -> None:
        super().__init__(bound=bound)
        self.published: list[News] = []

    async def publish(self, news: ConversationNews) -> None:
        self.published.append(news)
        await super().publish(news)

    async def publish_to_session(self, news: SessionChanged) -> None:
        self.published.append(news)
        await super().publish_to_session(news)


class DownLiveFeed:
    """A feed that loses everything, as it may: nobody hears anything, nothing is known."""

    async def publish(self, news: ConversationNews) -> None:
        pass

    async def publish_to_session(self, news: SessionChanged) -> None:
        pass

    @asynccontextmanager
    async def follow(
        self, *, conversation_id: ConversationId, session_id: SessionId
    ) -> AsyncIterator[AsyncIterator[News]]:
        async with MemoryLiveFeed().follow(conversation_id=conversation_id, session_id=session_id) as silence:
            yield silence

    def followed(self) -> Collection[SessionId]:
        return ()

    async def running(self, turn_id: TurnId) -> RunningAnswer | None:
        return None
