"""The owner does not want somebody served any more."""

from collections.abc import Sequence
from dataclasses import replace

from application.accounts.end_sessions import EndSessions
from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.identifiers import PersonId, SessionId
from domain.person import Person
from domain.session import SessionEnd
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork


class BlockPerson:
    """
    - From the commit on nothing of theirs is funded, wherever they write; what was funded before is still answered.
    - Their sessions are closed on every node, and they cannot sign in.
    - Blocked again it lasts from the first time.
    """

    def __init__(self, *, storage: Storage, clock: Clock, end_sessions: EndSessions, note: NoteAct) -> None:
        self._storage = storage
        self._clock = clock
        self._end_sessions = end_sessions
        self._note = note

    async def execute(self, person_id: PersonId, *, by: str) -> Person:
        """``by`` is who blocks. Raises NotFoundError, StorageUnavailableError."""

        async def block(uow: UnitOfWork) -> tuple[Person, Sequence[SessionId]]:
            person = await uow.people.lock(person_id)
            if person.blocked_at is None:
                person = replace(person, blocked_at=self._clock.now())
                await uow.people.save(person)
                await self._note.execute(uow, Deed.BLOCKED, by=by, on=person_id)
            return person, await self._end_sessions.execute(uow, person_id, reason=SessionEnd.BLOCKED)

        person, ended = await self._storage.run(block)
        await self._end_sessions.tell(ended)
        return person
