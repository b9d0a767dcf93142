"""Find the answers written here that somebody at another process wants stopped."""

from application.turns.stop_bells import StopBells
from ports.storage import Storage


class FindStops:
    """One question for all of them; none while nothing is written."""

    def __init__(self, *, storage: Storage, bells: StopBells) -> None:
        self._storage = storage
        self._bells = bells

    async def execute(self) -> None:
        """Raises StorageUnavailableError."""
        watched = self._bells.watched
        if not watched:
            return
        for turn_id in await self._storage.read(lambda uow: uow.turns.to_stop(watched)):
            self._bells.ring(turn_id)
