"""Give a person what is kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.identifiers import MessageId, PersonId
from domain.message import Message
from domain.person import Person
from domain.session import Session
from ports.storage import Storage, UnitOfWork

MOST_MESSAGES = 2_000
MOST_CHARACTERS = 100_000
"""Of one page: whatever the characters, it stays below a mebibyte on the wire."""
MOST_SESSIONS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """``sessions`` come with the first page only; ``next_after`` is its last message when there is another page."""

    person: Person
    sessions: Sequence[Session]
    messages: Sequence[Message]
    next_after: MessageId | None


class ExportPerson:
    """Their chats, what they said elsewhere with the answers to it, and their sessions; no hash and no token."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, person_id: PersonId, *, after: MessageId | None = None) -> Export:
        """One page. Raises NotFoundError, StorageUnavailableError."""
        return await self._storage.read(lambda uow: self._read(uow, person_id, after))

    async def _read(self, uow: UnitOfWork, person_id: PersonId, after: MessageId | None) -> Export:
        found = await uow.messages.of_person(person_id, after=after, limit=MOST_MESSAGES + 1)
        page = _page(found)
        return Export(
            person=await uow.people.get(person_id),
            sessions=await uow.sessions.of_person(person_id, limit=MOST_SESSIONS) if after is None else (),
            messages=page,
            next_after=page[-1].id if len(page) < len(found) else None,
        )


def _page(found: Sequence[Message]) -> Sequence[Message]:
    """At least one message, so that whoever asks on comes to the end."""
    room = MOST_CHARACTERS
    for number, message in enumerate(found[:MOST_MESSAGES]):
        room -= len(message.text)
        if room < 0 and number > 0:
            return found[:number]
    return found[:MOST_MESSAGES]
