"""A visitor leaves for good."""

from application.chat.visitor import Visitor
from domain.live import SessionChanged
from ports.clock import Clock
from ports.live_feed import LiveFeed
from ports.storage import Storage


class LogOut:
    """The token is dead on every node from the commit on; the session's other sockets are told to close."""

    def __init__(self, *, storage: Storage, clock: Clock, feed: LiveFeed) -> None:
        self._storage = storage
        self._clock = clock
        self._feed = feed

    async def execute(self, visitor: Visitor) -> None:
        """Raises StorageUnavailableError."""
        now = self._clock.now()
        await self._storage.run(lambda uow: uow.sessions.end(visitor.session.id, at=now, reason="signed_out"))
        await self._feed.publish_to_session(SessionChanged(session_id=visitor.session.id, signed_out=True))
