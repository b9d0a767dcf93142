"""What of the messages belongs to a person, and how it is forgotten."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CompoundSelect, Update, select, union, update

from adapters.outbound.database.schema import conversations, deliveries, messages, turns
from domain.identifiers import MessageId, PersonId
from domain.message import Author
from domain.turn import ENDED


def theirs(person_id: PersonId) -> CompoundSelect[Any]:
    """Ids; each part of the union has an index of its own."""
    chats = select(conversations.c.id).where(conversations.c.person_id == person_id)
    said = select(messages.c.turn_id).where(messages.c.person_id == person_id, messages.c.turn_id.is_not(None))
    return union(
        select(messages.c.id).where(messages.c.conversation_id.in_(chats)),
        select(messages.c.id).where(messages.c.person_id == person_id),
        select(messages.c.id).where(messages.c.turn_id.in_(said), messages.c.author != Author.PERSON.value),
    )


def forgetting(ids: Sequence[MessageId]) -> Sequence[Update]:
    """Of turns that run nothing is taken away: what they show is forgotten once they have ended."""
    turn_ids = select(messages.c.turn_id).where(messages.c.id.in_(ids), messages.c.turn_id.is_not(None))
    has_ended = turns.c.state.in_([state.value for state in ENDED])
    ended = select(turns.c.id).where(turns.c.id.in_(turn_ids), has_ended)
    return (
        update(deliveries).where(deliveries.c.turn_id.in_(ended)).values(text="", spans=None),
        update(turns).where(turns.c.id.in_(turn_ids), has_ended).values(answer=None),
        update(messages).where(messages.c.id.in_(ids)).values(text=""),
    )
