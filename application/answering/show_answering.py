"""Tell whether there is answering, and what a day may cost."""

from dataclasses import dataclass
from decimal import Decimal

from application.rules import Rules
from domain.answering import AnsweringControls
from ports.storage import Storage


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringStatus:
    """``daily_limit`` is the one that counts, in roubles; None for no limit."""

    controls: AnsweringControls
    daily_limit: Decimal | None


class ShowAnswering:
    def __init__(self, *, storage: Storage, rules: Rules) -> None:
        self._storage = storage
        self._rules = rules

    async def execute(self) -> AnsweringStatus:
        """Raises StorageUnavailableError."""
        controls = await self._storage.read(lambda uow: uow.controls.get())
        return AnsweringStatus(controls=controls, daily_limit=controls.limit(self._rules.daily_spend_limit))
