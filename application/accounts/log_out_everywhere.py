"""A visitor leaves on all devices."""

from application.accounts.end_sessions import EndSessions
from application.chat.visitor import Visitor
from domain.session import SessionEnd
from ports.storage import Storage


class LogOutEverywhere:
    """Every session of the person is closed, this one too."""

    def __init__(self, *, storage: Storage, end_sessions: EndSessions) -> None:
        self._storage = storage
        self._end_sessions = end_sessions

    async def execute(self, visitor: Visitor) -> None:
        """Raises StorageUnavailableError."""
        ended = await self._storage.run(
            lambda uow: self._end_sessions.execute(uow, visitor.person.id, reason=SessionEnd.SIGNED_OUT_EVERYWHERE)
        )
        await self._end_sessions.tell(ended)
