"""What every store of turns must do when a visitor presses stop; a part of the repository's suite."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.identifiers import TurnId
from ports.storage import Storage
from tests.contracts.rows import add_turn, claim_turns, get_turn
from tests.contracts.turn_lease import claim_one, save
from tests.factories import make_id


async def request_stop(storage: Storage, id_: TurnId) -> None:
    await storage.run(lambda uow: uow.turns.request_stop(id_))


async def to_stop(storage: Storage, *ids: TurnId) -> list[TurnId]:
    return list(await storage.read(lambda uow: uow.turns.to_stop(ids)))


class TurnStopContract:
    @pytest.mark.parametrize("steps", range(3), ids=["owed", "funded", "writing"])
    async def test_is_to_be_stopped_when_somebody_asks_before_it_is_written(self, storage: Storage, steps: int) -> None:
        turn = await add_turn(storage)
        other = await add_turn(storage)
        claimed = next(c for c in await claim_turns(storage) if c.turn.id == turn.id)
        reached = [turn, turn.fund(), turn.fund().start_writing(upto_seq=1)][steps]
        await save(storage, reached, claimed.lease)
        assert await to_stop(storage, turn.id, other.id) == []

        await request_stop(storage, turn.id)
        await request_stop(storage, turn.id)

        assert await get_turn(storage, turn.id) == replace(reached, stop_requested=True)
        assert await to_stop(storage, turn.id, other.id, TurnId(make_id())) == [turn.id]
        assert await to_stop(storage) == []

    async def test_keeps_the_wish_when_its_holder_goes_on(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        claimed = await claim_one(storage)
        writing = turn.fund().start_writing(upto_seq=1)
        await request_stop(storage, turn.id)

        await save(storage, writing, claimed.lease)

        locked = await storage.run(lambda uow: uow.turns.lock_for_step(turn.id, lease=claimed.lease))
        assert locked.stop_requested
        await storage.run(lambda uow: uow.turns.postpone(writing, lease=claimed.lease, after=timedelta()))
        assert (await claim_one(storage)).turn.stop_requested

    async def test_is_not_to_be_stopped_when_it_is_written(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        claimed = await claim_one(storage)
        written = turn.fund().start_writing(upto_seq=1).wrote("Ответ", model=None)
        await save(storage, written, claimed.lease)

        await request_stop(storage, turn.id)
        await request_stop(storage, TurnId(make_id()))

        assert await get_turn(storage, turn.id) == written

    async def test_is_to_be_stopped_no_more_when_it_has_ended(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        claimed = await claim_one(storage)
        await request_stop(storage, turn.id)

        await save(storage, claimed.turn.stop(None), claimed.lease)

        assert await to_stop(storage, turn.id) == []

    async def test_forgets_the_wish_when_reopened(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        claimed = await claim_one(storage)
        await request_stop(storage, turn.id)
        failed = claimed.turn.fail("model_failed")
        await save(storage, failed, claimed.lease)

        await storage.run(lambda uow: uow.turns.reopen(failed.retry(was_sending=False)))

        assert not (await get_turn(storage, turn.id)).stop_requested
