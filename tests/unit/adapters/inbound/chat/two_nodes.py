"""The feed of two nodes: what one publishes reaches the other when a test lets it, or never."""

from collections import deque
from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager

from adapters.outbound.live_feed import MemoryLiveFeed, conversation_topic
from domain.identifiers import ConversationId, SessionId, TurnId
from domain.live import ConversationNews, News, RunningAnswer, SessionChanged
from tests.fakes.live_feed import FakeLiveFeed


class NodeFeed:
    """What one node follows; the text so far of answers is shared, as in Redis."""

    def __init__(self, shared: MemoryLiveFeed, own: MemoryLiveFeed) -> None:
        self._shared = shared
        self.own = own

    def follow(
        self, *, conversation_id: ConversationId, session_id: SessionId
    ) -> AbstractAsyncContextManager[AsyncIterator[News]]:
        return self.own.follow(conversation_id=conversation_id, session_id=session_id)

    def followed(self) -> Collection[SessionId]:
        return self.own.followed()

    async def running(self, turn_id: TurnId) -> RunningAnswer | None:
        return await self._shared.running(turn_id)

    async def publish(self, news: ConversationNews) -> None:
        raise NotImplementedError

    async def publish_to_session(self, news: SessionChanged) -> None:
        raise NotImplementedError


class JointFeed(FakeLiveFeed):
    """Turns are written on the near node; its news are on their way to the far one until they arrive or are lost."""

    def __init__(self) -> None:
        super().__init__()
        self.near = NodeFeed(self, self)
        self.far = NodeFeed(self, MemoryLiveFeed())
        self._under_way: deque[ConversationNews] = deque()

    async def publish(self, news: ConversationNews) -> None:
        self._under_way.append(news)
        await super().publish(news)

    def arrive(self, count: int | None = None) -> None:
        """So many of them, the oldest first; all without a number."""
        for _ in range(len(self._under_way) if count is None else min(count, len(self._under_way))):
            news = self._under_way.popleft()
            self.far.own._hub.deliver(conversation_topic(news.conversation_id), news)

    def lose(self) -> None:
        """All that is under way; who follows is told of the gap."""
        self._under_way.clear()
        for topic in list(self.far.own._hub.topics):
            self.far.own._hub.interrupt(topic)
