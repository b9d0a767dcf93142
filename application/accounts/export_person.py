"""Give a person what is kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.balance import Balance, LedgerEntry, account_of
from domain.identifiers import MessageId, PersonId
from domain.message import Message
from domain.person import Person
from domain.session import Session
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork

MOST_MESSAGES = 2_000
MOST_CHARACTERS = 100_000
"""Of one page: whatever the characters, it stays below a mebibyte on the wire."""
MOST_SESSIONS = 1_000
MOST_ENTRIES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """
    ``next_after`` is the last message of a page when there is another.

    ``sessions`` come with the first page only, and so do ``balance`` and the latest ``entries`` of the person's own
    account; ``balance`` is None where there never was one.
    """

    person: Person
    sessions: Sequence[Session]
    messages: Sequence[Message]
    next_after: MessageId | None
    balance: Balance | None = None
    entries: Sequence[LedgerEntry] = ()


class ExportPerson:
    """Their chats, what they said elsewhere with the answers, their sessions and their account; no hash, no token."""

    def __init__(self, *, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def execute(self, person_id: PersonId, *, after: MessageId | None = None) -> Export:
        """One page. Raises NotFoundError, StorageUnavailableError."""
        return await self._storage.read(lambda uow: self._read(uow, person_id, after))

    async def _read(self, uow: UnitOfWork, person_id: PersonId, after: MessageId | None) -> Export:
        found = await uow.messages.of_person(person_id, after=after, limit=MOST_MESSAGES + 1)
        page = _page(found)
        export = Export(
            person=await uow.people.get(person_id),
            sessions=(),
            messages=page,
            next_after=page[-1].id if len(page) < len(found) else None,
        )
        return export if after is not None else await self._with_the_rest(uow, export)

    async def _with_the_rest(self, uow: UnitOfWork, export: Export) -> Export:
        account = account_of(export.person.id)
        entries = await uow.accounts.history(account, limit=MOST_ENTRIES)
        return replace(
            export,
            sessions=await uow.sessions.of_person(export.person.id, limit=MOST_SESSIONS),
            balance=await uow.accounts.balance(account, since=self._clock.now()) if entries else None,
            entries=entries,
        )


def _page(found: Sequence[Message]) -> Sequence[Message]:
    """At least one message, so that whoever asks on comes to the end."""
    room = MOST_CHARACTERS
    for number, message in enumerate(found[:MOST_MESSAGES]):
        room -= len(message.text)
        if room < 0 and number > 0:
            return found[:number]
    return found[:MOST_MESSAGES]
