"""What registering and logging in have in common: the session changes hands under a new token."""

from dataclasses import replace

from application.chat.visitor import Visitor
from domain.live import SessionChanged
from domain.person import Person
from domain.session import hash_token
from ports.live_feed import LiveFeed
from ports.storage import UnitOfWork


class SignIn:
    """
    - The old token is dead with the transaction: a token planted before the login opens nothing after it.
    - The guest's conversation stays with the visitor.
    """

    def __init__(self, *, feed: LiveFeed) -> None:
        self._feed = feed

    async def execute(self, uow: UnitOfWork, visitor: Visitor, person: Person, *, token: str) -> Visitor:
        if visitor.person.id != person.id:
            await uow.conversations.hand_over(from_person=visitor.person.id, to_person=person.id)
        token_hash = hash_token(token)
        await uow.sessions.rotate(
            visitor.session.id,
            token_hash=token_hash,
            person_id=person.id,
            conversation_id=visitor.conversation_id,
        )
        session = replace(visitor.session, token_hash=token_hash, person_id=person.id)
        return Visitor(session=session, person=person, token=token)

    async def tell(self, visitor: Visitor) -> None:
        """Tell every socket of the session."""
        await self._feed.publish_to_session(
            SessionChanged(session_id=visitor.session.id, signed_out=False, token=visitor.token)
        )
