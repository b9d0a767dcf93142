"""What the owner has been told of, and has not been told to be over."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol

from domain.alert import AlertKind


class AlertRepository(Protocol):
    """One row for each kind, kept for ever: an alert has a number that grows each time it begins."""

    async def take_look(self, *, every: timedelta) -> bool:
        """
        Whether it is time to look again, by the database's clock: at most once in ``every``, whoever asks.

        To whom it is told so the alerts belong until the end of the transaction: what is read after this is fresh, and
        nobody else begins or ends one meanwhile. If that transaction fails the look has not been taken.
        """
        ...

    async def on(self) -> Mapping[AlertKind, int]:
        """Those that have begun and are not over, with their numbers."""
        ...

    async def begin(self, kind: AlertKind) -> int | None:
        """Gives its number, from 1 on; None when it is on already: nothing changes."""
        ...

    async def end(self, kind: AlertKind) -> int | None:
        """Gives its number; None when it is not on: nothing changes."""
        ...
