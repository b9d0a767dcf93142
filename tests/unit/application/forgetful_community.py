from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.delivery import DialogTarget
from domain.rich_text import Span
from ports.clock import Clock
from tests.fakes.community import FakeCommunity

REMEMBERED_FOR = timedelta(hours=1)


class ForgetfulCommunity(FakeCommunity):
    """Compares the key of a message for an hour only, as VK does; its history shows the message for ever."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._sent_at: dict[int, datetime] = {}

    def forget(self) -> None:
        """As if a hundred other messages had been written in each dialog."""
        self._sent_at.clear()

    async def send_message(self, target: DialogTarget, text: str, *, random_id: int, spans: Sequence[Span] = ()) -> int:
        now = self._clock.now()
        remembered = self._sent_at.get(random_id)
        if remembered is not None and now - remembered < REMEMBERED_FOR:
            return await super().send_message(target, text, random_id=random_id, spans=spans)
        before, self.messages = self.messages, []
        try:
            return await super().send_message(target, text, random_id=random_id, spans=spans)
        finally:
            if self.messages:
                self._sent_at[random_id] = now
            self.messages = [*before, *self.messages]
