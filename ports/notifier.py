"""The other service that is told what was answered."""

from typing import Protocol

from domain.errors import OtklikError
from domain.notification import Notification


class NotifierUnavailableError(OtklikError):
    """The notification was not delivered, or it is not known whether it was; the same id is sent again."""


class Notifier(Protocol):
    async def deliver(self, notification: Notification) -> None:
        """
        Push one notification and return when it counts as delivered.

        With acknowledgement on that is when the receiver has named its id; otherwise when it was handed to an open
        connection. Raises NotifierUnavailableError. Called by one worker at a time, in the order of the outbox.
        """
        ...
