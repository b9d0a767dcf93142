"""A visitor signs in."""

from dataclasses import replace

from application.accounts.count_tries import CountTries
from application.accounts.sign_in import PreparedSignIn, SignIn
from application.chat.visitor import Visitor
from domain.errors import BadCredentialsError, InvalidLoginError
from domain.person import Person, normalise_login
from ports.password_hasher import PasswordHasher
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork


class LogIn:
    """
    - An unknown login and a wrong password are told apart neither by the answer nor by its time.
    - Tries are counted under the login, known or not: too many have to wait, nobody is locked out for good.
    - A hash that is weaker than those of today is replaced, now that the password is at hand.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        hasher: PasswordHasher,
        randomness: Randomness,
        sign_in: SignIn,
        tries: CountTries,
    ) -> None:
        self._storage = storage
        self._hasher = hasher
        self._randomness = randomness
        self._sign_in = sign_in
        self._tries = tries

    async def execute(self, visitor: Visitor, *, login: str, password: str) -> Visitor:
        """Raises BadCredentialsError, BlockedError, TooManyTriesError, StorageUnavailableError."""
        signed_in = await self._storage.run(await self.prepare(visitor, login=login, password=password))
        await self.tell(signed_in)
        return signed_in

    async def prepare(self, visitor: Visitor, *, login: str, password: str) -> PreparedSignIn:
        """
        Do all but the transaction, which must not wait for the hashing; the sockets are to be told after it.

        Raises BadCredentialsError, TooManyTriesError, StorageUnavailableError.
        """
        found = await self.prove(login=login, password=password)
        token = self._randomness.token()
        stronger = await self._strengthen(password, found)

        async def sign_in(uow: UnitOfWork) -> Visitor:
            signed_in = await self._sign_in.execute(uow, visitor, found, token=token)
            if stronger is None:
                return signed_in
            await uow.people.save(stronger)
            return replace(signed_in, person=stronger)

        return sign_in

    async def prove(self, *, login: str, password: str) -> Person:
        """
        Whose login and password they are. The hash is that of now: a transaction makes sure of it once more.

        Raises BadCredentialsError, TooManyTriesError, StorageUnavailableError.
        """
        await self._tries.count(login)
        found = await self._find(login)
        if not await self._hasher.verify(password, found.password_hash if found else None) or found is None:
            raise BadCredentialsError
        return found

    async def _strengthen(self, password: str, found: Person) -> Person | None:
        """The person under a hash as they are made today, when theirs is weaker."""
        if found.password_hash is None or not self._hasher.needs_rehash(found.password_hash):
            return None
        return replace(found, password_hash=await self._hasher.hash(password))

    async def tell(self, signed_in: Visitor) -> None:
        await self._sign_in.tell(signed_in)

    async def _find(self, login: str) -> Person | None:
        try:
            normalised = normalise_login(login)
        except InvalidLoginError:
            return None
        return await self._storage.read(lambda uow: uow.people.by_login(normalised))
