"""What registering and logging in have in common: the session changes hands under a new token."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from application.chat.visitor import Visitor
from domain.errors import BadCredentialsError, BlockedError, NotFoundError
from domain.live import SessionChanged
from domain.person import Person, PersonKind
from domain.session import hash_token
from ports.live_feed import LiveFeed
from ports.storage import UnitOfWork

PreparedSignIn = Callable[[UnitOfWork], Awaitable[Visitor]]
"""What is left to be done in a transaction; it may be done again when the transaction is."""


class SignIn:
    """
    - The old token is dead with the transaction: a token planted before the login opens nothing after it.
    - The guest's conversation stays with the visitor.
    - Whoever is blocked, or has another password by now, does not get in.
    - A user's chats never change hands: who signs in over somebody else goes to their own latest chat.
    """

    def __init__(self, *, feed: LiveFeed) -> None:
        self._feed = feed

    async def execute(self, uow: UnitOfWork, visitor: Visitor, person: Person, *, token: str) -> Visitor:
        """
        ``person`` as it was when the password was compared.

        Raises BadCredentialsError when the password was changed since, BlockedError, NotFoundError when somebody
        without a chat signs in over somebody else.
        """
        await self.make_sure(uow, person)
        if visitor.person.id != person.id:
            visitor = await self._change_hands(uow, visitor, person)
        token_hash = hash_token(token)
        await uow.sessions.rotate(
            visitor.session.id,
            token_hash=token_hash,
            person_id=person.id,
            conversation_id=visitor.conversation_id,
        )
        session = replace(visitor.session, token_hash=token_hash, person_id=person.id)
        return Visitor(session=session, person=person, token=token)

    async def make_sure(self, uow: UnitOfWork, person: Person) -> None:
        """Lock the person as they were proven. Raises BadCredentialsError, BlockedError."""
        stored = await uow.people.lock(person.id)
        if stored.password_hash != person.password_hash:
            raise BadCredentialsError
        if not stored.is_served:
            raise BlockedError

    async def _change_hands(self, uow: UnitOfWork, visitor: Visitor, person: Person) -> Visitor:
        # Asked of the storage: another tab of the visitor may have signed in since this one was opened.
        if (await uow.people.get(visitor.person.id)).kind is PersonKind.GUEST:
            await uow.conversations.hand_over(from_person=visitor.person.id, to_person=person.id)
            return visitor
        own = await uow.conversations.of_person(person.id, limit=1)
        if not own:
            raise NotFoundError("chat of person", person.id)
        return visitor.moved_to(own[0].id)

    async def tell(self, visitor: Visitor) -> None:
        """Tell every socket of the session."""
        await self._feed.publish_to_session(
            SessionChanged(session_id=visitor.session.id, signed_out=False, token=visitor.token)
        )
