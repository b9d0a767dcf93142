"""Counting what happens, for whoever watches the installation."""

from typing import Protocol


class Metrics(Protocol):
    """No method blocks, none raises. Labels are from small fixed sets: never an id, never a text."""

    def event_received(self, outcome: str) -> None:
        """``accepted``, ``forbidden``, ``malformed`` or ``unavailable``."""
        ...

    def turn_ended(self, channel: str, state: str) -> None: ...

    def model_failed(self, fault: str) -> None: ...

    def community_failed(self, code: int | None) -> None:
        """VK's error code; None for a call without an answer."""
        ...

    def notification(self, outcome: str) -> None:
        """``delivered`` or ``failed``."""
        ...

    def socket_opened(self) -> None: ...

    def socket_closed(self) -> None: ...
