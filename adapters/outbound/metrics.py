"""Metrics in Prometheus' text format, in a registry of their own."""

from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest


class PrometheusMetrics:
    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._events = self._counter("otklik_events", "Events received from VK", "outcome")
        self._turns = self._counter("otklik_turns", "Turns that have ended", "channel", "state")
        self._model_errors = self._counter("otklik_model_errors", "Failed model calls", "fault")
        self._vk_errors = self._counter("otklik_vk_errors", "Failed VK calls", "code")
        self._notifications = self._counter("otklik_notifications", "Notifications pushed", "outcome")
        self._sockets = Gauge("otklik_sockets", "Open chat sockets", registry=self._registry)
        self._dropped = Gauge("otklik_log_lines_dropped", "Log lines lost since the start", registry=self._registry)

    def watch_dropped_lines(self, read: Callable[[], int]) -> None:
        """``read`` is asked whenever the metrics are."""
        self._dropped.set_function(read)

    def event_received(self, outcome: str) -> None:
        self._events.labels(outcome).inc()

    def turn_ended(self, channel: str, state: str) -> None:
        self._turns.labels(channel, state).inc()

    def model_failed(self, fault: str) -> None:
        self._model_errors.labels(fault).inc()

    def community_failed(self, code: int | None) -> None:
        self._vk_errors.labels("none" if code is None else str(code)).inc()

    def notification(self, outcome: str) -> None:
        self._notifications.labels(outcome).inc()

    def socket_opened(self) -> None:
        self._sockets.inc()

    def socket_closed(self) -> None:
        self._sockets.dec()

    def render(self) -> tuple[bytes, str]:
        """The page and its content type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(name, says, labels, registry=self._registry)
