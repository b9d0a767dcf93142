"""Whether the other service is away, as far as this process knows."""

from datetime import datetime, timedelta
from typing import Final

from domain.backoff import delay
from domain.identifiers import ConversationId
from ports.clock import Clock
from ports.randomness import Randomness

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
"""Seconds between two tries while it is away."""
MOST_SUSPECTS: Final = 3
"""Conversations whose notifications may fail one after another before the receiver is to blame, and not they."""


class NotifierOutage:
    """
    - It begins when nobody is there, or when nothing of several conversations is taken any more.
    - While it lasts there is one try at a time, after a growing wait.
    - It ends with the first notification that is taken.
    """

    def __init__(self, *, clock: Clock, randomness: Randomness) -> None:
        self._clock = clock
        self._randomness = randomness
        self._suspects: set[ConversationId | None] = set()
        self._tries = 0
        self._since: datetime | None = None
        self._wait = timedelta()

    @property
    def is_on(self) -> bool:
        return self._tries > 0

    @property
    def holds_back(self) -> bool:
        """Still waiting for the next try; not for ever when the machine's clock was set back."""
        return self._since is not None and timedelta() <= self._clock.now() - self._since < self._wait

    def not_taken(self, conversation_id: ConversationId | None) -> None:
        self._suspects.add(conversation_id)
        if self.is_on or len(self._suspects) >= MOST_SUSPECTS:
            self._go_on()

    def nobody_there(self) -> None:
        self._go_on()

    def taken(self) -> None:
        self._suspects.clear()
        self._tries, self._since = 0, None

    def _go_on(self) -> None:
        self._tries += 1
        seconds = delay(self._tries, first=FIRST_WAIT, most=LONGEST_WAIT, spread=self._randomness.fraction())
        self._since, self._wait = self._clock.now(), timedelta(seconds=seconds)
