"""News handed to those of this process who follow a topic."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from domain.live import News
from ports.live_feed import FeedGapError, FeedOverflowError

BOUND = 256
"""News that may wait for one subscriber."""


class Subscription:
    """
    What one subscriber has not read yet: an iterator without end.

    After FeedOverflowError or FeedGapError it goes on with what is handed over from then on: whoever reads the database
    after the error and comes back to the iterator has no hole.

    There is one for each open socket, most of them idle: a deque or an event would take 760 bytes to hold nothing.
    """

    __slots__ = ("_bound", "_missed", "_reader", "_waiting")

    def __init__(self, bound: int = BOUND) -> None:
        self._bound = bound
        self._waiting: list[News] = []
        self._missed: FeedOverflowError | FeedGapError | None = None
        self._reader: asyncio.Future[None] | None = None

    def offer(self, news: News) -> None:
        if self._missed:
            return
        if len(self._waiting) >= self._bound:
            self._miss(FeedOverflowError())
            return
        self._waiting.append(news)
        self._wake()

    def interrupt(self) -> None:
        """Something never got here."""
        self._miss(FeedGapError())

    def _miss(self, why: FeedOverflowError | FeedGapError) -> None:
        """What waits is dropped, the database has it all."""
        self._waiting.clear()
        self._missed = why
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> News:
        while not (self._waiting or self._missed):
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        if self._missed:
            missed, self._missed = self._missed, None
            raise missed
        return self._waiting.pop(0)


class LiveHub:
    """Topics and their subscribers, for one event loop; a topic that nobody follows takes no memory."""

    def __init__(self, bound: int = BOUND) -> None:
        self._bound = bound
        # One or a few follow a topic; a set would take four times the memory of a tuple.
        self._topics: dict[str, tuple[Subscription, ...]] = {}

    @property
    def topics(self) -> Collection[str]:
        return self._topics.keys()

    def deliver(self, topic: str, news: News) -> None:
        for subscription in self._topics.get(topic, ()):
            subscription.offer(news)

    def interrupt(self, topic: str) -> None:
        """Tell all who follow the topic that something was missed."""
        for subscription in self._topics.get(topic, ()):
            subscription.interrupt()

    @contextmanager
    def follow(self, *topics: str) -> Iterator[Subscription]:
        subscription = Subscription(self._bound)
        for topic in topics:
            self._topics[topic] = (*self._topics.get(topic, ()), subscription)
        try:
            yield subscription
        finally:
            for topic in topics:
                self._leave(topic, subscription)

    def _leave(self, topic: str, subscription: Subscription) -> None:
        others = tuple(each for each in self._topics[topic] if each is not subscription)
        if others:
            self._topics[topic] = others
        else:
            del self._topics[topic]
