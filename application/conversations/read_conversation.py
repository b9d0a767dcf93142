"""Show the owner one conversation with everything that was done in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.delivery import Delivery
from domain.identifiers import ConversationId, PersonId, TurnId
from domain.inbox import InboxRow
from domain.message import Message
from domain.person import Person
from domain.turn import Turn
from ports.storage import Storage, UnitOfWork

MESSAGES: Final = 60
TURNS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """
    ``messages`` and ``turns`` ascend; of the turns there are only the latest, and of those the deliveries.

    ``people`` are those who said the messages. ``has_earlier``: there are messages before the first of these.
    """

    row: InboxRow
    messages: Sequence[Message]
    turns: Sequence[Turn]
    deliveries: Mapping[TurnId, Sequence[Delivery]]
    people: Mapping[PersonId, Person]
    has_earlier: bool


class ReadConversation:
    """As it is at one moment."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, conversation_id: ConversationId, *, before_seq: int | None = None) -> ConversationView:
        """With ``before_seq`` earlier messages than that. Raises NotFoundError, StorageUnavailableError."""
        return await self._storage.read(lambda uow: _read(uow, conversation_id, before_seq))


async def _read(uow: UnitOfWork, conversation_id: ConversationId, before_seq: int | None) -> ConversationView:
    row = await uow.inbox.row(conversation_id)
    messages = await uow.messages.before(conversation_id, seq=before_seq, limit=MESSAGES)
    turns = (await uow.turns.of_conversation(conversation_id, limit=TURNS))[::-1]
    ids = {message.person_id for message in messages if message.person_id is not None}
    if row.conversation.person_id is not None:
        ids.add(row.conversation.person_id)
    return ConversationView(
        row=row,
        messages=messages,
        turns=turns,
        deliveries=await _deliveries(uow, conversation_id, turns),
        people={id_: await uow.people.get(id_) for id_ in sorted(ids)},
        has_earlier=bool(messages) and messages[0].seq > 1,
    )


async def _deliveries(
    uow: UnitOfWork, conversation_id: ConversationId, turns: Sequence[Turn]
) -> Mapping[TurnId, Sequence[Delivery]]:
    """Of those turns, their parts ascending."""
    found: dict[TurnId, list[Delivery]] = {turn.id: [] for turn in turns}
    for delivery in await uow.deliveries.recent(conversation_id, limit=TURNS * 2):
        if delivery.turn_id in found:
            found[delivery.turn_id].insert(0, delivery)
    return {id_: deliveries for id_, deliveries in found.items() if deliveries}
