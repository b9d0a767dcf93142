import pytest

from ports.tracing import NO_TRACING
from tests.contracts.tracing import SeenSpan, TracedPlace, TracingContract
from tests.fakes.tracing import FakeTracing


class FakePlace(TracedPlace):
    def __init__(self) -> None:
        self.fake = FakeTracing()
        self.tracing = self.fake

    async def seen(self) -> list[SeenSpan]:
        return [
            SeenSpan(
                name=span.name,
                trace=span.trace,
                parent=span.parent.name if span.parent else None,
                calls_out=span.calls_out,
                attributes=span.attributes,
                failed=span.error is not None,
            )
            for span in self.fake.spans
        ]


class TestFakeTracing(TracingContract):
    @pytest.fixture
    def place(self) -> TracedPlace:
        return FakePlace()


def test_no_tracing_is_in_nobodys_way() -> None:
    with NO_TRACING.span("turn", {"a": 1}) as span:
        span.note({"b": 2})
    with pytest.raises(ZeroDivisionError), NO_TRACING.span("turn"):
        raise ZeroDivisionError
