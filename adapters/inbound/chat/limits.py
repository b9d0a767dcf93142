"""How much one socket, person or address may send."""

from collections import Counter
from typing import Final

from adapters.inbound.chat import frames
from domain.command import WITH_PASSWORD, parse_command
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

SOCKETS_OF_AN_ADDRESS: Final = 100
"""Open at once in this process: a school behind one address has as many."""
SOCKETS_OF_A_PERSON: Final = 20
"""Open at once in this process: more tabs than anybody reads."""

LATER_SECONDS: Final = 60.0
"""When to come back for whom there was no place."""

MOST_REFUSED: Final = 20
"""Frames that are refused before whoever goes on sending is cut."""

SIGN_INS: Final = (frames.Register, frames.Login, frames.ChangePassword, frames.EraseMe)
SIGN_INS_OF_AN_ADDRESS: Final = Rate(most=30, seconds=300)
"""Each is a hash of a password: a tenth of a second of a processor, and a guess."""

COSTLY: Final = (frames.Say, frames.Retry, frames.ExportMe, *SIGN_INS)


class OpenSockets:
    """How many sockets of this process each address and each person has open."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def enter(self, key: str, most: int) -> bool:
        """Count one more; False, and nothing counted, when there are ``most`` already."""
        if self._open[key] >= most:
            return False
        self._open[key] += 1
        return True

    def leave(self, key: str) -> None:
        self._open[key] -= 1
        if self._open[key] <= 0:
            del self._open[key]


class VisitLimits:
    """
    The limits of one socket.

    ``address`` is that of the client, None when it cannot be told from others'. The socket's own counts are kept here,
    by ``now``, a monotonic clock; a person's and an address's by the throttle, for all processes. How many are open is
    counted in each process, until ``leave``.
    """

    __slots__ = (
        "_address",
        "_entered",
        "_frames_empty_at",
        "_open_sockets",
        "_refused",
        "_requests_empty_at",
        "_throttle",
    )

    def __init__(self, throttle: Throttle, open_sockets: OpenSockets, *, address: str | None, now: float) -> None:
        self._throttle = throttle
        self._open_sockets = open_sockets
        self._entered: list[str] = []
        self._address = address
        self._frames_empty_at = now
        self._requests_empty_at = now
        self._refused = 0

    @property
    def is_flooded(self) -> bool:
        """It was told to wait often enough."""
        return self._refused > MOST_REFUSED

    def connect(self) -> bool:
        """Count the socket before anything is said; False when the address has too many open."""
        return self._address is None or self._enter(f"address:{self._address}", SOCKETS_OF_AN_ADDRESS)

    def join(self, person_id: PersonId) -> bool:
        """Count the socket as the person's; False when they have too many open."""
        return self._enter(f"person:{person_id}", SOCKETS_OF_A_PERSON)

    def leave(self) -> None:
        """Leaving twice changes nothing."""
        while self._entered:
            self._open_sockets.leave(self._entered.pop())

    def _enter(self, key: str, most: int) -> bool:
        if not self._open_sockets.enter(key, most):
            return False
        self._entered.append(key)
        return True

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
        if wait is None and self._address is not None and _tries_a_password(frame):
            wait = await self._throttle.take(f"sign_ins:{self._address}", SIGN_INS_OF_AN_ADDRESS)
        self._refused += wait is not None
        return wait

    async def _take_request(self, person_id: PersonId, now: float) -> float | None:
        self._requests_empty_at, wait = REQUESTS.take(self._requests_empty_at, now=now)
        if wait is None:
            wait = await self._throttle.take(f"requests:{person_id}", REQUESTS)
        if wait is None and self._address is not None:
            wait = await self._throttle.take(f"requests:{self._address}", REQUESTS_OF_AN_ADDRESS)
        return wait


def _tries_a_password(frame: frames.AnyClientFrame) -> bool:
    if isinstance(frame, frames.Say):
        command = parse_command(frame.text)
        return command is not None and command.name in WITH_PASSWORD
    return isinstance(frame, SIGN_INS)
