import asyncio

import pytest

from application.alerts.watch_alerts import EVERY
from domain.alert import AlertLimits
from domain.errors import StorageUnavailableError
from ports.wakeup import Queue
from tests.unit.application.alerts.watched import Watched


async def test_tells_nothing_when_all_goes_well() -> None:
    watched = Watched()
    await watched.look()

    assert watched.told == []
    assert watched.house.log.events("warning") == []
    assert Queue.NOTIFICATIONS not in watched.house.wakeup.signals


async def test_tells_once_when_it_begins_and_once_when_it_is_over() -> None:
    watched = Watched()
    watched.signs.change(balance="10.00")
    for process in (0, 1, 0, 1):
        await watched.look(process)
    watched.signs.change(balance="500.00")
    for process in (0, 1, 0, 1):
        await watched.look(process)

    assert watched.told == [("balance_low", "begun", 1), ("balance_low", "over", 1)]
    assert (watched.house.log.events("warning"), watched.house.log.events("info")) == (["alert"], ["alert"])
    assert Queue.NOTIFICATIONS in watched.house.wakeup.signals


async def test_says_what_is_wrong() -> None:
    watched = Watched()
    watched.signs.change(vk_halt="vk_error_5")
    await watched.look()
    [told] = watched.house.storage.notifications

    assert told.payload == {
        "alert": "vk_halted",
        "state": "begun",
        "number": 1,
        "at": watched.house.clock.now().isoformat(),
        "details": {"reason": "vk_error_5"},
    }


async def test_goes_through_the_outbox_like_any_other() -> None:
    watched = Watched()
    watched.signs.change(age=1_000)
    await watched.look()
    await watched.house.deliver.execute()

    assert [news.type for news in watched.house.notifier.delivered] == ["alert"]


async def test_number_grows_when_it_begins_again() -> None:
    watched = Watched()
    for balance in ("10.00", "500.00", "10.00"):
        watched.signs.change(balance=balance)
        await watched.look()

    assert [number for _, _, number in watched.told] == [1, 1, 2]


async def test_one_of_them_looks_at_a_time() -> None:
    watched = Watched(processes=5)
    watched.signs.change(balance="10.00")
    watched.house.clock.advance(EVERY.total_seconds())
    await asyncio.gather(*(process.execute() for process in watched.processes))
    watched.signs.change(balance="500.00")
    await watched.processes[0].execute()

    assert watched.told == [("balance_low", "begun", 1)]


@pytest.mark.parametrize("committed", [False, True])
async def test_is_told_once_when_a_process_dies_meanwhile(*, committed: bool) -> None:
    watched = Watched()
    watched.signs.change(balance="10.00")
    assert await watched.house.dies_in(1, watched.look(0), committed=committed)
    await watched.look(1)

    assert watched.told == [("balance_low", "begun", 1)]


async def test_is_over_when_the_owner_does_not_want_to_know_any_more() -> None:
    watched = Watched()
    watched.signs.change(balance="10.00")
    await watched.look()
    later = Watched(limits=AlertLimits())
    later.house.storage.tables = watched.house.storage.tables
    later.house.clock.at = watched.house.clock.at
    await later.look()

    assert later.told[-1] == ("balance_low", "over", 1)
    assert await later.house.storage.read(lambda uow: uow.alerts.on()) == {}


async def test_raises_when_the_database_is_away() -> None:
    watched = Watched()
    watched.house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await watched.look()
