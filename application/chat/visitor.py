"""Who is on the other end of a socket, and where they are."""

from dataclasses import dataclass, field, replace
from typing import Self

from domain.identifiers import ConversationId
from domain.person import Person
from domain.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A session with its person; ``token`` is what resumes it."""

    session: Session
    person: Person
    token: str = field(repr=False)

    @property
    def conversation_id(self) -> ConversationId:
        return self.session.conversation_id

    def moved_to(self, conversation_id: ConversationId) -> Self:
        return replace(self, session=replace(self.session, conversation_id=conversation_id))
