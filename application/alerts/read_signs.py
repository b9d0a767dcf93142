"""Look how the work of the whole service is going."""

from collections.abc import Collection
from datetime import timedelta

from application.rules import Rules
from application.turns.delivery_failure import VK
from domain.balance import COMMUNITY_ACCOUNT
from domain.signs import Backlog, Signs
from ports.clock import Clock
from ports.storage import Storage, UnitOfWork


class ReadSigns:
    """
    Only the ``watched`` backlogs are told of: where nobody is to be notified the outbox just grows.

    ``ends`` is of how many turns at most the end is told.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        rules: Rules,
        watched: Collection[Backlog] = tuple(Backlog),
        ends: int = 1,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules
        self._watched = watched
        self._ends = ends

    async def execute(self) -> Signs:
        """Raises StorageUnavailableError."""
        return await self._storage.read(self.read)

    async def read(self, uow: UnitOfWork) -> Signs:
        """The same, as seen by a transaction."""
        since = self._rules.day_start(self._clock.now())
        oldest = await uow.signs.oldest()
        return Signs(
            balance=await uow.accounts.balance(COMMUNITY_ACCOUNT, since=since),
            oldest={backlog: oldest.get(backlog, timedelta()) for backlog in self._watched},
            latest_ends=await uow.signs.latest_ends(limit=self._ends),
            vk_halt=await uow.halts.reason(VK),
            stop=(await uow.controls.get()).stop,
        )
