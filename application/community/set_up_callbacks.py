"""Tell VK where events go, and which."""

from dataclasses import dataclass, replace
from typing import Final

from domain.callback_plan import CONFIRMED, CallbackPlan
from ports.callback_registry import CallbackRegistry
from ports.clock import Clock
from ports.settings_keeper import SettingsKeeper

LOOKS: Final = 5
"""How often VK is asked whether it has confirmed the server, a second apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackSetup:
    """``status`` is VK's word of the server."""

    server_id: int
    status: str

    @property
    def is_confirmed(self) -> bool:
        return self.status == CONFIRMED


class SetUpCallbacks:
    """
    Idempotent: planned again and done again, it changes nothing.

    - A secret that was made is kept before VK learns of it: one that only VK knew would refuse every event.
    - Events are ticked though the server is not confirmed yet: VK sends them once it is.
    """

    def __init__(self, *, registry: CallbackRegistry, keeper: SettingsKeeper, clock: Clock) -> None:
        self._registry = registry
        self._keeper = keeper
        self._clock = clock

    async def execute(self, plan: CallbackPlan) -> CallbackSetup:
        """Raises CommunityError, OSError."""
        if plan.is_secret_new:
            self._keeper.keep("VK_SECRET", plan.secret)
        server_id = await self._register(plan)
        if plan.sets_events:
            ticked = await self._registry.subscription(server_id)
            await self._registry.subscribe(server_id, plan.needed, drop=ticked.events - plan.needed.events)
        return CallbackSetup(server_id=server_id, status=await self._status(server_id))

    async def _register(self, plan: CallbackPlan) -> int:
        if plan.server is None:
            return await self._registry.add(url=plan.url, title=plan.title, secret=plan.secret)
        if plan.edits:
            await self._registry.edit(replace(plan.server, secret=plan.secret))
        return plan.server.id

    async def _status(self, server_id: int) -> str:
        status = "unconfigured"
        for look in range(LOOKS):
            if look:
                await self._clock.sleep(1.0)
            found = {server.id: server.status for server in await self._registry.servers()}
            status = found.get(server_id, status)
            if status == CONFIRMED:
                break
        return status
