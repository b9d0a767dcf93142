"""Tell the owner when something begins to go wrong, and when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from application.alerts.read_signs import ReadSigns
from domain.alert import AlertKind, AlertLimits, Details, troubles
from domain.identifiers import NotificationId
from domain.notification import Notification
from ports.clock import Clock
from ports.ids import Ids
from ports.log import Log
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup

EVERY: Final = timedelta(seconds=5)
"""By all processes together; a look is a small write, so an idle server should not look all the time."""
BEGUN: Final = "begun"
OVER: Final = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    kind: AlertKind
    state: str
    number: int
    details: Details


class WatchAlerts:
    """
    - The change of an alert and its notification are one transaction: never one without the other.
    - One process looks at a time, and sees what is so then: nobody acts on what another has found out before.
    - An alert that nobody wants to be told of any more is over.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        read_signs: ReadSigns,
        limits: AlertLimits,
        clock: Clock,
        ids: Ids,
        wakeup: Wakeup,
        log: Log,
    ) -> None:
        self._storage = storage
        self._read_signs = read_signs
        self._limits = limits
        self._clock = clock
        self._ids = ids
        self._wakeup = wakeup
        self._log = log

    async def execute(self) -> None:
        """Look once, unless somebody has just done so. Raises StorageUnavailableError."""
        changes = await self._storage.run(self._look)
        for change in changes:
            note = self._log.warning if change.state == BEGUN else self._log.info
            note("alert", kind=change.kind, state=change.state, number=change.number, details=dict(change.details))
        if changes:
            self._wakeup.signal(Queue.NOTIFICATIONS)

    async def _look(self, uow: UnitOfWork) -> Sequence[_Change]:
        if not await uow.alerts.take_look(every=EVERY):
            return []
        on = await uow.alerts.on()
        found = troubles(await self._read_signs.read(uow), self._limits, on=on)
        changes = [await self._begin(uow, kind, found[kind]) for kind in found if kind not in on]
        changes += [await self._end(uow, kind) for kind in on if kind not in found]
        made = [change for change in changes if change is not None]
        for change in made:
            await uow.notifications.add(self._notification(change))
        return made

    async def _begin(self, uow: UnitOfWork, kind: AlertKind, details: Details) -> _Change | None:
        number = await uow.alerts.begin(kind)
        return None if number is None else _Change(kind=kind, state=BEGUN, number=number, details=details)

    async def _end(self, uow: UnitOfWork, kind: AlertKind) -> _Change | None:
        number = await uow.alerts.end(kind)
        return None if number is None else _Change(kind=kind, state=OVER, number=number, details={})

    def _notification(self, change: _Change) -> Notification:
        now = self._clock.now()
        return Notification(
            id=NotificationId(self._ids.new()),
            key=f"alert:{change.kind}:{change.number}:{change.state}",
            type="alert",
            payload={
                "alert": change.kind.value,
                "state": change.state,
                "number": change.number,
                "at": now.isoformat(),
                "details": dict(change.details),
            },
            created_at=now,
        )
