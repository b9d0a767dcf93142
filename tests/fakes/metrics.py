from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from domain.answer import Fault
from domain.channel import Channel
from domain.turn import TurnState
from domain.turn_step import TurnStep


class FakeMetrics:
    """
    Counts under the names of the methods: ``metrics.counts["turn_ended", Channel.VK_POST, TurnState.SETTLED]``.

    Money is counted in kopecks.
    """

    def __init__(self) -> None:
        self.counts: Counter[tuple[object, ...]] = Counter()
        self.sockets = 0

    def event_received(self, outcome: str) -> None:
        self.counts["event_received", outcome] += 1

    def turn_ended(self, channel: Channel, state: TurnState) -> None:
        self.counts["turn_ended", channel, state] += 1

    @contextmanager
    def timing(self, step: TurnStep) -> Iterator[None]:
        try:
            yield
        finally:
            self.counts["timing", step] += 1

    def captured(self, channel: Channel | None, amount: Decimal) -> None:
        self.counts["captured", channel] += int(amount * 100)

    def model_failed(self, fault: Fault) -> None:
        self.counts["model_failed", fault] += 1

    def community_failed(self, code: int | None) -> None:
        self.counts["community_failed", code] += 1

    def notification(self, outcome: str) -> None:
        self.counts["notification", outcome] += 1

    def socket_opened(self) -> None:
        self.sockets += 1

    def socket_closed(self) -> None:
        self.sockets -= 1
