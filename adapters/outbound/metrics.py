"""Counts of this process in the text format of Prometheus."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from domain.answer import Fault
from domain.channel import Channel
from domain.turn import TurnState


class PrometheusMetrics:
    """Counts since the start of this process, in a registry of its own."""

    def __init__(self) -> None:
        self._events: Counter[tuple[str, ...]] = Counter()
        self._turns: Counter[tuple[str, ...]] = Counter()
        self._model_errors: Counter[tuple[str, ...]] = Counter()
        self._vk_errors: Counter[tuple[str, ...]] = Counter()
        self._notifications: Counter[tuple[str, ...]] = Counter()
        self._sockets = 0
        self._dropped_lines: Callable[[], int] = int
        self._lost_news: Callable[[], int] = int
        self._registry = CollectorRegistry()
        self._registry.register(_Families(self._families))
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

    def model_failed(self, fault: Fault) -> None:
        self._model_errors[fault,] += 1

    def community_failed(self, code: int | None) -> None:
        self._vk_errors["none" if code is None else str(code),] += 1

    def notification(self, outcome: str) -> None:
        self._notifications[outcome,] += 1

    def socket_opened(self) -> None:
        self._sockets += 1

    def socket_closed(self) -> None:
        self._sockets -= 1

    def render(self) -> tuple[bytes, str]:
        """The counts and their content type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST

    def _families(self) -> Iterator[Metric]:
        yield _counter("otklik_events", "Events delivered by VK", ["outcome"], self._events)
        yield _counter("otklik_turns", "Turns that have ended", ["channel", "state"], self._turns)
        yield _counter("otklik_model_errors", "Failed calls of the model", ["fault"], self._model_errors)
        yield _counter("otklik_vk_errors", "Failed calls of VK, by VK's code", ["code"], self._vk_errors)
        yield _counter("otklik_notifications", "Tries at handing notifications over", ["outcome"], self._notifications)
        yield GaugeMetricFamily("otklik_sockets", "Open chat sockets", self._sockets)
        yield CounterMetricFamily("otklik_log_lines_dropped", "Log lines that were lost", self._dropped_lines())
        yield CounterMetricFamily("otklik_live_news_lost", "Live news that never left", self._lost_news())


class _Families(Collector):
    # The library's own Counter adds a time series with the moment of each counter's creation, switched globally only.
    def __init__(self, families: Callable[[], Iterable[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families()


def _counter(name: str, about: str, labels: list[str], counts: Counter[tuple[str, ...]]) -> CounterMetricFamily:
    family = CounterMetricFamily(name, about, labels=labels)
    for values, count in sorted(counts.items()):
        family.add_metric(values, count)
    return family
