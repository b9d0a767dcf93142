"""What every queue of turns must do about claims; a part of the repository's suite."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import LeaseLostError
from domain.identifiers import TurnId
from domain.turn import ClaimedTurn, Lease, Turn, TurnState
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import (
    AT_ONCE,
    LAPSED,
    LATER,
    LONG,
    add_conversation,
    add_turn,
    claim_turns,
    claimed_ids,
    get_turn,
)
from tests.factories import make_id


async def claim_one(storage: Storage, owner: str = "first", *, lease: timedelta = LONG) -> ClaimedTurn:
    claimed = await claim_turns(storage, owner, lease=lease)
    assert len(claimed) == 1
    return claimed[0]


async def save(storage: Storage, turn: Turn, lease: Lease) -> None:
    await storage.run(lambda uow: uow.turns.save(turn, lease=lease))


async def postpone(storage: Storage, turn: Turn, lease: Lease, *, after: timedelta) -> None:
    await storage.run(lambda uow: uow.turns.postpone(turn, lease=lease, after=after))


class TurnLeaseContract:
    async def test_is_claimed_with_its_turn_and_owner_when_its_time_has_come(self, storage: Storage) -> None:
        turn = await add_turn(storage)

        claimed = await claim_one(storage, "first")

        assert claimed.turn == turn
        assert claimed.lease.owner == "first"

    async def test_is_not_claimed_when_its_time_is_yet_to_come(self, storage: Storage) -> None:
        await add_turn(storage, after=LATER)

        assert await claimed_ids(storage) == []

    async def test_is_not_claimed_when_somebody_holds_it(self, storage: Storage) -> None:
        await add_turn(storage)
        await claim_one(storage, "first")

        assert await claimed_ids(storage, "second") == []
        assert await claimed_ids(storage, "first") == []

    async def test_is_claimed_under_a_larger_token_when_the_lease_has_lapsed(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        before = await claim_one(storage, "first", lease=LAPSED)

        after = await claim_one(storage, "second")

        assert (after.turn, after.lease.owner) == (turn, "second")
        assert after.lease.token > before.lease.token

    async def test_claims_the_longest_waiting_first_when_there_are_more(self, storage: Storage) -> None:
        turns = [await add_turn(storage, after=timedelta(seconds=-3 + number)) for number in range(3)]

        assert await claimed_ids(storage, limit=2) == [turns[0].id, turns[1].id]
        assert await claimed_ids(storage, limit=2) == [turns[2].id]

    async def test_claims_one_of_a_conversation_when_it_has_several(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        first = await add_turn(storage, conversation.id, after=timedelta(seconds=-2))
        await add_turn(storage, conversation.id, after=timedelta(seconds=-1))

        assert await claimed_ids(storage, "first") == [first.id]
        assert await claimed_ids(storage, "second") == []

    async def test_lets_the_others_wait_when_a_turn_was_put_off_or_lapsed(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        first = await add_turn(storage, conversation.id, after=timedelta(seconds=-2))
        await add_turn(storage, conversation.id, after=timedelta(seconds=-1))

        await claim_one(storage, lease=LAPSED)
        taken_over = await claim_one(storage)
        assert taken_over.turn.id == first.id
        await postpone(storage, taken_over.turn, taken_over.lease, after=LATER)

        assert await claimed_ids(storage) == []

    @pytest.mark.parametrize("ended", [TurnState.SETTLED, TurnState.DECLINED, TurnState.STOPPED, TurnState.FAILED])
    async def test_gives_the_conversation_free_when_its_turn_has_ended(
        self, storage: Storage, ended: TurnState
    ) -> None:
        conversation = await add_conversation(storage)
        await add_turn(storage, conversation.id, after=timedelta(seconds=-2))
        second = await add_turn(storage, conversation.id, after=timedelta(seconds=-1))
        claimed = await claim_one(storage)

        await save(storage, replace(claimed.turn, state=ended), claimed.lease)

        assert await claimed_ids(storage) == [second.id]
        assert await claimed_ids(storage, "another") == []

    async def test_keeps_the_conversation_when_a_step_was_stored(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        await add_turn(storage, conversation.id, after=timedelta(seconds=-2))
        await add_turn(storage, conversation.id, after=timedelta(seconds=-1))
        claimed = await claim_one(storage)

        await save(storage, claimed.turn.fund(), claimed.lease)

        assert await claimed_ids(storage, "second") == []

    async def test_gives_each_turn_once_when_many_claim_at_once(self, storage: Storage) -> None:
        turns = [await add_turn(storage) for _ in range(6)]

        batches = await asyncio.gather(*(claimed_ids(storage, f"owner {number}", limit=3) for number in range(4)))
        batches.append(await claimed_ids(storage, "the last"))

        assert sorted(id_ for batch in batches for id_ in batch) == [turn.id for turn in turns]

    async def test_gives_one_turn_of_a_conversation_when_many_claim_at_once(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        for _ in range(4):
            await add_turn(storage, conversation.id)

        batches = await asyncio.gather(*(claimed_ids(storage, f"owner {number}") for number in range(4)))
        batches.append(await claimed_ids(storage, "the last"))

        assert sum(len(batch) for batch in batches) == 1

    async def test_changes_nothing_when_the_lease_was_lost(self, storage: Storage) -> None:
        await add_turn(storage)
        lost = await claim_one(storage, "first", lease=LAPSED)
        await claim_one(storage, "second")

        async def lock(uow: UnitOfWork) -> None:
            await uow.turns.lock_for_step(lost.turn.id, lease=lost.lease)

        with pytest.raises(LeaseLostError) as caught:
            await save(storage, lost.turn.fund(), lost.lease)
        assert caught.value.id == lost.turn.id
        with pytest.raises(LeaseLostError):
            await postpone(storage, lost.turn.fund(), lost.lease, after=AT_ONCE)
        with pytest.raises(LeaseLostError):
            await storage.run(lock)
        assert await get_turn(storage, lost.turn.id) == lost.turn
        assert await claimed_ids(storage, "third") == []

    async def test_changes_nothing_when_the_claim_was_given_back(self, storage: Storage) -> None:
        await add_turn(storage)
        await add_turn(storage)
        postponed, released = await claim_turns(storage, "first")
        await postpone(storage, postponed.turn, postponed.lease, after=LATER)
        await storage.run(lambda uow: uow.turns.release(owner="first"))

        for claimed in (postponed, released):
            with pytest.raises(LeaseLostError):
                await save(storage, claimed.turn.fund(), claimed.lease)
            assert await get_turn(storage, claimed.turn.id) == claimed.turn

    async def test_changes_nothing_when_the_turn_has_ended(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage)
        declined = claimed.turn.decline("why")
        await save(storage, declined, claimed.lease)

        with pytest.raises(LeaseLostError):
            await save(storage, claimed.turn.fund(), claimed.lease)
        with pytest.raises(LeaseLostError):
            await postpone(storage, claimed.turn, claimed.lease, after=AT_ONCE)
        await storage.run(lambda uow: uow.turns.renew([declined.id], owner="first", lease=LAPSED))

        assert await get_turn(storage, declined.id) == declined
        assert await claimed_ids(storage) == []

    async def test_is_saved_when_the_lease_has_lapsed_but_nobody_took_over(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage, lease=LAPSED)

        await save(storage, claimed.turn.fund(), claimed.lease)

        assert (await get_turn(storage, claimed.turn.id)).state is TurnState.FUNDED

    async def test_is_still_held_when_the_same_step_is_stored_twice(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage)

        for _ in range(2):
            await save(storage, claimed.turn.fund(), claimed.lease)

        assert await claimed_ids(storage, "second") == []

    async def test_gives_the_stored_turn_when_locked_for_a_step(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage)
        await save(storage, claimed.turn.fund(), claimed.lease)

        locked = await storage.run(lambda uow: uow.turns.lock_for_step(claimed.turn.id, lease=claimed.lease))

        assert locked == claimed.turn.fund()

    async def test_is_not_taken_over_when_renewed_in_time(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage, "first", lease=LAPSED)

        await storage.run(lambda uow: uow.turns.renew([claimed.turn.id], owner="first", lease=LONG))

        assert await claimed_ids(storage, "second") == []
        await save(storage, claimed.turn.fund(), claimed.lease)

    async def test_passes_over_when_another_holds_what_is_renewed(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        await claim_one(storage, "first", lease=LAPSED)
        await claim_one(storage, "second", lease=LAPSED)

        await storage.run(lambda uow: uow.turns.renew([turn.id, TurnId(make_id())], owner="first", lease=LONG))

        assert await claimed_ids(storage, "third") == [turn.id]

    async def test_renews_nothing_when_no_turn_is_named(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        await claim_one(storage, "first", lease=LAPSED)

        await storage.run(lambda uow: uow.turns.renew([], owner="first", lease=LONG))

        assert await claimed_ids(storage, "second") == [turn.id]

    async def test_is_taken_up_again_when_postponed_to_now(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage, "first")
        tried = claimed.turn.fund().failed_try("timed_out")

        await postpone(storage, tried, claimed.lease, after=AT_ONCE)
        again = await claim_one(storage, "second")

        assert again.turn == tried
        assert again.lease.token > claimed.lease.token

    async def test_is_not_taken_up_when_postponed_to_later(self, storage: Storage) -> None:
        await add_turn(storage)
        claimed = await claim_one(storage)

        await postpone(storage, claimed.turn, claimed.lease, after=LATER)

        assert await claimed_ids(storage) == []
        assert await get_turn(storage, claimed.turn.id) == claimed.turn

    async def test_gives_all_claims_back_when_the_owner_releases(self, storage: Storage) -> None:
        mine = [await add_turn(storage), await add_turn(storage)]
        await claim_turns(storage, "first")
        await add_turn(storage)
        await claim_one(storage, "another")

        await storage.run(lambda uow: uow.turns.release(owner="first"))

        assert sorted(await claimed_ids(storage, "second")) == [turn.id for turn in mine]
