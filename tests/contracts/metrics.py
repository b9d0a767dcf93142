from abc import ABC, abstractmethod
from decimal import Decimal

import pytest

from domain.answer import Fault
from domain.channel import Channel
from domain.turn import TurnState
from domain.turn_step import TurnStep
from ports.metrics import Metrics


class ReadMetrics(ABC):
    """Metrics and somebody who reads them; names and labels are those of Prometheus."""

    metrics: Metrics

    @abstractmethod
    def value(self, name: str, *labels: str) -> float | None: ...


class MetricsContract:
    @pytest.fixture
    def read(self) -> ReadMetrics:
        raise NotImplementedError

    def test_counts_events_by_outcome(self, read: ReadMetrics) -> None:
        for outcome in ("accepted", "accepted", "forbidden"):
            read.metrics.event_received(outcome)

        assert read.value("otklik_events_total", "accepted") == 2
        assert read.value("otklik_events_total", "forbidden") == 1
        assert read.value("otklik_events_total", "malformed") is None

    @pytest.mark.parametrize("channel", Channel)
    def test_counts_turns_by_channel_and_state(self, read: ReadMetrics, channel: Channel) -> None:
        read.metrics.turn_ended(channel, TurnState.SETTLED)
        read.metrics.turn_ended(channel, TurnState.FAILED)
        read.metrics.turn_ended(channel, TurnState.FAILED)

        assert read.value("otklik_turns_total", channel, "settled") == 1
        assert read.value("otklik_turns_total", channel, "failed") == 2

    @pytest.mark.parametrize("step", TurnStep)
    def test_times_the_steps_of_turns(self, read: ReadMetrics, step: TurnStep) -> None:
        with read.metrics.timing(step):
            pass
        with pytest.raises(ZeroDivisionError), read.metrics.timing(step):
            raise ZeroDivisionError

        assert read.value("otklik_turn_step_seconds_count", step) == 2

    def test_adds_up_the_money_by_channel(self, read: ReadMetrics) -> None:
        for channel in (Channel.VK_POST, Channel.VK_POST, None):
            read.metrics.captured(channel, Decimal("5.50"))

        assert read.value("otklik_captured_roubles_total", Channel.VK_POST) == 11
        assert read.value("otklik_captured_roubles_total", "none") == 5.5

    @pytest.mark.parametrize("fault", Fault)
    def test_counts_failures_of_the_model(self, read: ReadMetrics, fault: Fault) -> None:
        read.metrics.model_failed(fault)

        assert read.value("otklik_model_errors_total", fault) == 1

    @pytest.mark.parametrize(("code", "label"), [(6, "6"), (901, "901"), (None, "none")])
    def test_counts_failures_of_vk(self, read: ReadMetrics, code: int | None, label: str) -> None:
        read.metrics.community_failed(code)

        assert read.value("otklik_vk_errors_total", label) == 1

    def test_counts_notifications_by_outcome(self, read: ReadMetrics) -> None:
        read.metrics.notification("delivered")

        assert read.value("otklik_notifications_total", "delivered") == 1

    def test_knows_how_many_sockets_are_open(self, read: ReadMetrics) -> None:
        assert read.value("otklik_sockets") == 0
        read.metrics.socket_opened()
        read.metrics.socket_opened()
        read.metrics.socket_closed()

        assert read.value("otklik_sockets") == 1

    @pytest.mark.parametrize("outcome", ["", 'a"b', "a\nb", "\\", "\ud83d"])
    def test_nothing_is_raised_when_a_word_is_odd(self, read: ReadMetrics, outcome: str) -> None:
        read.metrics.event_received(outcome)
        read.metrics.notification(outcome)
