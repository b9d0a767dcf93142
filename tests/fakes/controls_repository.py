"""The owner's controls in memory."""

from domain.answering import AnsweringControls
from tests.fakes.tables import Tables

_KEY = "answering"


class FakeControlsRepository:
    """Transactions of the fake storage are serialised, so there is nothing to lock."""

    def __init__(self, tables: Tables) -> None:
        self._controls = tables.controls

    async def get(self) -> AnsweringControls:
        return self._controls.get(_KEY, AnsweringControls())

    async def hold_still(self) -> AnsweringControls:
        return await self.get()

    async def lock(self) -> AnsweringControls:
        return await self.get()

    async def save(self, controls: AnsweringControls) -> None:
        self._controls[_KEY] = controls
