"""What every store of deadlines must do."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from domain.identifiers import ConversationId
from domain.stored_deadline import StoredDeadline
from ports.storage import Storage
from tests.contracts.rows import add_conversation, add_message
from tests.factories import make_deadline

JULY = datetime(2026, 7, 5, 20, 59, tzinfo=UTC)


async def add_deadline(storage: Storage, conversation_id: ConversationId, **overrides: Any) -> StoredDeadline:
    message = await add_message(storage, conversation_id)
    deadline = make_deadline(conversation_id=conversation_id, message_id=message.id, **overrides)
    await storage.run(lambda uow: uow.deadlines.add(deadline))
    return deadline


async def of_conversation(storage: Storage, id_: ConversationId) -> list[StoredDeadline]:
    return list(await storage.read(lambda uow: uow.deadlines.of_conversation(id_)))


class DeadlineRepositoryContract:
    async def test_keeps_every_field_when_added(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        moscow = timezone(timedelta(hours=3))

        deadline = await add_deadline(
            storage, conversation.id, at=datetime(2026, 7, 5, 23, 59, tzinfo=moscow), quote="до 5 июля, 23:59"
        )

        assert await of_conversation(storage, conversation.id) == [deadline]

    async def test_changes_nothing_when_the_message_has_one_already(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        first = await add_deadline(storage, conversation.id)
        second = make_deadline(conversation_id=conversation.id, message_id=first.message_id, quote="another")

        await storage.run(lambda uow: uow.deadlines.add(second))

        assert await of_conversation(storage, conversation.id) == [first]

    async def test_lists_the_earliest_first_when_asked_for_a_conversation(self, storage: Storage) -> None:
        conversation, other = await add_conversation(storage), await add_conversation(storage)
        late = await add_deadline(storage, conversation.id, at=JULY + timedelta(days=1))
        early = await add_deadline(storage, conversation.id, at=JULY)
        await add_deadline(storage, other.id)

        assert await of_conversation(storage, conversation.id) == [early, late]

    async def test_lists_the_latest_first_when_asked_for_the_latest(self, storage: Storage) -> None:
        conversation, other = await add_conversation(storage), await add_conversation(storage)
        middle = await add_deadline(storage, conversation.id, at=JULY + timedelta(days=1))
        last = await add_deadline(storage, other.id, at=JULY + timedelta(days=2))
        await add_deadline(storage, conversation.id, at=JULY)

        latest = await storage.read(lambda uow: uow.deadlines.latest(limit=2))

        assert list(latest) == [last, middle]
