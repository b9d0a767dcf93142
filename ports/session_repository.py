"""Sessions of the site's visitors."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.identifiers import ConversationId, PersonId, SessionId
from domain.session import Session


class SessionRepository(Protocol):
    async def add(self, session: Session) -> None: ...

    async def by_token_hash(self, token_hash: bytes) -> Session | None:
        """Ended sessions too; the caller asks whether it is alive."""
        ...

    async def get(self, id_: SessionId) -> Session:
        """Raises NotFoundError."""
        ...

    async def touch(self, id_: SessionId, *, seen_at: datetime, conversation_id: ConversationId) -> None:
        """Note a step of the visitor."""
        ...

    async def rotate(
        self, id_: SessionId, *, token_hash: bytes, person_id: PersonId, conversation_id: ConversationId
    ) -> None:
        """Give it a new token, owner and conversation; the old token is dead at once."""
        ...

    async def end(self, id_: SessionId, *, at: datetime, reason: str) -> None:
        """Close it; the token is dead at once. Ending twice changes nothing."""
        ...

    async def end_all(
        self, person_id: PersonId, *, at: datetime, reason: str, but: SessionId | None = None
    ) -> Sequence[SessionId]:
        """Close all that are open of the person, less ``but``; tells which these were."""
        ...

    async def end_lapsed(self, *, now: datetime, reason: str, limit: int) -> Sequence[SessionId]:
        """Close those whose lifetime, idle or absolute, is over; tells which these were."""
        ...

    async def ended_among(self, ids: Sequence[SessionId]) -> Sequence[SessionId]:
        """Those among them that are closed."""
        ...

    async def of_person(self, person_id: PersonId, *, limit: int) -> Sequence[Session]:
        """Open and ended ones, the latest opened first."""
        ...
