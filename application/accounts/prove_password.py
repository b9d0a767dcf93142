"""Somebody who is signed in shows once more that it is them."""

from application.accounts.count_tries import CountTries
from domain.errors import BadCredentialsError
from domain.identifiers import PersonId
from domain.person import Person
from ports.password_hasher import PasswordHasher
from ports.storage import Storage, UnitOfWork


class ProvePassword:
    """The hashing is done before the transaction; that nothing has changed since is made sure in it."""

    def __init__(self, *, storage: Storage, hasher: PasswordHasher, tries: CountTries) -> None:
        self._storage = storage
        self._tries = tries
        self._hasher = hasher

    async def execute(self, person_id: PersonId, password: str) -> Person:
        """
        A guest has no password, so none is right.

        Raises BadCredentialsError, TooManyTriesError, StorageUnavailableError.
        """
        person = await self._storage.read(lambda uow: uow.people.get(person_id))
        await self._tries.count(person.login or str(person.id))
        if not await self._hasher.verify(password, person.password_hash):
            raise BadCredentialsError
        return person

    async def lock(self, uow: UnitOfWork, proven: Person) -> Person:
        """The person, locked. Raises BadCredentialsError when the password was changed meanwhile."""
        person = await uow.people.lock(proven.id)
        if person.password_hash != proven.password_hash:
            raise BadCredentialsError
        return person
