"""Several processes that watch one database, with signs that a test sets."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from application.alerts.read_signs import ReadSigns
from application.alerts.watch_alerts import EVERY, WatchAlerts
from domain.alert import AlertKind, AlertLimits
from domain.balance import Balance
from domain.notification import Notification
from domain.signs import Backlog, Signs
from ports.storage import UnitOfWork
from tests.unit.application.house import House

LIMITS: Final = AlertLimits(balance_below=Decimal("50.00"), queue_age=timedelta(minutes=15), failures=3)


class SetSigns(ReadSigns):
    """Signs as the test wants them; all goes well at first."""

    def __init__(self, house: House) -> None:
        super().__init__(storage=house.storage, clock=house.clock, rules=house.rules)
        self.signs = Signs(balance=_balance("100.00"), oldest={}, latest_ends=[], vk_halt=None)

    async def read(self, uow: UnitOfWork) -> Signs:
        return self.signs

    def change(self, *, balance: str | None = None, age: float | None = None, **changed: object) -> None:
        if balance is not None:
            changed["balance"] = _balance(balance)
        if age is not None:
            changed["oldest"] = {Backlog.TURNS: timedelta(seconds=age)}
        self.signs = replace(self.signs, **changed)  # type: ignore[arg-type]  # named as the fields are


class Watched:
    def __init__(self, *, processes: int = 2, limits: AlertLimits = LIMITS) -> None:
        self.house = House()
        self.signs = SetSigns(self.house)
        self.processes = [
            WatchAlerts(
                storage=self.house.fragile,
                read_signs=self.signs,
                limits=limits,
                clock=self.house.clock,
                ids=self.house.ids,
                wakeup=self.house.wakeup,
                log=self.house.log,
            )
            for _ in range(processes)
        ]

    async def look(self, process: int = 0) -> None:
        """When it is time again."""
        self.house.clock.advance(EVERY.total_seconds())
        await self.processes[process].execute()

    @property
    def told(self) -> list[tuple[str, str, int]]:
        """What is in the outbox, in its order."""
        return [_told(news) for news in self.house.storage.notifications]

    def told_of(self, kind: AlertKind) -> list[tuple[str, int]]:
        return [(state, number) for alert, state, number in self.told if alert == kind]


def _told(news: Notification) -> tuple[str, str, int]:
    assert news.type == "alert"
    payload = news.payload
    assert isinstance(payload["number"], int)
    return str(payload["alert"]), str(payload["state"]), payload["number"]


def _balance(available: str) -> Balance:
    return Balance(available=Decimal(available), held=Decimal(0), spent_today=Decimal(0))
