from contextlib import AsyncExitStack

from adapters.outbound.otlp_tracing import OtlpTracing
from adapters.outbound.traced_answer_writer import TracedAnswerWriter
from adapters.outbound.traced_community import TracedCommunity
from configuration.tracing import open_tracing, traced_community, traced_writer
from ports.tracing import NO_TRACING
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.fakes.community import FakeCommunity
from tests.fakes.log import FakeLog
from tests.fakes.tracing import FakeTracing
from tests.unit.configuration.assembly import House, make_settings


async def test_nothing_is_traced_when_nobody_wants_to_know() -> None:
    writer, community = FakeAnswerWriter(), FakeCommunity()
    async with AsyncExitStack() as stack:
        tracing = await open_tracing(make_settings(), instance="this process", log=FakeLog(), stack=stack)

    assert tracing is NO_TRACING
    assert traced_writer(writer, "a-model", tracing) is writer
    assert traced_community(community, tracing) is community
    assert House().container.tracing() is NO_TRACING


async def test_calls_are_traced_when_somebody_does() -> None:
    tracing = FakeTracing()

    assert isinstance(traced_writer(FakeAnswerWriter(), "a-model", tracing), TracedAnswerWriter)
    assert traced_writer(None, None, tracing) is None
    assert isinstance(traced_community(FakeCommunity(), tracing), TracedCommunity)


async def test_log_says_once_that_nobody_takes_them() -> None:
    settings, log = make_settings(otel_exporter_otlp_endpoint="http://127.0.0.1:1"), FakeLog()
    async with AsyncExitStack() as stack:
        tracing = await open_tracing(settings, instance="this process", log=log, stack=stack)
        assert isinstance(tracing, OtlpTracing)
        with tracing.span("turn"):
            pass

    assert log.events("warning") == ["traces_not_taken"]
