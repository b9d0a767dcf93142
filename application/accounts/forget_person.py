"""Nothing is left of what somebody said."""

from collections.abc import Sequence
from dataclasses import replace

from application.accounts.end_sessions import EndSessions
from application.audit.note_act import NoteAct
from application.balance.close_account import CloseAccount
from application.deadlines.withdraw_deadline import WithdrawDeadline
from domain.act import Deed
from domain.identifiers import MessageId, PersonId, SessionId
from domain.message import Author, Message
from domain.session import SessionEnd
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork

PAGE = 500


class ForgetPerson:
    """
    - The texts of their chats, of what they said elsewhere and of the answers to it are gone, deadlines' words too.
    - So is what they wished to be reminded of, which messages their deadlines came from, and doubts about those.
    - Turns, holds and the ledger stay, under an id that means nobody: the books balance.
    - What is left on their own account is written off.
    - What is being written for them is stopped. What it left is forgotten in the next minutes by ``finish``.
    - Done twice it changes nothing more.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        end_sessions: EndSessions,
        withdraw: WithdrawDeadline,
        close_account: CloseAccount,
        note: NoteAct,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._end_sessions = end_sessions
        self._withdraw = withdraw
        self._note = note
        self._close_account = close_account

    async def execute(self, person_id: PersonId, *, by: str) -> None:
        """``by`` is who decides it for them. Raises NotFoundError, StorageUnavailableError."""

        async def close(uow: UnitOfWork) -> Sequence[SessionId]:
            await self._note.execute(uow, Deed.ERASED, by=by, on=person_id)
            return await self.close(uow, person_id)

        ended = await self._storage.run(close)
        await self.tell(ended)
        await self.finish(person_id)

    async def close(self, uow: UnitOfWork, person_id: PersonId) -> Sequence[SessionId]:
        """
        The part that must be one transaction: from then on nobody can sign in as them, nor is anything answered.

        Gives the sessions that were closed. Raises NotFoundError.
        """
        for chat in await uow.conversations.of_person(person_id, limit=PAGE):
            for turn in await uow.turns.running(chat.id):
                await uow.turns.request_stop(turn.id)
        person = await uow.people.lock(person_id)
        if person.erased_at is None:
            await uow.people.save(person.erased(at=self._clock.now()))
        return await self._end_sessions.execute(uow, person_id, reason=SessionEnd.ERASED)

    async def tell(self, ended: Sequence[SessionId]) -> None:
        await self._end_sessions.tell(ended)

    async def finish(self, person_id: PersonId) -> None:
        """The account, and the texts page by page. Raises StorageUnavailableError: it may be done again."""
        await self._storage.run(lambda uow: self._close_account.execute(uow, person_id))
        await self._storage.run(lambda uow: uow.reminders.forget_wishes(person_id))
        after: MessageId | None = None
        while page := await self._forget_after(person_id, after):
            after = page[-1].id

    async def _forget_after(self, person_id: PersonId, after: MessageId | None) -> Sequence[Message]:
        async def forget(uow: UnitOfWork) -> Sequence[Message]:
            page = await uow.messages.of_person(person_id, after=after, limit=PAGE)
            for message in page:
                if message.author is Author.PERSON:
                    await self._forget_deadline(uow, message)
            if page:
                await uow.messages.forget([message.id for message in page])
                await uow.doubts.forget([message.id for message in page])
            return page

        return await self._storage.run(forget)

    async def _forget_deadline(self, uow: UnitOfWork, message: Message) -> None:
        source = await uow.deadlines.find_source(message.natural_key)
        if source is None:
            return
        if source.deadline_id is not None:
            await self._withdraw.execute(uow, message.natural_key)
            stored = await uow.deadlines.lock(source.deadline_id)
            await uow.deadlines.save(replace(stored, quote=""))
        await uow.deadlines.forget_source(message.natural_key)
