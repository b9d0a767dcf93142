from tests.unit.application.house import House


async def test_shows_the_latest_first_within_the_limit_when_there_are_several(house: House) -> None:
    for _ in range(3):
        await house.comment()
        await house.drain_events.execute()
        house.clock.advance(1)

    shown = await house.list_turns.execute(limit=2)

    assert [turn.id for turn in shown] == [turn.id for turn in house.storage.turns[:0:-1]]
