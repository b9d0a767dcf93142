"""Where VK's events are put before VK is told ``ok``."""

from typing import Protocol

from domain.event import Event


class EventInbox(Protocol):
    async def store(self, event: Event) -> None:
        """
        Return when the event is on disk.

        Idempotent by (group, ``event_id``), byte for byte: a repeat changes nothing. Events that arrive together are
        committed together. Raises StorageUnavailableError: then the event must not be acknowledged.
        """
        ...

    async def lull(self, *, most: float) -> None:
        """Return when no event is coming in, or after ``most`` seconds."""
        ...
