import asyncio
from contextlib import suppress

import pytest

from adapters.inbound.deadline_watcher import LOOK_SECONDS, DeadlineWatcher
from application.reminders.remind_of_deadlines import RemindOfDeadlines
from domain.errors import StorageUnavailableError
from tests.fakes.clock import FakeClock
from tests.fakes.log import FakeLog


class ScriptedReminders(RemindOfDeadlines):
    """It has none of the real one's collaborators; after the script it hangs."""

    def __init__(self, *script: int | Exception) -> None:
        self._script = list(script)
        self.is_over = asyncio.Event()

    async def execute(self) -> int:
        if not self._script:
            self.is_over.set()
            await asyncio.Event().wait()
        step = self._script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step


async def watch(*script: int | Exception) -> tuple[FakeClock, FakeLog]:
    clock, log, reminders = FakeClock(), FakeLog(), ScriptedReminders(*script)
    watching = asyncio.create_task(DeadlineWatcher(remind=reminders, clock=clock, log=log).run())
    await reminders.is_over.wait()
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    return clock, log


async def test_rests_only_when_nothing_was_due() -> None:
    clock, log = await watch(2, 1, 0, 0)

    assert clock.slept == [LOOK_SECONDS, LOOK_SECONDS]
    assert log.lines == []


@pytest.mark.parametrize(("error", "level"), [(StorageUnavailableError(), "warning"), (ValueError("ours"), "error")])
async def test_looks_again_when_looking_fails(error: Exception, level: str) -> None:
    clock, log = await watch(error, 1)

    assert clock.slept == [LOOK_SECONDS]
    assert log.events(level) == ["deadlines_not_looked_at"]
