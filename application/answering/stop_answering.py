"""Stop all answering, in all processes at once."""

from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.answering import ANSWERING, Stop
from ports.clock import Clock
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class StopAnswering:
    """
    What counts from the moment it returns.

    - nothing is paid for and the model is not called: what is owed is declined with ``stopped_by_owner``;
    - an answer of which VK can have nothing yet is not sent, and its money is given back;
    - an answer that a visitor sees being written is finished: it is paid for, and half of it has been read;
    - commands are answered still: no model speaks there.
    """

    def __init__(self, *, storage: Storage, clock: Clock, log: Log, note: NoteAct) -> None:
        self._storage = storage
        self._clock = clock
        self._log = log
        self._note = note

    async def execute(self, *, by: str, reason: str) -> bool:
        """Tell whether it was stopped now; who stopped it before is kept. Raises StorageUnavailableError."""
        stop = Stop(at=self._clock.now(), by=by, reason=reason)

        async def note(uow: UnitOfWork) -> bool:
            controls = await uow.controls.lock()
            await uow.controls.save(controls.stopped(stop))
            if not controls.is_stopped:
                await self._note.execute(uow, Deed.STOPPED_ANSWERING, by=by, on=ANSWERING, reason=reason)
            return not controls.is_stopped

        is_new = await self._storage.run(note)
        if is_new:
            self._log.warning("answering_stopped", by=by, reason=reason)
        return is_new
