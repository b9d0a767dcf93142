"""How often an address may be refused before it is turned away sooner."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from adapters.inbound.client_address import is_public, normalised

MOST_REFUSALS: Final = 30
WINDOW_SECONDS: Final = 60.0
MOST_ADDRESSES: Final = 10_000
MOST_TRUSTED: Final = 1_000


class RefusalLimit:
    """
    Counts refused requests by the address of the socket's peer; what a header claims is not believed.

    Whoever is over the limit may be turned away unread only where VK cannot be behind the same address: one that has
    once brought the right secret, and one of a private network or the machine itself, where a proxy stands, may be
    VK's as well.
    """

    def __init__(
        self,
        *,
        most: int = MOST_REFUSALS,
        seconds: float = WINDOW_SECONDS,
        addresses: int = MOST_ADDRESSES,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._addresses = addresses
        self._now = now
        # By address: when its window ends, and how many refusals are in it.
        self._refusals: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._trusted: OrderedDict[str, None] = OrderedDict()

    def refused(self, peer: str) -> None:
        """Count a refusal."""
        address = normalised(peer)
        ends, count = self._refusals.pop(address, (0.0, 0))
        if ends <= self._now():
            ends, count = self._now() + self._seconds, 0
        self._refusals[address] = (ends, count + 1)
        if len(self._refusals) > self._addresses:
            self._refusals.popitem(last=False)

    def brought_the_secret(self, peer: str) -> None:
        address = normalised(peer)
        self._trusted[address] = None
        self._trusted.move_to_end(address)
        if len(self._trusted) > MOST_TRUSTED:
            self._trusted.popitem(last=False)

    def wait(self, peer: str) -> float | None:
        """Seconds until a refused request of this address is answered in full again; None when it is now."""
        ends, count = self._refusals.get(normalised(peer), (0.0, 0))
        return ends - self._now() if count >= self._most and ends > self._now() else None

    def may_be_vk(self, peer: str) -> bool:
        address = normalised(peer)
        return address in self._trusted or not is_public(address)
