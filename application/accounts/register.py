"""A guest becomes a registered user."""

from application.accounts.sign_in import PreparedSignIn, SignIn
from application.chat.visitor import Visitor
from domain.errors import LoginTakenError
from domain.person import PersonKind, check_password, normalise_login
from ports.password_hasher import PasswordHasher
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork


class Register:
    """
    - The guest's person becomes the user: what they said before is theirs without being moved.
    - Somebody who is signed in already cannot register on top of it.
    - The password is hashed before the transaction, off the event loop.
    """

    def __init__(self, *, storage: Storage, hasher: PasswordHasher, randomness: Randomness, sign_in: SignIn) -> None:
        self._storage = storage
        self._hasher = hasher
        self._randomness = randomness
        self._sign_in = sign_in

    async def execute(self, visitor: Visitor, *, login: str, password: str) -> Visitor:
        """Raises InvalidLoginError, WeakPasswordError, LoginTakenError, StorageUnavailableError."""
        registered = await self._storage.run(await self.prepare(visitor, login=login, password=password))
        await self._sign_in.tell(registered)
        return registered

    async def prepare(self, visitor: Visitor, *, login: str, password: str) -> PreparedSignIn:
        """
        Do all but the transaction, which must not wait for the hashing; the sockets are to be told after it.

        Raises InvalidLoginError, WeakPasswordError, LoginTakenError; the transaction raises LoginTakenError too.
        """
        login = normalise_login(login)
        check_password(password, login)
        if visitor.person.kind is not PersonKind.GUEST:
            raise LoginTakenError
        password_hash = await self._hasher.hash(password)
        token = self._randomness.token()

        async def register(uow: UnitOfWork) -> Visitor:
            # Another tab of the visitor may have registered since this one was opened.
            if (await uow.people.get(visitor.person.id)).kind is not PersonKind.GUEST:
                raise LoginTakenError
            person = await uow.people.become_user(visitor.person.id, login=login, password_hash=password_hash)
            return await self._sign_in.execute(uow, visitor, person, token=token)

        return register
