"""What every queue of turns must do about those that are claimed as they are added; a part of the store's suite."""

from datetime import timedelta

import pytest

from domain.errors import LeaseLostError
from domain.turn import ClaimedTurn, Turn, TurnState
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import LAPSED, LONG, add_conversation, add_turn, claimed_ids, get_turn
from tests.contracts.turn_lease import claim_one, save
from tests.factories import make_turn


async def add_claimed(storage: Storage, turn: Turn, *, lease: timedelta = LONG) -> ClaimedTurn | None:
    async def add(uow: UnitOfWork) -> ClaimedTurn | None:
        await uow.conversations.lock(turn.conversation_id)
        return await uow.turns.add_claimed(turn, owner="first", lease=lease)

    return await storage.run(add)


class TurnClaimedAtOnceContract:
    async def test_is_added_and_taken_up_in_one_transaction_when_its_conversation_is_free(
        self, storage: Storage
    ) -> None:
        claimed = await add_claimed(storage, make_turn(conversation_id=(await add_conversation(storage)).id))

        assert claimed is not None
        assert claimed.lease.owner == "first"
        assert await get_turn(storage, claimed.turn.id) == claimed.turn
        assert await claimed_ids(storage, "second") == []

    async def test_goes_on_under_its_lease_when_it_was_added_so(self, storage: Storage) -> None:
        chat = await add_conversation(storage)
        turn = make_turn(conversation_id=chat.id)

        async def begin(uow: UnitOfWork) -> ClaimedTurn:
            await uow.conversations.lock(chat.id)
            assert await uow.turns.joinable(chat.id, person_id=turn.person_id) is None
            claimed = await uow.turns.add_claimed(turn, owner="first", lease=LONG)
            assert claimed is not None
            await uow.turns.save(claimed.turn.fund(), lease=claimed.lease)
            return claimed

        claimed = await storage.run(begin)
        await save(storage, turn.fund().start_writing(upto_seq=1), claimed.lease)

        assert (await get_turn(storage, turn.id)).state is TurnState.WRITING

    async def test_waits_in_the_line_when_another_of_its_conversation_is_before_it(self, storage: Storage) -> None:
        first = await add_turn(storage)

        claimed = await add_claimed(storage, second := make_turn(conversation_id=first.conversation_id))

        assert claimed is None
        assert await claimed_ids(storage) == [first.id]
        assert await claimed_ids(storage) == []
        assert await get_turn(storage, second.id) == second

    async def test_waits_in_the_line_when_another_of_its_conversation_is_run(self, storage: Storage) -> None:
        first = await add_turn(storage)
        await claim_one(storage, "second")

        assert await add_claimed(storage, make_turn(conversation_id=first.conversation_id)) is None

    async def test_is_taken_over_when_its_first_lease_has_lapsed(self, storage: Storage) -> None:
        turn = make_turn(conversation_id=(await add_conversation(storage)).id)
        late = await add_claimed(storage, turn, lease=LAPSED)
        assert late is not None

        assert await claimed_ids(storage, "second") == [turn.id]
        with pytest.raises(LeaseLostError):
            await save(storage, turn.fund(), late.lease)
