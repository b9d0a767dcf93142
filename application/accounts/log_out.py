"""A visitor leaves for good."""

from application.chat.visitor import Visitor
from domain.live import SessionChanged
from domain.session import SessionEnd
from ports.clock import Clock
from ports.live_feed import LiveFeed
from ports.storage import Storage, UnitOfWork


class LogOut:
    """The token is dead on every node from the commit on; the session's other sockets are told to close."""

    def __init__(self, *, storage: Storage, clock: Clock, feed: LiveFeed) -> None:
        self._storage = storage
        self._clock = clock
        self._feed = feed

    async def execute(self, visitor: Visitor) -> None:
        """Raises StorageUnavailableError."""
        await self._storage.run(lambda uow: self.end(uow, visitor))
        await self.tell(visitor)

    async def end(self, uow: UnitOfWork, visitor: Visitor) -> None:
        """End the session in a transaction that is open already; its sockets are to be told afterwards."""
        await uow.sessions.end(visitor.session.id, at=self._clock.now(), reason=SessionEnd.SIGNED_OUT)

    async def tell(self, visitor: Visitor) -> None:
        await self._feed.publish_to_session(SessionChanged(session_id=visitor.session.id, signed_out=True))
