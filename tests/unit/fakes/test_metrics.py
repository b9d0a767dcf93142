import pytest

from tests.contracts.metrics import MetricsContract, ReadMetrics
from tests.fakes.metrics import FakeMetrics

METHODS = {
    "otklik_events_total": "event_received",
    "otklik_turns_total": "turn_ended",
    "otklik_turn_step_seconds_count": "timing",
    "otklik_captured_roubles_total": "captured",
    "otklik_model_errors_total": "model_failed",
    "otklik_vk_errors_total": "community_failed",
    "otklik_notifications_total": "notification",
}


class ReadFake(ReadMetrics):
    def __init__(self) -> None:
        self.fake = FakeMetrics()
        self.metrics = self.fake

    def value(self, name: str, *labels: str) -> float | None:
        if name == "otklik_sockets":
            return self.fake.sockets
        given = [None if label == "none" else int(label) if label.isdigit() else label for label in labels]
        count = self.fake.counts.get((METHODS[name], *given))
        return count / 100 if count and name == "otklik_captured_roubles_total" else count


class TestFakeMetrics(MetricsContract):
    @pytest.fixture
    def read(self) -> ReadMetrics:
        return ReadFake()
