"""Answer again."""

from application.audit.note_act import NoteAct
from domain.act import Deed
from domain.answering import ANSWERING
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class StartAnswering:
    """What was declined in the meantime stays declined: nobody expects an answer of yesterday."""

    def __init__(self, *, storage: Storage, log: Log, note: NoteAct) -> None:
        self._storage = storage
        self._log = log
        self._note = note

    async def execute(self, *, by: str) -> bool:
        """Tell whether it was stopped. Raises StorageUnavailableError."""

        async def note(uow: UnitOfWork) -> bool:
            controls = await uow.controls.lock()
            await uow.controls.save(controls.started())
            if controls.is_stopped:
                await self._note.execute(uow, Deed.STARTED_ANSWERING, by=by, on=ANSWERING)
            return controls.is_stopped

        was_stopped = await self._storage.run(note)
        if was_stopped:
            self._log.warning("answering_started", by=by)
        return was_stopped
