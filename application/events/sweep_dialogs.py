"""After an outage: ask VK which dialogs wait for an answer, and take up what was missed."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from application.events.record_dialog_message import RecordDialogMessage
from domain.errors import LeaseLostError, StorageUnavailableError
from domain.occurrence import MessageReceived
from ports.clock import Clock
from ports.dialogs import Dialogs
from ports.log import Log
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup

SWEEP: Final = "vk_sweep"
SWEEP_WISH: Final = "vk_sweep_wish"
SILENCE: Final = timedelta(minutes=90)
"""VK tries a callback again for 1 h 43 min (10 s, 3, 10, 30 and 60 min); a silence that may become longer is one."""
MOST_AGE: Final = timedelta(hours=24)
"""Of a message that is answered still; older ones are recorded."""
MOST_DIALOGS: Final = 10_000
LEASE: Final = timedelta(minutes=2)
_RENEWED_AFTER: Final = 50
_HEARD: Final = "heard"
_SILENT: Final = "silent"


class SweepReason(StrEnum):
    START = "start"
    HISTORY_LOST = "history_lost"
    SILENCE = "silence"
    SILENCE_OVER = "silence_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """``waiting`` dialogs, of which ``taken`` were news, and of those ``old`` only recorded."""

    reason: SweepReason
    waiting: int
    taken: int
    old: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    reason: SweepReason
    is_first: bool = False
    wish: str = ""


class SweepDialogs:
    """
    - Due at the start of a process, when the long poll has lost events, when no event has come for so long that VK may
      have given some up, and once more when events come again.
    - One process sweeps at a time; what another has swept since this one began need not be swept again.
    - The last message of a dialog is taken up once, by its natural key: by a sweep or by its event.
    - Messages older than a day are recorded, not answered. So is everything that waits at the very first start: it
      was said before there was anybody to miss it.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        dialogs: Dialogs,
        record: RecordDialogMessage,
        clock: Clock,
        wakeup: Wakeup,
        log: Log,
        owner: str,
    ) -> None:
        self._storage = storage
        self._dialogs = dialogs
        self._record = record
        self._clock = clock
        self._wakeup = wakeup
        self._log = log
        self._owner = owner

    async def execute(self, *, running_for: timedelta) -> Swept | None:
        """
        Sweep if it is due and nobody else does; ``running_for``: how long this process has been there.

        Raises CommunityError and StorageUnavailableError: then it stays due. LeaseLostError means that another
        process sweeps.
        """
        if await self._storage.read(lambda uow: self._due(uow, running_for)) is None:
            return None
        due = await self._storage.run(lambda uow: self._begin(uow, running_for))
        if due is None:
            return None
        try:
            return await self._sweep(due)
        finally:
            with suppress(StorageUnavailableError):
                await self._storage.run(lambda uow: uow.positions.drop_lease(SWEEP, owner=self._owner))

    async def _begin(self, uow: UnitOfWork, running_for: timedelta) -> _Due | None:
        await self._stay(uow)
        return await self._due(uow, running_for)

    async def _sweep(self, due: _Due) -> Swept:
        waiting = await self._dialogs.unanswered(most=MOST_DIALOGS)
        oldest = self._clock.now() - MOST_AGE
        taken = old = 0
        for number, message in enumerate(waiting):
            if number % _RENEWED_AFTER == 0:
                await self._storage.run(self._stay)
            is_old = due.is_first or message.at < oldest
            is_new = await self._storage.run(partial(self._take, message, answer=not is_old))
            taken += is_new
            old += is_new and is_old
        await self._storage.run(partial(self._finish, due))
        self._wakeup.signal(Queue.TURNS)
        self._log.info("dialogs_swept", reason=due.reason.value, waiting=len(waiting), taken=taken, old=old)
        return Swept(reason=due.reason, waiting=len(waiting), taken=taken, old=old)

    async def _take(self, message: MessageReceived, uow: UnitOfWork, *, answer: bool) -> bool:
        return await self._record.execute(uow, message, answer=answer)

    async def _stay(self, uow: UnitOfWork) -> None:
        if not await uow.positions.take_lease(SWEEP, owner=self._owner, lease=LEASE):
            raise LeaseLostError("sweep", self._owner)

    @staticmethod
    async def _finish(due: _Due, uow: UnitOfWork) -> None:
        await uow.positions.put(SWEEP, _SILENT if due.reason is SweepReason.SILENCE else _HEARD)
        wish = await uow.positions.get(SWEEP_WISH)
        if wish is not None and wish.value == due.wish:
            # Another wish, made meanwhile, is for the next sweep.
            await uow.positions.put(SWEEP_WISH, "")

    @staticmethod
    async def _due(uow: UnitOfWork, running_for: timedelta) -> _Due | None:
        wish, swept = await uow.positions.get(SWEEP_WISH), await uow.positions.get(SWEEP)
        silence = await uow.events.silence()
        is_silent = silence is None or silence >= SILENCE
        wished = wish.value if wish is not None else ""
        if wished:
            return _Due(reason=SweepReason.HISTORY_LOST, wish=wished)
        if swept is None:
            return _Due(reason=SweepReason.START, is_first=silence is None)
        if swept.age > running_for:
            return _Due(reason=SweepReason.START)
        if is_silent and swept.age >= SILENCE:
            return _Due(reason=SweepReason.SILENCE)
        if not is_silent and swept.value == _SILENT:
            return _Due(reason=SweepReason.SILENCE_OVER)
        return None
