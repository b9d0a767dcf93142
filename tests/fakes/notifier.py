from domain.identifiers import NotificationId
from domain.notification import Notification
from ports.notifier import NotifierUnavailableError, NotTakenError


class FakeNotifier:
    """Keeps what was delivered; is away for as many of the next calls as it is told to, and takes no poison."""

    def __init__(self) -> None:
        self.delivered: list[Notification] = []
        self.calls = 0
        self.poison: set[NotificationId] = set()
        self._failures = 0

    def fail_next(self, times: int = 1) -> None:
        self._failures += times

    async def deliver(self, notification: Notification) -> None:
        self.calls += 1
        if self._failures:
            self._failures -= 1
            raise NotifierUnavailableError("scripted")
        if notification.id in self.poison:
            raise NotTakenError("poison")
        self.delivered.append(notification)
