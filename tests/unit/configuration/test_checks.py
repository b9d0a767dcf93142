"""Of the model is said how its latest call has ended; it is never called for that."""

import pytest
from dependency_injector import providers

from adapters.outbound.watched_answer_writer import WatchedAnswerWriter
from configuration.checks import readiness_checks
from domain.answer import AnswerWriterError, Fault
from tests.factories import MOMENT
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.fakes.clock import FakeClock
from tests.unit.configuration.assembly import House


async def unheard(_fragment: str) -> None:
    pass


async def test_says_how_the_latest_call_has_ended_without_calling() -> None:
    house, fake = House(), FakeAnswerWriter()
    writer = WatchedAnswerWriter(fake, clock=FakeClock(MOMENT))
    house.container.writer.override(providers.Object(writer))
    model = readiness_checks(house.container, house.settings)["model"]
    when = MOMENT.isoformat(timespec="seconds")
    said = [await model()]

    for fault in (Fault.TIMED_OUT, Fault.RATE_LIMITED):
        fake.fail_next(AnswerWriterError(fault))
        with pytest.raises(AnswerWriterError):
            await writer.write([], on_fragment=unheard)
    said.append(await model())
    await writer.write([], on_fragment=unheard)
    said.append(await model())

    assert said == [
        "not asked yet: gpt-4o-mini",
        f"failing: gpt-4o-mini, rate_limited at {when}, 2 in a row",
        f"ok: gpt-4o-mini answered at {when}",
    ]
    assert len(fake.asked) == len(("timed out", "limited", "answered"))
