"""What is counted while the service works."""

from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Protocol

from domain.answer import Fault
from domain.channel import Channel
from domain.turn import TurnState
from domain.turn_step import TurnStep


class Metrics(Protocol):
    """
    No method blocks and none raises.

    An ``outcome`` is one of the few words named here, never something that was received: every new word is kept for
    as long as the process runs.
    """

    def event_received(self, outcome: str) -> None:
        """
        What became of an event from VK.

        ``accepted`` (or ``polled``), ``forbidden``, ``malformed``, ``limited`` or ``unavailable``.
        """
        ...

    def turn_ended(self, channel: Channel, state: TurnState) -> None: ...

    def timing(self, step: TurnStep) -> AbstractContextManager[None]:
        """Time what is done inside, whether it succeeds or not."""
        ...

    def captured(self, channel: Channel | None, amount: Decimal) -> None:
        """An answer of that channel was paid for, in roubles; None: the reading of a deadline."""
        ...

    def model_failed(self, fault: Fault) -> None:
        """One call of the model brought no whole answer."""
        ...

    def community_failed(self, code: int | None) -> None:
        """One call of VK failed; None when there was no answer to read."""
        ...

    def notification(self, outcome: str) -> None:
        """What became of one try at handing it over: ``delivered``, ``failed``, or ``dead`` after the last."""
        ...

    def socket_opened(self) -> None: ...

    def socket_closed(self) -> None: ...
