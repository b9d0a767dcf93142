"""What VK has to be told so that events come: the callback server as it is, and as it should be."""

from dataclasses import dataclass, field, replace
from typing import Final

NEEDED_RIGHTS: Final = frozenset({"manage", "messages", "wall"})
"""VK's names (groups.getTokenPermissions): callback servers, dialogs, comments."""

CONFIRMED: Final = "ok"
"""VK's word for a server that has answered with the confirmation code (groups.getCallbackServers)."""

MOST_TITLE: Final = 14
"""Characters (groups.addCallbackServer)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackServer:
    """One of the community's callback servers; ``status`` is VK's word."""

    id: int
    url: str
    title: str
    status: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Which event types go to a server, in the shape of which API version."""

    events: frozenset[str]
    api_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackPlan:
    """What there is at ``url`` (``server`` with what is ``ticked``; None: nothing), and what is needed there."""

    url: str
    title: str
    secret: str = field(repr=False)
    is_secret_new: bool
    server: CallbackServer | None
    ticked: Subscription | None
    needed: Subscription

    @property
    def edits(self) -> bool:
        """VK asks for the confirmation code again after an edit, so an unconfirmed server is edited too."""
        return self.server is not None and self.server != replace(self.server, secret=self.secret, status=CONFIRMED)

    @property
    def sets_events(self) -> bool:
        return self.ticked != self.needed

    @property
    def unticked(self) -> frozenset[str]:
        """Ticked now, and used by nobody here."""
        return (self.ticked.events if self.ticked else frozenset()) - self.needed.events

    @property
    def newly_ticked(self) -> frozenset[str]:
        return self.needed.events - (self.ticked.events if self.ticked else frozenset())

    @property
    def changes_existing(self) -> bool:
        return self.server is not None and (self.edits or self.sets_events)

    @property
    def changes_nothing(self) -> bool:
        return self.server is not None and not self.changes_existing
