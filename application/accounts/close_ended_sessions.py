"""Open sockets of sessions that have ended are closed, whether or not the news of it came through."""

from collections.abc import Sequence

from application.accounts.end_sessions import EndSessions
from domain.identifiers import SessionId
from ports.live_feed import LiveFeed
from ports.storage import Storage

MOST_AT_ONCE = 500


class CloseEndedSessions:
    """The command line, and a node that Redis does not reach, end sessions in the database alone."""

    def __init__(self, *, storage: Storage, feed: LiveFeed, end_sessions: EndSessions) -> None:
        self._storage = storage
        self._feed = feed
        self._end_sessions = end_sessions

    async def execute(self) -> None:
        """Look once, at what is followed in this process. Raises StorageUnavailableError."""
        followed = list(self._feed.followed())
        for start in range(0, len(followed), MOST_AT_ONCE):
            await self._close(followed[start : start + MOST_AT_ONCE])

    async def _close(self, followed: Sequence[SessionId]) -> None:
        await self._end_sessions.tell(await self._storage.read(lambda uow: uow.sessions.ended_among(followed)))
