"""VK's events, fetched by us: for a service without a public address."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.errors import OtklikError


@dataclass(frozen=True, slots=True, kw_only=True)
class PollSession:
    """Where to ask, and VK's position ``ts`` when the session was opened."""

    server: str
    key: str = field(repr=False)
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledEvent:
    """``event_id`` is VK's, or the same for the same event each time it is fetched. ``body`` is kept whole."""

    type: str
    group_id: int
    event_id: bytes
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledBatch:
    """What came after a position, and the position after that."""

    events: Sequence[PolledEvent]
    ts: str


class PollError(OtklikError):
    """VK does not go on from where we are."""


class HistoryLostError(PollError):
    """Some events are gone for good; what there is begins at ``ts``."""

    def __init__(self, ts: str) -> None:
        super().__init__(ts)
        self.ts = ts


class PollKeyExpiredError(PollError):
    """A new session is needed; the position stays good."""


class PollSessionLostError(PollError):
    """A new session is needed, and its position: some events may be gone for good."""


class EventSource(Protocol):
    """Both methods raise CommunityError when VK refuses or does not answer, and may be cancelled at any moment."""

    async def open(self) -> PollSession: ...

    async def poll(self, session: PollSession, *, ts: str) -> PolledBatch:
        """
        Wait for events after ``ts``, some 25 seconds at most; there may be none then.

        Changes nothing: the same ``ts`` gives the same events again. Raises PollError as well.
        """
        ...
