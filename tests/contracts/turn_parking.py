"""What every keeper of turns must do with those that are left alone for a while."""

from datetime import timedelta

import pytest

from domain.errors import LeaseLostError
from domain.identifiers import TurnId
from domain.turn import ClaimedTurn, Reason, TurnState
from ports.storage import Storage
from tests.contracts.rows import add_conversation, add_turn

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
