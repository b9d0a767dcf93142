"""Time-ordered ids: UUIDs of version 7 (RFC 9562)."""

from uuid import UUID

from uuid_utils import compat


class TimeOrderedIds:
    """
    Ordered inside this process, also within a millisecond and when the clock is set back.

    A forked child draws its own randomness: the library reseeds itself after a fork.
    """

    def new(self) -> UUID:
        return compat.uuid7()
