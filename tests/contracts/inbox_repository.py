"""What every store of the owner's inbox must do."""

from datetime import timedelta
from typing import Any

import pytest

from domain.conversation import Conversation
from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from domain.inbox import InboxFilter, InboxRow, Place
from domain.message import Author
from domain.policy import Publishing
from domain.turn import Reason, TurnState
from ports.storage import Storage
from tests.contracts.rows import LONG, add_conversation, add_message, add_person, add_turn, get_conversation
from tests.factories import MOMENT, make_id

HOUR = timedelta(hours=1)


async def said(storage: Storage, *, hours: int, **overrides: Any) -> Conversation:
    """A conversation whose last message was said so long after MOMENT."""
    conversation = await add_conversation(storage, **overrides)
    await add_message(storage, conversation.id, at=MOMENT)
    await add_message(storage, conversation.id, at=MOMENT + hours * HOUR)
    return conversation


async def want_person(storage: Storage, id_: ConversationId) -> None:
    await storage.run(lambda uow: uow.conversations.want_person(id_, at=MOMENT))


async def row_of(storage: Storage, id_: ConversationId) -> InboxRow:
    return await storage.read(lambda uow: uow.inbox.row(id_))


async def page(
    storage: Storage, wanted: InboxFilter = InboxFilter.ALL, *, before: Place | None = None, limit: int = 10
) -> list[InboxRow]:
    today = MOMENT + HOUR
    return list(await storage.read(lambda uow: uow.inbox.page(wanted, today=today, before=before, limit=limit)))


def ids(rows: list[InboxRow]) -> list[ConversationId]:
    return [row.conversation.id for row in rows]


class InboxRepositoryContract:
    async def test_shows_the_latest_first_and_no_silent_one(self, storage: Storage) -> None:
        old, new = await said(storage, hours=1), await said(storage, hours=3)
        middle = await said(storage, hours=2)
        await add_conversation(storage)

        assert ids(await page(storage)) == [new.id, middle.id, old.id]

    async def test_goes_on_where_the_former_page_ended_when_moments_are_equal(self, storage: Storage) -> None:
        all_ = {(await said(storage, hours=1)).id for _ in range(5)}

        first = await page(storage, limit=2)
        second = await page(storage, before=first[-1].place, limit=2)
        third = await page(storage, before=second[-1].place, limit=2)

        shown = ids(first + second + third)
        assert set(shown) == all_
        assert len(shown) == len(all_)

    async def test_tells_the_last_message_its_person_and_the_latest_turn(self, storage: Storage) -> None:
        person = await add_person(storage)
        conversation = await add_conversation(storage)
        await add_turn(storage, conversation.id, created_at=MOMENT)
        latest = await add_turn(storage, conversation.id, created_at=MOMENT + HOUR, person_id=person.id)
        message = await add_message(storage, conversation.id, author=Author.PERSON, person_id=person.id)

        (row,) = await page(storage)

        assert (row.last, row.person, row.turn) == (message, person, latest)
        assert row.conversation == await get_conversation(storage, conversation.id)
        assert (row.drafts, row.troubles, row.needs_person) == (0, 0, False)

    async def test_tells_whose_the_conversation_is_when_the_community_spoke_last(self, storage: Storage) -> None:
        owner = await add_person(storage)
        conversation = await add_conversation(storage, person_id=owner.id)
        await add_message(storage, conversation.id, author=Author.ASSISTANT, person_id=None)

        (row,) = await page(storage)

        assert row.person == owner
        assert row.turn is None

    async def test_tells_whom_the_last_answer_in_a_thread_was_for(self, storage: Storage) -> None:
        turn = await add_turn(storage, state=TurnState.SETTLED)
        await add_message(storage, turn.conversation_id, author=Author.ASSISTANT, person_id=None)

        (row,) = await page(storage)

        assert row.person is not None
        assert row.person.id == turn.person_id

    async def test_filters_what_was_said_today(self, storage: Storage) -> None:
        await said(storage, hours=0)
        today = await said(storage, hours=1)

        assert ids(await page(storage, InboxFilter.TODAY)) == [today.id]

    async def test_filters_what_has_failed_or_is_unconfirmed(self, storage: Storage) -> None:
        failed = await add_turn(storage, state=TurnState.FAILED, reason="model_failed")
        unsure = await add_turn(storage, state=TurnState.WRITTEN, answer="Да.", reason=Reason.DELIVERY_UNCONFIRMED)
        await add_turn(storage, state=TurnState.SETTLED)

        rows = await page(storage, InboxFilter.FAILED)

        assert set(ids(rows)) == {failed.conversation_id, unsure.conversation_id}
        assert [row.troubles for row in rows] == [1, 1]

    async def test_filters_what_was_declined_last(self, storage: Storage) -> None:
        declined = await add_turn(storage, state=TurnState.DECLINED)
        answered = await add_turn(storage, state=TurnState.DECLINED, created_at=MOMENT)
        await add_turn(storage, answered.conversation_id, state=TurnState.SETTLED, created_at=MOMENT + HOUR)

        assert ids(await page(storage, InboxFilter.DECLINED)) == [declined.conversation_id]

    async def test_filters_what_waits_for_a_person(self, storage: Storage) -> None:
        asked = await said(storage, hours=1)
        served = await said(storage, hours=2)
        draft = await add_turn(storage, state=TurnState.WRITTEN, answer="Да.", publishing=Publishing.DRAFT)
        for conversation in (asked, served):
            await want_person(storage, conversation.id)
        await storage.run(lambda uow: uow.conversations.take_over(served.id, by="ann", lasting=LONG))

        rows = {row.conversation.id: row for row in await page(storage, InboxFilter.NEEDS_PERSON)}

        assert set(rows) == {asked.id, draft.conversation_id}
        assert rows[asked.id].person_wanted_at == MOMENT
        assert rows[draft.conversation_id].drafts == 1

    async def test_tells_one_conversation_and_who_has_taken_it_over(self, storage: Storage) -> None:
        conversation = await said(storage, hours=1)
        await storage.run(lambda uow: uow.conversations.take_over(conversation.id, by="ann", lasting=LONG))

        row = await storage.read(lambda uow: uow.inbox.row(conversation.id))

        assert row.conversation.is_taken_over
        assert row.taken_by == "ann"
        assert row.taken_until is not None

    async def test_is_not_found_when_nothing_was_said_there(self, storage: Storage) -> None:
        silent = await add_conversation(storage)

        for id_ in (silent.id, ConversationId(make_id())):
            with pytest.raises(NotFoundError):
                await row_of(storage, id_)

    async def test_is_not_found_when_a_person_is_wanted_nowhere(self, storage: Storage) -> None:
        with pytest.raises(NotFoundError):
            await storage.run(lambda uow: uow.conversations.want_person(ConversationId(make_id()), at=MOMENT))

    async def test_reads_what_was_said_anywhere_latest_first(self, storage: Storage) -> None:
        first, second = await add_conversation(storage), await add_conversation(storage)
        spoken = [await add_message(storage, each.id) for each in (first, second, first)]
        by_id = sorted(spoken, key=lambda each: each.id, reverse=True)

        latest = await storage.read(lambda uow: uow.inbox.said(before=None, limit=2))
        rest = await storage.read(lambda uow: uow.inbox.said(before=by_id[1].id, limit=2))

        assert [*latest, *rest] == by_id
