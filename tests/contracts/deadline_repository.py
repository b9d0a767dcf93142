"""What every store of deadlines must do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.errors import NotFoundError
from domain.identifiers import ConversationId, DeadlineId
from domain.stored_deadline import DeadlineSource, Review, StoredDeadline
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import add_conversation, add_message
from tests.factories import MOMENT, make_deadline, make_id

JULY = datetime(2026, 7, 5, 20, 59, tzinfo=UTC)
DAY = timedelta(days=1)


async def add_deadline(storage: Storage, conversation_id: ConversationId, **overrides: Any) -> StoredDeadline:
    """With the message it was read from, its source."""
    message = await add_message(storage, conversation_id)
    deadline = make_deadline(conversation_id=conversation_id, message_id=message.id, **overrides)

    async def keep(uow: UnitOfWork) -> StoredDeadline:
        kept = await uow.deadlines.add(deadline)
        source = await uow.deadlines.lock_source(message.natural_key)
        await uow.deadlines.save_source(replace(source, deadline_id=kept.id, conversation_id=conversation_id))
        return kept

    return await storage.run(keep)


async def of_conversations(storage: Storage, *ids: ConversationId) -> list[StoredDeadline]:
    return list(await storage.read(lambda uow: uow.deadlines.of_conversations(ids)))


async def save(storage: Storage, deadline: StoredDeadline) -> None:
    await storage.run(lambda uow: uow.deadlines.save(deadline))


async def get(storage: Storage, id_: DeadlineId) -> StoredDeadline:
    return await storage.run(lambda uow: uow.deadlines.lock(id_))


class DeadlineRepositoryContract:
    async def test_keeps_every_field_when_added(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)

        deadline = await add_deadline(
            storage, conversation.id, at=JULY, quote="до 5 июля, 23:59", zone="+05:00", review=Review.CONFIRMED
        )

        assert await get(storage, deadline.id) == deadline

    async def test_keeps_what_may_change_when_saved(self, storage: Storage) -> None:
        deadline = await add_deadline(storage, (await add_conversation(storage)).id)
        changed = replace(
            deadline,
            at=JULY + DAY,
            quote="до 6 июля",
            zone="Asia/Omsk",
            review=Review.DISMISSED,
            withdrawn_at=MOMENT,
            changed_at=MOMENT + DAY,
        )

        await save(storage, replace(changed, identity="another", created_at=MOMENT + DAY))

        assert await get(storage, deadline.id) == changed

    async def test_gives_the_one_that_is_there_when_the_identity_is_known(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        first = await add_deadline(storage, conversation.id, identity="the same")

        second = await add_deadline(storage, conversation.id, identity="the same", quote="another")

        assert second == first
        assert await of_conversations(storage, conversation.id) == [first]

    async def test_raises_when_there_is_none_of_that_id(self, storage: Storage) -> None:
        with pytest.raises(NotFoundError):
            await get(storage, DeadlineId(make_id()))

    async def test_lists_the_earliest_first_when_asked_for_conversations(self, storage: Storage) -> None:
        conversation, second, other = [await add_conversation(storage) for _ in range(3)]
        late = await add_deadline(storage, conversation.id, at=JULY + DAY)
        early = await add_deadline(storage, second.id, at=JULY)
        await add_deadline(storage, other.id)

        assert await of_conversations(storage, conversation.id, second.id) == [early, late]
        assert await of_conversations(storage) == []

    async def test_finds_it_in_each_conversation_when_it_has_two_sources(self, storage: Storage) -> None:
        first, second = await add_conversation(storage), await add_conversation(storage)
        deadline = await add_deadline(storage, first.id, identity="the same")
        await add_deadline(storage, second.id, identity="the same")

        assert await of_conversations(storage, second.id) == [deadline]
        assert await of_conversations(storage, first.id, second.id) == [deadline]

    async def test_leaves_out_what_counts_no_more(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        withdrawn = await add_deadline(storage, conversation.id, at=JULY, withdrawn_at=MOMENT)
        dismissed = await add_deadline(storage, conversation.id, at=JULY + DAY, review=Review.DISMISSED)
        confirmed = await add_deadline(storage, conversation.id, at=JULY + 2 * DAY, review=Review.CONFIRMED)

        async def read(uow: UnitOfWork) -> list[list[StoredDeadline]]:
            return [
                list(await uow.deadlines.of_conversations([conversation.id])),
                list(await uow.deadlines.since(JULY - DAY, limit=9)),
                list(await uow.deadlines.latest(limit=9, only_live=True)),
                list(await uow.deadlines.latest(limit=9, only_live=False)),
            ]

        live = [confirmed]
        assert await storage.read(read) == [live, live, live, [confirmed, dismissed, withdrawn]]

    async def test_lists_the_latest_first_when_asked_for_the_latest(self, storage: Storage) -> None:
        conversation, other = await add_conversation(storage), await add_conversation(storage)
        middle = await add_deadline(storage, conversation.id, at=JULY + DAY)
        last = await add_deadline(storage, other.id, at=JULY + 2 * DAY)
        await add_deadline(storage, conversation.id, at=JULY)

        assert list(await storage.read(lambda uow: uow.deadlines.latest(limit=2, only_live=True))) == [last, middle]

    async def test_lists_the_earliest_first_when_asked_since_a_moment(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        await add_deadline(storage, conversation.id, at=JULY - DAY)
        later, at_once, last = [await add_deadline(storage, conversation.id, at=JULY + n * DAY) for n in (1, 0, 2)]

        assert list(await storage.read(lambda uow: uow.deadlines.since(JULY, limit=2))) == [at_once, later]
        assert list(await storage.read(lambda uow: uow.deadlines.since(last.at, limit=2))) == [last]

    async def test_makes_a_bare_source_when_it_is_locked_for_the_first_time(self, storage: Storage) -> None:
        assert await storage.read(lambda uow: uow.deadlines.find_source("a key")) is None

        locked = await storage.run(lambda uow: uow.deadlines.lock_source("a key"))

        assert locked == DeadlineSource(key="a key")
        assert await storage.read(lambda uow: uow.deadlines.find_source("a key")) == locked

    async def test_keeps_every_field_of_a_source_when_saved(self, storage: Storage) -> None:
        source = DeadlineSource(
            key="a key",
            deadline_id=DeadlineId(make_id()),
            conversation_id=ConversationId(make_id()),
            withdrawn_at=MOMENT,
        )

        async def keep(uow: UnitOfWork) -> None:
            await uow.deadlines.lock_source(source.key)
            await uow.deadlines.save_source(source)

        await storage.run(keep)

        assert await storage.run(lambda uow: uow.deadlines.lock_source("a key")) == source

    async def test_source_is_gone_and_its_deadline_is_not_when_forgotten(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        deadline = await add_deadline(storage, conversation.id)
        message = await storage.read(lambda uow: uow.messages.get(deadline.message_id))
        for _ in range(2):
            await storage.run(lambda uow: uow.deadlines.forget_source(message.natural_key))

        assert await storage.read(lambda uow: uow.deadlines.find_source(message.natural_key)) is None
        assert await of_conversations(storage, conversation.id) == []
        assert await storage.run(lambda uow: uow.deadlines.lock(deadline.id)) == deadline

    async def test_forgets_the_quotes_of_those_messages_once_they_have_passed(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        passed, ahead, other = [await add_deadline(storage, conversation.id, at=JULY + n * DAY) for n in (-1, 1, -2)]
        asked = [passed.message_id, ahead.message_id]

        await storage.run(lambda uow: uow.deadlines.forget_quotes(asked, passed=JULY))

        found = await storage.read(lambda uow: uow.deadlines.latest(limit=10, only_live=False))
        assert {each.id: each.quote for each in found} == {passed.id: "", ahead.id: ahead.quote, other.id: other.quote}
