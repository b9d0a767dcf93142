"""What every keeper of the owner's controls must do."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.answering import AnsweringControls, DailyLimit, Stop
from ports.storage import Storage, UnitOfWork
from tests.factories import MOMENT

STOP = Stop(at=MOMENT, by="owner", reason="Отпуск 🏖")
LIMIT = DailyLimit(amount=Decimal("100.50"), at=MOMENT + timedelta(hours=1), by="ann")


async def keep(storage: Storage, controls: AnsweringControls) -> AnsweringControls:
    async def change(uow: UnitOfWork) -> AnsweringControls:
        before = await uow.controls.lock()
        await uow.controls.save(controls)
        return before

    return await storage.run(change)


async def get(storage: Storage) -> AnsweringControls:
    return await storage.read(lambda uow: uow.controls.get())


class ControlsRepositoryContract:
    async def test_are_empty_before_anything_was_decided(self, storage: Storage) -> None:
        assert await get(storage) == AnsweringControls()
        assert await storage.run(lambda uow: uow.controls.hold_still()) == AnsweringControls()
        assert await get(storage) == AnsweringControls()

    @pytest.mark.parametrize(
        "controls",
        [
            AnsweringControls(stop=STOP),
            AnsweringControls(daily_limit=LIMIT),
            AnsweringControls(daily_limit=DailyLimit(amount=None, at=MOMENT, by="ann")),
            AnsweringControls(daily_limit=DailyLimit(amount=Decimal("0.00"), at=MOMENT, by="ann")),
            AnsweringControls(stop=STOP, daily_limit=LIMIT),
        ],
        ids=["stopped", "limited", "unlimited", "nothing a day", "both"],
    )
    async def test_are_kept_and_taken_back(self, storage: Storage, controls: AnsweringControls) -> None:
        assert await keep(storage, controls) == AnsweringControls()

        assert await get(storage) == controls
        assert await storage.run(lambda uow: uow.controls.hold_still()) == controls
        assert await keep(storage, AnsweringControls()) == controls
        assert await get(storage) == AnsweringControls()
