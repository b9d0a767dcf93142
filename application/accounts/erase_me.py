"""A person wants to be forgotten."""

from collections.abc import Sequence

from application.accounts.forget_person import ForgetPerson
from application.accounts.prove_password import ProvePassword
from application.chat.visitor import Visitor
from domain.identifiers import SessionId
from domain.person import PersonKind
from ports.storage import Storage, UnitOfWork


class EraseMe:
    """Whoever has a password gives it once more; a guest is who has the token."""

    def __init__(self, *, storage: Storage, prove: ProvePassword, forget: ForgetPerson) -> None:
        self._storage = storage
        self._prove = prove
        self._forget = forget

    async def execute(self, visitor: Visitor, *, password: str) -> None:
        """Raises BadCredentialsError, StorageUnavailableError: what was begun is finished in the background then."""
        person = await self._storage.read(lambda uow: uow.people.get(visitor.person.id))
        if person.kind is not PersonKind.GUEST:
            person = await self._prove.execute(person.id, password)

        async def close(uow: UnitOfWork) -> Sequence[SessionId]:
            await self._prove.lock(uow, person)
            return await self._forget.close(uow, person.id)

        await self._forget.tell(await self._storage.run(close))
        await self._forget.finish(person.id)
