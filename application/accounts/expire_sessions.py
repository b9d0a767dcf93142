"""Sessions whose lifetime is over are closed, with their reason and time."""

from application.accounts.end_sessions import EndSessions
from domain.session import SessionEnd
from ports.clock import Clock
from ports.storage import Storage

MOST_AT_ONCE = 200


class ExpireSessions:
    """A token past its lifetime opens nothing, with or without this; it makes the record say so."""

    def __init__(self, *, storage: Storage, clock: Clock, end_sessions: EndSessions) -> None:
        self._storage = storage
        self._clock = clock
        self._end_sessions = end_sessions

    async def execute(self) -> int:
        """How many were closed; there may be more. Raises StorageUnavailableError."""
        now = self._clock.now()
        ended = await self._storage.run(
            lambda uow: uow.sessions.end_lapsed(now=now, reason=SessionEnd.EXPIRED, limit=MOST_AT_ONCE)
        )
        await self._end_sessions.tell(ended)
        return len(ended)
