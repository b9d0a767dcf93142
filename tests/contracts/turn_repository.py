"""What every store of turns must do."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.balance import NOBODY
from domain.channel import Channel
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId, TurnId
from domain.message import Author
from domain.turn import Reason, Turn, TurnState
from ports.storage import Storage
from tests.contracts.rows import (
    LATER,
    add_conversation,
    add_message,
    add_person,
    add_turn,
    claim_turns,
    claimed_ids,
    get_turn,
)
from tests.contracts.turn_claimed_at_once import TurnClaimedAtOnceContract
from tests.contracts.turn_lease import TurnLeaseContract, claim_one, save
from tests.contracts.turn_stop import TurnStopContract
from tests.factories import MOMENT, make_id


async def joinable(storage: Storage, conversation_id: ConversationId, person_id: PersonId) -> Turn | None:
    return await storage.run(lambda uow: uow.turns.joinable(conversation_id, person_id=person_id))


class TurnRepositoryContract(TurnLeaseContract, TurnClaimedAtOnceContract, TurnStopContract):
    async def test_keeps_every_field_when_added(self, storage: Storage) -> None:
        turn = await add_turn(
            storage,
            channel=Channel.VK_COMMENT,
            payer="person:1",
            price=Decimal("7.25"),
            attempt=2,
            tries=1,
            reason="why",
        )

        assert await get_turn(storage, turn.id) == turn

    async def test_keeps_every_field_when_saved(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        answer = await add_message(storage, turn.conversation_id, author=Author.ASSISTANT, turn_id=turn.id)
        claimed = await claim_one(storage)
        written = claimed.turn.fund().start_writing(upto_seq=1).wrote("Ответ 🎓", model="a-model")

        await save(storage, written, claimed.lease)
        assert await get_turn(storage, turn.id) == written
        settled = written.sent().settle(answer.id)
        await save(storage, settled, claimed.lease)
        assert await get_turn(storage, turn.id) == settled

    async def test_raises_when_the_id_is_unknown(self, storage: Storage) -> None:
        with pytest.raises(NotFoundError):
            await get_turn(storage, TurnId(make_id()))

    async def test_is_claimed_at_once_when_reopened(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage)
        failed = claimed.turn.fail("model_failed")
        await save(storage, failed, claimed.lease)
        assert await claimed_ids(storage) == []

        await storage.run(lambda uow: uow.turns.reopen(failed.retry(was_sending=False)))
        again = await claim_one(storage)

        assert again.turn == failed.retry(was_sending=False)
        assert again.lease.token > claimed.lease.token

    async def test_changes_nothing_when_reopened_twice(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage)
        failed = claimed.turn.fail("model_failed")
        await save(storage, failed, claimed.lease)
        again = failed.retry(was_sending=False)
        await storage.run(lambda uow: uow.turns.reopen(again))
        funded = await claim_one(storage)
        await save(storage, funded.turn.fund(), funded.lease)

        await storage.run(lambda uow: uow.turns.reopen(again))

        assert await get_turn(storage, again.id) == again.fund()
        assert await claimed_ids(storage, "second") == []

    async def test_is_dismissed_once_and_retried_no_more(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage)
        failed = claimed.turn.fail("model_failed")
        await save(storage, failed, claimed.lease)

        assert await storage.run(lambda uow: uow.turns.dismiss(failed.dismiss()))
        assert not await storage.run(lambda uow: uow.turns.dismiss(failed.dismiss()))
        await storage.run(lambda uow: uow.turns.reopen(failed.retry(was_sending=False)))

        assert await get_turn(storage, failed.id) == failed.dismiss()
        assert await claimed_ids(storage, "second") == []

    async def test_is_not_dismissed_when_it_was_retried_before(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage)
        failed = claimed.turn.fail("model_failed")
        await save(storage, failed, claimed.lease)
        await storage.run(lambda uow: uow.turns.reopen(failed.retry(was_sending=False)))

        assert not await storage.run(lambda uow: uow.turns.dismiss(failed.dismiss()))
        assert await get_turn(storage, failed.id) == failed.retry(was_sending=False)

    async def test_lists_all_of_a_conversation_latest_first(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        await add_turn(storage)
        theirs = [
            await add_turn(storage, conversation.id, created_at=MOMENT + hours * LATER, state=state)
            for hours, state in enumerate((TurnState.SETTLED, TurnState.FAILED, TurnState.OWED))
        ]

        latest = await storage.read(lambda uow: uow.turns.of_conversation(conversation.id, limit=2))

        assert list(latest) == [theirs[2], theirs[1]]

    async def test_waits_when_reopened_while_another_has_the_conversation(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        await add_turn(storage, conversation.id, after=timedelta(seconds=-2))
        failing = await claim_one(storage)
        failed = failing.turn.fail("model_failed")
        await save(storage, failed, failing.lease)
        await add_turn(storage, conversation.id)
        other = await claim_one(storage)

        await storage.run(lambda uow: uow.turns.reopen(failed.retry(was_sending=False)))

        assert await claimed_ids(storage) == []
        await save(storage, other.turn.decline("why"), other.lease)
        assert await claimed_ids(storage) == [failed.id]

    async def test_takes_messages_in_when_owed_or_funded(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        assert await joinable(storage, turn.conversation_id, turn.person_id) == turn
        claimed = await claim_one(storage)
        funded = claimed.turn.fund()

        await save(storage, funded, claimed.lease)
        assert await joinable(storage, turn.conversation_id, turn.person_id) == funded

        await save(storage, funded.start_writing(upto_seq=1), claimed.lease)
        assert await joinable(storage, turn.conversation_id, turn.person_id) is None

    async def test_takes_no_message_in_when_it_has_ended(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        claimed = await claim_one(storage)

        await save(storage, turn.decline("why"), claimed.lease)

        assert await joinable(storage, turn.conversation_id, turn.person_id) is None

    async def test_takes_no_message_in_when_it_comes_from_elsewhere(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        stranger = await add_person(storage)
        elsewhere = await add_conversation(storage)

        assert await joinable(storage, turn.conversation_id, stranger.id) is None
        assert await joinable(storage, elsewhere.id, turn.person_id) is None

    async def test_lists_what_has_not_ended_when_asked_for_the_running(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        turns = [
            await add_turn(storage, conversation.id, created_at=MOMENT + timedelta(seconds=number), after=-after)
            for number, after in enumerate((timedelta(seconds=3), timedelta(seconds=2), timedelta(seconds=1)))
        ]
        await add_turn(storage)
        claimed = next(c for c in await claim_turns(storage) if c.turn.id == turns[0].id)
        await save(storage, claimed.turn.decline("why"), claimed.lease)

        running = await storage.read(lambda uow: uow.turns.running(conversation.id))

        assert list(running) == turns[1:]

    async def test_lists_what_failed_or_is_unconfirmed(self, storage: Storage) -> None:
        at = [MOMENT + timedelta(minutes=minute) for minute in range(4)]
        failed = await add_turn(storage, created_at=at[0], state=TurnState.FAILED, reason="model_failed")
        await add_turn(storage, created_at=at[1], state=TurnState.DECLINED, reason="blocked")
        unconfirmed = await add_turn(
            storage, created_at=at[2], state=TurnState.WRITTEN, answer="Да.", reason=Reason.DELIVERY_UNCONFIRMED
        )
        await add_turn(storage, created_at=at[3])

        found = await storage.read(lambda uow: uow.turns.troubled(limit=9))
        latest = await storage.read(lambda uow: uow.turns.troubled(limit=1))

        assert [turn.id for turn in found] == [unconfirmed.id, failed.id]
        assert list(latest) == [unconfirmed]

    async def test_lists_what_the_model_has_answered_in_a_channel(self, storage: Storage) -> None:
        at = [MOMENT + timedelta(minutes=minute) for minute in range(5)]
        settled: dict[str, Any] = {"state": TurnState.SETTLED, "channel": Channel.SITE_CHAT}
        first = await add_turn(storage, created_at=at[0], **settled)
        await add_turn(storage, created_at=at[1], **(settled | {"channel": Channel.VK_POST}))
        await add_turn(storage, created_at=at[2], **(settled | {"state": TurnState.FAILED}))
        await add_turn(storage, created_at=at[3], payer=NOBODY, **settled)
        last = await add_turn(storage, created_at=at[4], **settled)

        found = await storage.read(lambda uow: uow.turns.answered(Channel.SITE_CHAT, limit=9))
        latest = await storage.read(lambda uow: uow.turns.answered(Channel.SITE_CHAT, limit=1))

        assert [turn.id for turn in found] == [last.id, first.id]
        assert list(latest) == [last]

    async def test_lists_the_latest_first_when_asked_for_the_latest(self, storage: Storage) -> None:
        turns = [await add_turn(storage, created_at=MOMENT + timedelta(seconds=number)) for number in range(3)]

        latest = await storage.read(lambda uow: uow.turns.latest(limit=2))

        assert list(latest) == [turns[2], turns[1]]

    async def test_is_claimed_as_it_stands_when_it_was_written_from_the_beginning(self, storage: Storage) -> None:
        turn = await add_turn(storage, state=TurnState.WRITTEN, payer=NOBODY, answer="Список команд", input_upto_seq=1)

        assert (await claim_one(storage)).turn == turn
        assert await joinable(storage, turn.conversation_id, turn.person_id) is None

    async def test_is_among_the_unfinished_until_it_has_ended(self, storage: Storage) -> None:
        ended = await add_turn(storage, state=TurnState.SETTLED)
        running, parked, other = [await add_turn(storage) for _ in range(3)]
        asked = [ended.id, running.id, parked.id, TurnId(make_id())]

        found = await storage.read(lambda uow: uow.turns.unfinished(asked))

        assert set(found) == {running.id, parked.id}
        assert other.id not in found
        assert not await storage.read(lambda uow: uow.turns.unfinished([]))
