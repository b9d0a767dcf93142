from datetime import timedelta
from decimal import Decimal

from application.alerts.read_signs import ReadSigns
from application.alerts.watch_alerts import EVERY, WatchAlerts
from application.turns.delivery_failure import VK
from domain.alert import AlertLimits
from domain.signs import Backlog
from domain.turn import TurnState
from tests.unit.application.house import House


async def test_tells_how_the_whole_service_is_going(rich: House) -> None:
    await rich.comment()
    rich.clock.advance(60)
    await rich.storage.run(lambda uow: uow.halts.halt(VK, reason="vk_error_5", wait=timedelta(hours=1)))
    signs = await ReadSigns(storage=rich.storage, clock=rich.clock, rules=rich.rules).execute()

    assert signs.balance.available == Decimal("100.00")
    assert signs.oldest == dict.fromkeys(Backlog, timedelta()) | {Backlog.EVENTS: timedelta(seconds=60)}
    assert (signs.latest_ends, signs.vk_halt) == ([], "vk_error_5")


async def test_tells_how_turns_have_ended_and_only_of_what_is_watched(rich: House) -> None:
    await rich.comment()
    await rich.run_until_idle()
    read = ReadSigns(storage=rich.storage, clock=rich.clock, rules=rich.rules, watched=[Backlog.TURNS])
    signs = await read.execute()

    assert signs.latest_ends == [TurnState.SETTLED]
    assert signs.oldest == {Backlog.TURNS: timedelta()}


async def test_is_told_once_that_the_owner_has_stopped_answering_and_once_that_it_goes_on(rich: House) -> None:
    read = ReadSigns(storage=rich.storage, clock=rich.clock, rules=rich.rules)
    watch = WatchAlerts(
        storage=rich.storage,
        read_signs=read,
        limits=AlertLimits(),
        clock=rich.clock,
        ids=rich.ids,
        wakeup=rich.wakeup,
        log=rich.log,
    )

    async def look() -> None:
        rich.clock.advance(EVERY.total_seconds())
        await watch.execute()

    await look()
    await rich.stop_answering.execute(by="olga", reason="отпуск")
    await look()
    await look()
    await rich.start_answering.execute(by="ivan")
    await look()
    await look()

    told = [news.payload for news in rich.storage.notifications]
    assert [(each["alert"], each["state"]) for each in told] == [
        ("answering_stopped", "begun"),
        ("answering_stopped", "over"),
    ]
    assert "отпуск" in str(told[0]["details"])
