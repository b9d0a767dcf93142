"""Counts as families of the library that writes Prometheus' text."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from adapters.outbound.histogram import Histogram
from domain.signs import Signs


class Families(Collector):
    # The library's own Counter adds a time series with the moment of each counter's creation, switched globally only.
    def __init__(self, families: Callable[[], Iterable[Metric]]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families()


def counter(
    name: str, about: str, labels: list[str], counts: Mapping[tuple[str, ...], int | Decimal]
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, about, labels=labels)
    for values, count in sorted(counts.items()):
        family.add_metric(values, float(count))
    return family


def histogram(name: str, about: str, label: str, taken: Mapping[str, Histogram]) -> HistogramMetricFamily:
    family = HistogramMetricFamily(name, about, labels=[label])
    for value, seconds in sorted(taken.items()):
        family.add_metric([value], seconds.buckets, seconds.sum)
    return family


def shared_gauges(signs: Signs | None) -> Iterator[Metric]:
    """What all processes share; without signs only that they could not be read."""
    up = "Whether the database could be asked for what all processes share"
    yield GaugeMetricFamily("otklik_database_up", up, 0 if signs is None else 1)
    if signs is None:
        return
    money = GaugeMetricFamily("otklik_balance_roubles", "Money of the community's account", labels=["part"])
    money.add_metric(["available"], float(signs.balance.available))
    money.add_metric(["held"], float(signs.balance.held))
    yield money
    ages = GaugeMetricFamily(
        "otklik_queue_oldest_seconds", "How long the oldest one has waited; 0 when none waits", labels=["queue"]
    )
    for queue, age in signs.oldest.items():
        ages.add_metric([queue], age.total_seconds())
    yield ages
    yield GaugeMetricFamily("otklik_vk_halted", "Whether sending to VK is stopped", 0 if signs.vk_halt is None else 1)
    yield GaugeMetricFamily(
        "otklik_answering_stopped", "Whether the owner has stopped all answering", 0 if signs.stop is None else 1
    )


class BoundedCounter(Counter[tuple[str, ...]]):
    """Counts by one word that comes from outside: once there are ``most`` words, others are counted as ``other``."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def count(self, word: str) -> None:
        known = (word,) in self or len(self) < self._most
        self[(word,) if known else ("other",)] += 1
