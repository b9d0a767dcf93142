"""Where VK's long poll has got to, and which process polls."""

from datetime import timedelta
from typing import Final

from application.events.sweep_dialogs import SWEEP_WISH
from domain.errors import LeaseLostError
from ports.storage import Storage, UnitOfWork

LONG_POLL: Final = "vk_long_poll"


class PollPosition:
    """
    - One process polls; when it dies another takes over once its lease has lapsed.
    - The position survives restarts, and is moved by nobody but who polls.
    - Where events are lost for good, a sweep of the dialogs is wished for in the same transaction.
    """

    def __init__(self, *, storage: Storage, owner: str, lease: timedelta) -> None:
        self._storage = storage
        self._owner = owner
        self._lease = lease

    async def hold(self) -> bool:
        """Become, or stay, the one who polls; False while another process is. Raises StorageUnavailableError."""
        return await self._storage.run(self._hold)

    async def read(self) -> str | None:
        """Raises StorageUnavailableError."""
        found = await self._storage.read(lambda uow: uow.positions.get(LONG_POLL))
        return found.value if found is not None else None

    async def move(self, ts: str) -> None:
        """Go on to ``ts``; what came before it is stored. Raises LeaseLostError, StorageUnavailableError."""

        async def move(uow: UnitOfWork) -> None:
            await self._stay(uow)
            await uow.positions.put(LONG_POLL, ts)

        await self._storage.run(move)

    async def jump(self, ts: str) -> None:
        """Go on to ``ts`` although events before it were not seen. Raises LeaseLostError, StorageUnavailableError."""

        async def jump(uow: UnitOfWork) -> None:
            await self._stay(uow)
            await uow.positions.put(LONG_POLL, ts)
            await uow.positions.put(SWEEP_WISH, f"lost before {ts}")

        await self._storage.run(jump)

    async def let_go(self) -> None:
        """Let another process take over at once. Raises StorageUnavailableError."""
        await self._storage.run(lambda uow: uow.positions.drop_lease(LONG_POLL, owner=self._owner))

    async def _hold(self, uow: UnitOfWork) -> bool:
        return await uow.positions.take_lease(LONG_POLL, owner=self._owner, lease=self._lease)

    async def _stay(self, uow: UnitOfWork) -> None:
        if not await self._hold(uow):
            raise LeaseLostError("long poll", self._owner)
