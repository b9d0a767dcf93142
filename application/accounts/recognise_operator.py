"""Find out whether it is an operator who asks."""

from datetime import timedelta
from typing import Final

from application.chat.visitor import Visitor
from domain.person import PersonKind
from domain.session import hash_token
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork

NOTED_EVERY: Final = timedelta(minutes=10)
"""How exactly it is known when an operator was last here: not every look at a page is a write."""


class RecogniseOperator:
    """
    - A session that is over, on whatever node it ended, opens nothing; nor does that of a guest or a user.
    - Whoever is blocked is let in no more.
    """

    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def execute(self, token: str | None) -> Visitor | None:
        """Raises StorageUnavailableError."""
        if not token:
            return None
        operator = await self._storage.read(lambda uow: self._find(uow, token))
        now = self._clock.now()
        if operator is not None and now - operator.session.seen_at >= NOTED_EVERY:
            session = operator.session
            await self._storage.run(
                lambda uow: uow.sessions.touch(session.id, seen_at=now, conversation_id=session.conversation_id)
            )
        return operator

    async def _find(self, uow: UnitOfWork, token: str) -> Visitor | None:
        session = await uow.sessions.by_token_hash(hash_token(token))
        if session is None or not session.is_alive(self._clock.now()):
            return None
        person = await uow.people.get(session.person_id)
        if person.kind is not PersonKind.OPERATOR or not person.is_served:
            return None
        return Visitor(session=session, person=person, token=token)
