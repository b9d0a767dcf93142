from application.events.list_events import ListEvents
from domain.event import EventState
from tests.unit.application.house import House


async def test_shows_the_latest_and_what_has_become_of_them(house: House) -> None:
    await house.comment()
    await house.drain_events.execute()
    await house.comment()
    sut = ListEvents(storage=house.storage)

    shown = await sut.execute(state=None, limit=10)

    assert [event.state for event in shown] == [EventState.NEW, EventState.UNDERSTOOD]
    assert await sut.execute(state=EventState.FAILED, limit=10) == []
    assert len(await sut.execute(state=None, limit=1)) == 1
