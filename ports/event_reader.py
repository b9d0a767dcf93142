"""Reading VK's events."""

from typing import Protocol

from domain.errors import OtklikError
from domain.event import Event
from domain.occurrence import Occurrence


class UnreadableEventError(OtklikError):
    """The event's object is not of the shape its type promises; ``where`` names the place."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where

    def __str__(self) -> str:
        return f"unreadable event: {self.where}"


class EventReader(Protocol):
    def read(self, event: Event) -> Occurrence:
        """
        Tell what happened.

        Unknown types, fields and enum values are no errors: what cannot be answered is NothingToAnswer. Raises
        UnreadableEventError when a known type lacks what it cannot be understood without.
        """
        ...
