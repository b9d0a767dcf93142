import asyncio
from contextlib import suppress

import pytest

from adapters.inbound.repeated_look import RepeatedLook
from domain.errors import StorageUnavailableError
from tests.fakes.clock import FakeClock
from tests.fakes.log import FakeLog

REST = 7.0


async def watch(*script: int | Exception) -> tuple[FakeClock, FakeLog]:
    """Let it look as often as the script has steps."""
    clock, log, steps, is_over = FakeClock(), FakeLog(), list(script), asyncio.Event()

    async def look() -> int:
        if not steps:
            is_over.set()
            await asyncio.Event().wait()
        step = steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    looking = asyncio.create_task(RepeatedLook(look, what="reminders", clock=clock, log=log, look_seconds=REST).run())
    await is_over.wait()
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    return clock, log


async def test_rests_only_when_there_was_nothing_to_do() -> None:
    clock, log = await watch(2, 1, 0, 0)

    assert clock.slept == [REST, REST]
    assert log.lines == []


@pytest.mark.parametrize(("error", "level"), [(StorageUnavailableError(), "warning"), (ValueError("ours"), "error")])
async def test_looks_again_when_looking_fails(error: Exception, level: str) -> None:
    clock, log = await watch(error, 1)

    assert clock.slept == [REST]
    assert log.events(level) == ["look_failed"]
