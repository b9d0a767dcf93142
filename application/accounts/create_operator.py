"""The owner lets somebody of the community sign in as an operator."""

from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.identifiers import PersonId
from domain.person import Person, PersonKind, check_password, normalise_login
from ports.clock import Clock
from ports.ids import Ids
from ports.password_hasher import PasswordHasher
from ports.storage import Storage, UnitOfWork


class CreateOperator:
    """There is none from the start: no default account, no default password."""

    def __init__(self, *, storage: Storage, clock: Clock, ids: Ids, hasher: PasswordHasher, note: NoteAct) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._hasher = hasher
        self._note = note

    async def execute(self, *, login: str, password: str, by: str) -> Person:
        """
        ``by`` is who lets them in.

        Raises InvalidLoginError, WeakPasswordError, LoginTakenError, StorageUnavailableError.
        """
        login = normalise_login(login)
        check_password(password, login)
        operator = Person(
            id=PersonId(self._ids.new()),
            kind=PersonKind.OPERATOR,
            created_at=self._clock.now(),
            login=login,
            password_hash=await self._hasher.hash(password),
        )

        async def add(uow: UnitOfWork) -> None:
            await uow.people.add(operator)
            await self._note.execute(uow, Deed.CREATED_OPERATOR, by=by, on=operator.id)

        await self._storage.run(add)
        return operator
