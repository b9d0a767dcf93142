"""Signs of how the work is going, read from the queues themselves."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from domain.signs import Backlog
from domain.turn import TurnState


class SignRepository(Protocol):
    """Only reads; a look costs little, however much has been done before."""

    async def oldest(self) -> Mapping[Backlog, timedelta]:
        """
        How long the oldest of each backlog has waited, by the database's clock; never negative.

        One that is empty is left out. A turn that waits for quiet hours to end waits from their end on; one that waits
        for a person (a draft, an unconfirmed delivery) is no backlog.
        """
        ...

    async def latest_ends(self, *, limit: int) -> Sequence[TurnState]:
        """How the latest turns have ended, settled or failed; the one opened last comes first."""
        ...
