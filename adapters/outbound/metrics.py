"""Counts of this process, and what all processes share, in the text format of Prometheus."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from adapters.outbound.histogram import Histogram
from adapters.outbound.metric_families import BoundedCounter, Families, counter, histogram, shared_gauges
from domain.answer import Fault
from domain.channel import Channel
from domain.signs import Signs
from domain.turn import TurnState
from domain.turn_step import TurnStep

MOST_CODES: Final = 100
"""Codes of VK that are told apart; it has some seventy."""


class PrometheusMetrics:
    """Counts since the start of this process, in a registry of its own."""

    def __init__(self) -> None:
        self._events: Counter[tuple[str, ...]] = Counter()
        self._turns: Counter[tuple[str, ...]] = Counter()
        self._steps: defaultdict[str, Histogram] = defaultdict(Histogram)
        self._captured: defaultdict[tuple[str, ...], Decimal] = defaultdict(Decimal)
        self._model_errors: Counter[tuple[str, ...]] = Counter()
        self._vk_errors = BoundedCounter(MOST_CODES)
        self._notifications: Counter[tuple[str, ...]] = Counter()
        self._sockets = 0
        self._dropped_lines: Callable[[], int] = int
        self._lost_news: Callable[[], int] = int
        self._signs: Signs | None = None
        self._registry = CollectorRegistry()
        self._registry.register(Families(self._families))
        ProcessCollector(registry=self._registry)

    def watch_dropped_lines(self, read: Callable[[], int]) -> None:
        """Ask `read` for the log lines lost since the start, whenever the counts are read."""
        self._dropped_lines = read

    def watch_lost_news(self, read: Callable[[], int]) -> None:
        """Ask `read` for the live news that never reached Redis, whenever the counts are read."""
        self._lost_news = read

    def event_received(self, outcome: str) -> None:
        self._events[outcome,] += 1

    def turn_ended(self, channel: Channel, state: TurnState) -> None:
        self._turns[channel, state] += 1

    @contextmanager
    def timing(self, step: TurnStep) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self._steps[step].add(time.monotonic() - began)

    def captured(self, channel: Channel | None, amount: Decimal) -> None:
        self._captured["none" if channel is None else channel,] += amount

    def model_failed(self, fault: Fault) -> None:
        self._model_errors[fault,] += 1

    def community_failed(self, code: int | None) -> None:
        self._vk_errors.count("none" if code is None else str(code))

    def notification(self, outcome: str) -> None:
        self._notifications[outcome,] += 1

    def socket_opened(self) -> None:
        self._sockets += 1

    def socket_closed(self) -> None:
        self._sockets -= 1

    def render(self, signs: Signs | None = None) -> tuple[bytes, str]:
        """The counts and their content type; ``signs`` of the whole service are None when they could not be read."""
        self._signs = signs
        return generate_latest(self._registry), CONTENT_TYPE_LATEST

    def _families(self) -> Iterator[Metric]:
        yield counter("otklik_events", "Events delivered by VK", ["outcome"], self._events)
        yield counter("otklik_turns", "Turns that have ended", ["channel", "state"], self._turns)
        yield histogram("otklik_turn_step_seconds", "How long a step of a turn took", "step", self._steps)
        yield counter("otklik_captured_roubles", "Money spent", ["channel"], self._captured)
        yield counter("otklik_model_errors", "Failed calls of the model", ["fault"], self._model_errors)
        yield counter("otklik_vk_errors", "Failed calls of VK, by VK's code", ["code"], self._vk_errors)
        yield counter("otklik_notifications", "Tries at handing notifications over", ["outcome"], self._notifications)
        yield GaugeMetricFamily("otklik_sockets", "Open chat sockets", self._sockets)
        yield CounterMetricFamily("otklik_log_lines_dropped", "Log lines that were lost", self._dropped_lines())
        yield CounterMetricFamily("otklik_live_news_lost", "Live news that never left", self._lost_news())
        yield from shared_gauges(self._signs)
