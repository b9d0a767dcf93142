"""A visitor signs in."""

from application.accounts.sign_in import PreparedSignIn, SignIn
from application.chat.visitor import Visitor
from domain.errors import BadCredentialsError, InvalidLoginError
from domain.person import Person, normalise_login
from ports.password_hasher import PasswordHasher
from ports.randomness import Randomness
from ports.storage import Storage


class LogIn:
    """An unknown login and a wrong password are told apart neither by the answer nor by its time."""

    def __init__(self, *, storage: Storage, hasher: PasswordHasher, randomness: Randomness, sign_in: SignIn) -> None:
        self._storage = storage
        self._hasher = hasher
        self._randomness = randomness
        self._sign_in = sign_in

    async def execute(self, visitor: Visitor, *, login: str, password: str) -> Visitor:
        """Raises BadCredentialsError, StorageUnavailableError."""
        signed_in = await self._storage.run(await self.prepare(visitor, login=login, password=password))
        await self.tell(signed_in)
        return signed_in

    async def prepare(self, visitor: Visitor, *, login: str, password: str) -> PreparedSignIn:
        """
        Do all but the transaction, which must not wait for the hashing; the sockets are to be told after it.

        Raises BadCredentialsError, StorageUnavailableError.
        """
        found = await self._find(login)
        if not await self._hasher.verify(password, found.password_hash if found else None) or found is None:
            raise BadCredentialsError
        token = self._randomness.token()
        return lambda uow: self._sign_in.execute(uow, visitor, found, token=token)

    async def tell(self, signed_in: Visitor) -> None:
        await self._sign_in.tell(signed_in)

    async def _find(self, login: str) -> Person | None:
        try:
            normalised = normalise_login(login)
        except InvalidLoginError:
            return None
        return await self._storage.read(lambda uow: uow.people.by_login(normalised))
