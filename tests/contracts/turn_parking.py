"""What every keeper of turns must do with those that are left alone for a while."""

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest

from domain.errors import LeaseLostError
from domain.identifiers import TurnId
from domain.policy import Publishing
from domain.turn import ClaimedTurn, Reason, Turn, TurnState
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import add_conversation, add_turn
from tests.factories import make_id

LEASE = timedelta(seconds=30)
LONG = timedelta(hours=1)


async def claim(storage: Storage) -> list[ClaimedTurn]:
    return list(await storage.run(lambda uow: uow.turns.claim(owner="a", lease=LEASE, limit=10)))


async def park(storage: Storage, claimed: ClaimedTurn) -> None:
    turn = claimed.turn.waits_for(Reason.DELIVERY_UNCONFIRMED)
    await storage.run(lambda uow: uow.turns.park(turn, lease=claimed.lease))


async def wake(storage: Storage, id_: TurnId) -> None:
    await storage.run(lambda uow: uow.turns.wake(id_))


class TurnParkingContract:
    async def test_is_claimed_by_nobody_when_parked(self, storage: Storage) -> None:
        await add_turn(storage)
        [claimed] = await claim(storage)

        await park(storage, claimed)

        stored = await storage.read(lambda uow: uow.turns.get(claimed.turn.id))
        assert await claim(storage) == []
        assert (stored.state, stored.reason) == (claimed.turn.state, Reason.DELIVERY_UNCONFIRMED)

    async def test_leaves_the_conversation_to_others_when_parked(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        await add_turn(storage, conversation.id)
        [first] = await claim(storage)
        second = await add_turn(storage, conversation.id)
        await park(storage, first)

        claimed = await claim(storage)

        assert [each.turn.id for each in claimed] == [second.id]

    async def test_is_lost_to_its_holder_when_parked(self, storage: Storage) -> None:
        await add_turn(storage)
        [claimed] = await claim(storage)
        await park(storage, claimed)

        with pytest.raises(LeaseLostError):
            await storage.run(lambda uow: uow.turns.save(claimed.turn.fund(), lease=claimed.lease))

    async def test_can_be_claimed_again_when_woken(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        [claimed] = await claim(storage)
        await park(storage, claimed)

        await wake(storage, turn.id)

        assert [each.turn.id for each in await claim(storage)] == [turn.id]

    async def test_waits_no_longer_when_woken_before_its_next_try(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        [claimed] = await claim(storage)
        await storage.run(lambda uow: uow.turns.postpone(claimed.turn, lease=claimed.lease, after=LONG))

        await wake(storage, turn.id)

        assert [each.turn.id for each in await claim(storage)] == [turn.id]

    async def test_stays_with_its_holder_when_woken(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        [claimed] = await claim(storage)

        await wake(storage, turn.id)

        assert await claim(storage) == []
        await storage.run(lambda uow: uow.turns.save(claimed.turn.fund(), lease=claimed.lease))

    async def test_stays_ended_when_woken(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        [claimed] = await claim(storage)
        await storage.run(lambda uow: uow.turns.save(claimed.turn.decline("why"), lease=claimed.lease))

        await wake(storage, turn.id)

        assert await claim(storage) == []
        assert (await storage.read(lambda uow: uow.turns.get(turn.id))).state is TurnState.DECLINED

    async def test_is_taken_by_hand_when_parked(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        [claimed] = await claim(storage)
        await park(storage, claimed)

        async def take(uow: UnitOfWork) -> None:
            taken = await uow.turns.take_parked(turn.id)
            assert taken is not None
            await uow.turns.postpone(taken.turn, lease=taken.lease, after=timedelta())

        await storage.run(take)

        assert [each.turn.id for each in await claim(storage)] == [turn.id]

    async def test_can_be_parked_again_or_ended_when_taken_by_hand(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        [claimed] = await claim(storage)
        await park(storage, claimed)

        for end in (False, True):

            async def take(uow: UnitOfWork, end: bool = end) -> None:
                taken = await uow.turns.take_parked(turn.id)
                assert taken is not None
                if end:
                    await uow.turns.save(taken.turn.decline("why"), lease=taken.lease)
                else:
                    await uow.turns.park(taken.turn, lease=taken.lease)

            await storage.run(take)
            assert await claim(storage) == []

        assert (await storage.read(lambda uow: uow.turns.get(turn.id))).state is TurnState.DECLINED
        assert await storage.run(lambda uow: uow.turns.take_parked(turn.id)) is None

    async def test_is_not_taken_by_hand_when_it_waits_or_is_held(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        assert await storage.run(lambda uow: uow.turns.take_parked(turn.id)) is None

        await claim(storage)

        assert await storage.run(lambda uow: uow.turns.take_parked(turn.id)) is None
        assert await storage.run(lambda uow: uow.turns.take_parked(TurnId(make_id()))) is None

    async def test_knows_what_is_held_back(self, storage: Storage) -> None:
        def add(**how: Any) -> Coroutine[Any, Any, Turn]:
            return add_turn(storage, state=TurnState.WRITTEN, answer="Да.", **how)

        draft = await add(publishing=Publishing.DRAFT, input_tokens=7, output_tokens=2)
        await add(publishing=Publishing.DRAFT, approved_by="ann")
        await add_turn(storage, publishing=Publishing.DRAFT)
        await add()
        shadow = await add(publishing=Publishing.SHADOW)
        [lease] = [each.lease for each in await claim(storage) if each.turn == shadow]
        shadow = shadow.decline(Reason.SHADOW)
        await storage.run(lambda uow: uow.turns.save(shadow, lease=lease))

        async def held_back(publishing: Publishing) -> list[Turn]:
            return list(await storage.read(lambda uow: uow.turns.held_back(publishing, limit=10)))

        assert await held_back(Publishing.DRAFT) == [draft]
        assert await held_back(Publishing.SHADOW) == [shadow]
        assert await held_back(Publishing.AT_ONCE) == []
        assert list(await storage.read(lambda uow: uow.turns.drafts_in(draft.conversation_id))) == [draft]
        assert list(await storage.read(lambda uow: uow.turns.drafts_in(shadow.conversation_id))) == []
