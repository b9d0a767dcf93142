from tests.unit.application.house import House


async def test_shows_the_latest_first_within_the_limit_when_there_are_several(house: House) -> None:
    for day in (5, 7, 6):
        await house.comment(f"Сдать до {day} июля")
    await house.drain_events.execute()

    shown = await house.list_deadlines.execute(limit=2)

    assert [deadline.quote for deadline in shown] == ["до 7 июля", "до 6 июля"]


async def test_shows_nothing_when_none_was_named(house: House) -> None:
    assert await house.list_deadlines.execute(limit=2) == []
