"""Everything that /metrics can show, after one of each has been counted."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from prometheus_client.parser import text_string_to_metric_families

from adapters.outbound.metrics import PrometheusMetrics
from domain.answer import Fault
from domain.balance import Balance
from domain.channel import Channel
from domain.signs import Backlog, Signs
from domain.turn import TurnState
from domain.turn_step import TurnStep

SIGNS = Signs(
    balance=Balance(available=Decimal("95.00"), held=Decimal("5.00"), spent_today=Decimal(0)),
    oldest=dict.fromkeys(Backlog, timedelta(seconds=7)),
    latest_ends=[],
    vk_halt="vk_error_5",
)


def shown_samples() -> Mapping[str, set[str]]:
    """The names of all samples, as queries call them, each with its labels; those of the library are left out."""
    metrics = PrometheusMetrics()
    metrics.event_received("accepted")
    metrics.turn_ended(Channel.VK_POST, TurnState.SETTLED)
    with metrics.timing(TurnStep.WRITE):
        metrics.captured(Channel.VK_POST, Decimal("5.00"))
    metrics.model_failed(Fault.UNAVAILABLE)
    metrics.community_failed(5)
    metrics.notification("delivered")
    text = metrics.render(SIGNS)[0].decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {sample.name: set(sample.labels) for sample in samples if sample.name.startswith("otklik_")}
