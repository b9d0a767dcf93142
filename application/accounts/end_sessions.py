"""Close sessions of a person on every node."""

from collections.abc import Sequence

from domain.identifiers import PersonId, SessionId
from domain.live import SessionChanged
from domain.session import SessionEnd
from ports.clock import Clock
from ports.live_feed import LiveFeed
from ports.storage import UnitOfWork


class EndSessions:
    """
    - The tokens are dead with the caller's transaction.
    - Open sockets are told once it is stored; one that is not reached so is closed by CloseEndedSessions.
    """

    def __init__(self, *, clock: Clock, feed: LiveFeed) -> None:
        self._clock = clock
        self._feed = feed

    async def execute(
        self, uow: UnitOfWork, person_id: PersonId, *, reason: SessionEnd, but: SessionId | None = None
    ) -> Sequence[SessionId]:
        """Tells which sessions were closed."""
        return await uow.sessions.end_all(person_id, at=self._clock.now(), reason=reason, but=but)

    async def tell(self, ended: Sequence[SessionId]) -> None:
        for id_ in ended:
            await self._feed.publish_to_session(SessionChanged(session_id=id_, signed_out=True))
