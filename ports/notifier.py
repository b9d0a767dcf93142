"""
The other service that is told what was answered.

NotifierError
├── NotifierUnavailableError    nobody is there
└── NotTakenError               somebody is, and did not take it
"""

from typing import Protocol

from domain.errors import OtklikError
from domain.notification import Notification


class NotifierError(OtklikError):
    """The notification was not delivered, or it is not known whether it was; the same id is sent again."""


class NotifierUnavailableError(NotifierError):
    """The receiver could not be reached: that says nothing about the notification."""


class NotTakenError(NotifierError):
    """The receiver was reached, and did not take this notification as it should."""


class Notifier(Protocol):
    async def deliver(self, notification: Notification) -> None:
        """
        Push one notification and return when it counts as delivered.

        With acknowledgement on that is when the receiver has named its id; otherwise when it was handed to an open
        connection. Raises NotifierUnavailableError, NotTakenError. Called by one worker at a time.
        """
        ...
