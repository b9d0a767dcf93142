"""What every queue of doubts must do."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.deadline_doubt import ClaimedDoubt, DoubtState
from domain.errors import LeaseLostError
from domain.identifiers import MessageId
from ports.storage import Storage
from tests.contracts.rows import LAPSED, LATER, LONG
from tests.factories import MOMENT, make_id


async def add(storage: Storage) -> MessageId:
    id_ = MessageId(make_id())
    await storage.run(lambda uow: uow.doubts.add(id_, at=MOMENT))
    return id_


async def claim(storage: Storage, lease: timedelta = LONG) -> ClaimedDoubt | None:
    return await storage.run(lambda uow: uow.doubts.claim(lease=lease))


async def claimed(storage: Storage, lease: timedelta = LONG) -> ClaimedDoubt:
    found = await claim(storage, lease)
    assert found is not None
    return found


class DoubtRepositoryContract:
    async def test_is_nobodys_when_forgotten(self, storage: Storage) -> None:
        waiting, other = await add(storage), await add(storage)
        await storage.run(lambda uow: uow.doubts.forget([waiting, MessageId(make_id())]))

        assert (await claimed(storage)).message_id == other
        assert await claim(storage) is None

    async def test_is_lost_to_its_holder_when_forgotten(self, storage: Storage) -> None:
        await add(storage)
        held = await claimed(storage)
        await storage.run(lambda uow: uow.doubts.forget([held.message_id]))

        with pytest.raises(LeaseLostError):
            await storage.run(lambda uow: uow.doubts.fund(held))

    async def test_is_left_to_its_end_when_its_price_is_held(self, storage: Storage) -> None:
        await add(storage)
        held = await claimed(storage)
        await storage.run(lambda uow: uow.doubts.fund(held))
        await storage.run(lambda uow: uow.doubts.forget([held.message_id]))

        await storage.run(lambda uow: uow.doubts.finish(held, DoubtState.ANSWERED))
        await storage.run(lambda uow: uow.doubts.forget([held.message_id]))

        with pytest.raises(LeaseLostError):
            await storage.run(lambda uow: uow.doubts.finish(held, DoubtState.ANSWERED))

    async def test_gives_each_to_one_when_claimed(self, storage: Storage) -> None:
        ids = {await add(storage), await add(storage)}

        found = await asyncio.gather(*(claim(storage) for _ in range(4)))

        assert {each.message_id for each in found if each} == ids
        assert [each is None for each in found].count(True) == 2
        first = next(each for each in found if each)
        assert (first.state, first.tries) == (DoubtState.WAITING, 0)

    async def test_is_one_per_message_for_ever(self, storage: Storage) -> None:
        id_ = await add(storage)
        first = await claimed(storage)
        await storage.run(lambda uow: uow.doubts.finish(first, DoubtState.ANSWERED))

        await storage.run(lambda uow: uow.doubts.add(id_, at=MOMENT))

        assert await claim(storage) is None

    async def test_keeps_that_it_is_paid_for_and_tried_when_put_off(self, storage: Storage) -> None:
        await add(storage)
        first = await claimed(storage)
        await storage.run(lambda uow: uow.doubts.fund(first))
        await storage.run(lambda uow: uow.doubts.postpone(first, after=timedelta(), reason="malformed"))

        second = await claimed(storage)
        assert second == replace(first, state=DoubtState.FUNDED, tries=1, lease_token=second.lease_token)
        await storage.run(lambda uow: uow.doubts.postpone(second, after=LATER, reason="malformed"))
        assert await claim(storage) is None

    async def test_is_somebody_elses_when_its_lease_has_lapsed(self, storage: Storage) -> None:
        await add(storage)
        late = await claimed(storage, LAPSED)
        second = await claimed(storage)

        for work in (
            lambda uow: uow.doubts.fund(late),
            lambda uow: uow.doubts.postpone(late, after=LATER, reason="late"),
            lambda uow: uow.doubts.finish(late, DoubtState.FAILED, reason="late"),
        ):
            with pytest.raises(LeaseLostError):
                await storage.run(work)
        await storage.run(lambda uow: uow.doubts.finish(second, DoubtState.DECLINED, reason="balance_exhausted"))
        assert await claim(storage) is None
