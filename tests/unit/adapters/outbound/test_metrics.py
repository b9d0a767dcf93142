import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from adapters.outbound.metrics import MOST_CODES, PrometheusMetrics
from domain.channel import Channel
from domain.turn import TurnState
from domain.turn_step import TurnStep
from tests.contracts.metrics import MetricsContract, ReadMetrics
from tests.unit.configuration.exposition import SIGNS


class ReadPrometheus(ReadMetrics):
    def __init__(self) -> None:
        self.prometheus = PrometheusMetrics()
        self.metrics = self.prometheus

    def value(self, name: str, *labels: str) -> float | None:
        for family in text_string_to_metric_families(self.prometheus.render()[0].decode()):
            for sample in family.samples:
                if sample.name == name and tuple(sample.labels.values()) == labels:
                    return sample.value
        return None


class TestPrometheusMetrics(MetricsContract):
    @pytest.fixture
    def read(self) -> ReadPrometheus:
        return ReadPrometheus()

    def test_nothing_is_lost_when_nobody_is_asked(self, read: ReadPrometheus) -> None:
        assert read.value("otklik_log_lines_dropped_total") == 0
        assert read.value("otklik_live_news_lost_total") == 0

    def test_asks_others_for_their_losses(self, read: ReadPrometheus) -> None:
        read.prometheus.watch_dropped_lines(lambda: 3)
        read.prometheus.watch_lost_news(lambda: 4)

        assert read.value("otklik_log_lines_dropped_total") == 3
        assert read.value("otklik_live_news_lost_total") == 4

    def test_labels_have_names(self, read: ReadPrometheus) -> None:
        read.metrics.turn_ended(Channel.VK_POST, TurnState.DECLINED)

        assert b'otklik_turns_total{channel="vk_post",state="declined"} 1.0' in read.prometheus.render()[0]

    def test_text_is_of_the_type_it_says(self, read: ReadPrometheus) -> None:
        body, content_type = read.prometheus.render()

        assert content_type.startswith("text/plain; version=")
        assert b"# TYPE otklik_sockets gauge" in body
        assert b"_created" not in body

    def test_line_is_whole_when_a_word_is_odd(self, read: ReadPrometheus) -> None:
        read.metrics.event_received('a"b\nc\\d')

        assert read.value("otklik_events_total", 'a"b\nc\\d') == 1

    def test_many_codes_are_no_endless_labels(self, read: ReadPrometheus) -> None:
        for code in range(1, 2 * MOST_CODES + 1):
            read.metrics.community_failed(code)

        assert read.value("otklik_vk_errors_total", str(MOST_CODES)) == 1
        assert read.value("otklik_vk_errors_total", "other") == MOST_CODES

    def test_what_is_shared_is_missing_when_it_could_not_be_read(self, read: ReadPrometheus) -> None:
        assert read.value("otklik_database_up") == 0
        assert b"otklik_balance_roubles" not in read.prometheus.render()[0]

    def test_shows_what_is_shared(self, read: ReadPrometheus) -> None:
        text = read.prometheus.render(SIGNS)[0].decode()

        assert 'otklik_balance_roubles{part="available"} 95.0' in text
        assert 'otklik_queue_oldest_seconds{queue="turns"} 7.0' in text
        assert "otklik_vk_halted 1.0" in text
        assert "otklik_database_up 1.0" in text

    def test_seconds_lie_in_buckets_that_add_up(self, read: ReadPrometheus) -> None:
        with read.metrics.timing(TurnStep.WRITE):
            pass

        assert read.value("otklik_turn_step_seconds_bucket", "+Inf", "write") == 1
        assert read.value("otklik_turn_step_seconds_bucket", "120.0", "write") == 1

    def test_counters_are_not_shared(self) -> None:
        one, other = ReadPrometheus(), ReadPrometheus()
        one.metrics.event_received("accepted")

        assert other.value("otklik_events_total", "accepted") is None
        assert not [family for family in REGISTRY.collect() if family.name.startswith("otklik")]
