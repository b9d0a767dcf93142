"""See what VK has to be told so that events come."""

from collections.abc import Set as AbstractSet

from domain.callback_plan import NEEDED_RIGHTS, CallbackPlan, CallbackServer, Subscription
from domain.errors import MissingRightsError
from ports.callback_registry import CallbackRegistry
from ports.randomness import Randomness


class PlanCallbacks:
    """
    Changes nothing.

    - A server at the same address is used again, under its own title; others are nobody's business here.
    - The secret is the one that is set, else the one VK has for that address, else a new one.
    - Exactly the events that are used are ticked.
    """

    def __init__(
        self,
        *,
        registry: CallbackRegistry,
        randomness: Randomness,
        used_events: AbstractSet[str],
        api_version: str,
        secret: str | None,
    ) -> None:
        self._registry = registry
        self._randomness = randomness
        self._needed = Subscription(events=frozenset(used_events), api_version=api_version)
        self._secret = secret

    async def execute(self, *, url: str, title: str) -> CallbackPlan:
        """Raises MissingRightsError, CommunityError."""
        missing = NEEDED_RIGHTS - await self._registry.rights()
        if missing:
            raise MissingRightsError(missing)
        server = next((each for each in await self._registry.servers() if each.url == url), None)
        return CallbackPlan(
            url=url,
            title=server.title if server else title,
            secret=self._secret or self._own_secret(server),
            is_secret_new=not self._secret,
            server=server,
            ticked=await self._registry.subscription(server.id) if server else None,
            needed=self._needed,
        )

    def _own_secret(self, server: CallbackServer | None) -> str:
        return (server.secret if server else "") or self._randomness.token()
