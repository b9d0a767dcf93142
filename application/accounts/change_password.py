"""A user takes another password."""

from collections.abc import Sequence
from dataclasses import replace

from application.accounts.end_sessions import EndSessions
from application.accounts.prove_password import ProvePassword
from application.accounts.sign_in import SignIn
from application.chat.visitor import Visitor
from domain.identifiers import SessionId
from domain.person import check_password
from domain.session import SessionEnd
from ports.password_hasher import PasswordHasher
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork


class ChangePassword:
    """
    - The old password is asked for: a borrowed socket is not enough.
    - All other sessions of the person are closed, this one goes on under a new token.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        hasher: PasswordHasher,
        randomness: Randomness,
        prove: ProvePassword,
        sign_in: SignIn,
        end_sessions: EndSessions,
    ) -> None:
        self._storage = storage
        self._hasher = hasher
        self._randomness = randomness
        self._prove = prove
        self._sign_in = sign_in
        self._end_sessions = end_sessions

    async def execute(self, visitor: Visitor, *, password: str, new_password: str) -> Visitor:
        """Raises BadCredentialsError, WeakPasswordError, BlockedError, StorageUnavailableError."""
        proven = await self._prove.execute(visitor.person.id, password)
        check_password(new_password, proven.login or "")
        password_hash = await self._hasher.hash(new_password)
        token = self._randomness.token()

        async def change(uow: UnitOfWork) -> tuple[Visitor, Sequence[SessionId]]:
            person = replace(await self._prove.lock(uow, proven), password_hash=password_hash)
            await uow.people.save(person)
            ended = await self._end_sessions.execute(
                uow, person.id, reason=SessionEnd.PASSWORD_CHANGED, but=visitor.session.id
            )
            return await self._sign_in.execute(uow, visitor, person, token=token), ended

        changed, ended = await self._storage.run(change)
        await self._end_sessions.tell(ended)
        await self._sign_in.tell(changed)
        return changed
