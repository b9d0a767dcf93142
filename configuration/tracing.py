"""Traces of the calls that the ports' adapters make, when somebody wants them."""

from contextlib import AsyncExitStack

from adapters.outbound.traced_answer_writer import TracedAnswerWriter
from adapters.outbound.traced_community import TracedCommunity
from configuration.settings import Settings
from ports.answer_writer import AnswerWriter
from ports.community import Community
from ports.log import Log
from ports.tracing import NO_TRACING, Tracing


async def open_tracing(settings: Settings, *, instance: str, log: Log, stack: AsyncExitStack) -> Tracing:
    """Nothing is kept or sent without ``OTEL_EXPORTER_OTLP_ENDPOINT``. ``instance`` names this process."""
    if settings.otel_exporter_otlp_endpoint is None:
        return NO_TRACING
    from adapters.outbound.otlp_tracing import OtlpTracing

    exporter = OtlpTracing(
        settings.otel_exporter_otlp_endpoint,
        service="otklik",
        instance=instance,
        on_fault=lambda fault: log.warning("traces_not_taken", fault=fault),
    )
    return await stack.enter_async_context(exporter)


def traced_writer(writer: AnswerWriter | None, model: str | None, tracing: Tracing) -> AnswerWriter | None:
    if writer is None or model is None or tracing is NO_TRACING:
        return writer
    return TracedAnswerWriter(writer, model=model, tracing=tracing)


def traced_community(community: Community, tracing: Tracing) -> Community:
    return community if tracing is NO_TRACING else TracedCommunity(community, tracing=tracing)
