"""How much one socket, person or address may send."""

from typing import Final

from adapters.inbound.chat import frames
from domain.identifiers import PersonId
from domain.rate import Rate
from ports.throttle import Throttle

FRAMES: Final = Rate(most=600, seconds=60)
"""Of any kind, of one socket."""
REQUESTS: Final = Rate(most=100, seconds=60)
"""Frames that cost something, of one socket, and of one person on all their sockets together."""
REQUESTS_OF_AN_ADDRESS: Final = Rate(most=600, seconds=60)
VISITS_OF_AN_ADDRESS: Final = Rate(most=600, seconds=60)
"""Each may begin a session, which is a row."""

MOST_REFUSED: Final = 20
"""Frames that are refused before whoever goes on sending is cut."""

COSTLY: Final = (frames.Say, frames.Retry, frames.Register, frames.Login)


class VisitLimits:
    """
    The limits of one socket.

    ``address`` is that of the client, None when it cannot be told from others'. The socket's own counts are kept here,
    by ``now``, a monotonic clock; a person's and an address's by the throttle, for all processes.
    """

    def __init__(self, throttle: Throttle, *, address: str | None, now: float) -> None:
        self._throttle = throttle
        self._address = address
        self._frames_empty_at = now
        self._requests_empty_at = now
        self._refused = 0

    @property
    def is_flooded(self) -> bool:
        """It was told to wait often enough."""
        return self._refused > MOST_REFUSED

    async def enter(self) -> float | None:
        """Ask before the visitor is let in: None, or seconds to wait."""
        if self._address is None:
            return None
        return await self._throttle.take(f"visits:{self._address}", VISITS_OF_AN_ADDRESS)

    async def take(self, frame: frames.AnyClientFrame, person_id: PersonId, *, now: float) -> float | None:
        """Count a frame: None when it may be answered, or seconds to wait."""
        self._frames_empty_at, wait = FRAMES.take(self._frames_empty_at, now=now)
        if wait is None and isinstance(frame, COSTLY):
            wait = await self._take_request(person_id, now)
        self._refused += wait is not None
        return wait

    async def _take_request(self, person_id: PersonId, now: float) -> float | None:
        self._requests_empty_at, wait = REQUESTS.take(self._requests_empty_at, now=now)
        if wait is None:
            wait = await self._throttle.take(f"requests:{person_id}", REQUESTS)
        if wait is None and self._address is not None:
            wait = await self._throttle.take(f"requests:{self._address}", REQUESTS_OF_AN_ADDRESS)
        return wait
