from domain.inbox import InboxFilter
from domain.turn import TurnState
from tests.unit.application.house import BOB, House

DAY = 24 * 3_600.0


async def texts(house: House, wanted: InboxFilter = InboxFilter.ALL) -> list[str]:
    return [row.last.text for row in (await house.list_inbox.execute(wanted)).rows]


async def test_shows_all_channels_with_their_last_lines(rich: House) -> None:
    await rich.message("Вопрос в сообщениях")
    await rich.comment("Вопрос под записью")
    await rich.drain_events.execute()
    rich.clock.advance(1)
    await rich.say(await rich.visit(), "Вопрос на сайте")

    assert (await texts(rich))[0] == "Вопрос на сайте"
    assert set(await texts(rich)) == {"Вопрос в сообщениях", "Вопрос под записью", "Вопрос на сайте"}


async def test_goes_on_after_the_page_though_more_has_come(rich: House) -> None:
    for number in range(5):
        rich.clock.advance(1)
        await rich.say(await rich.visit(), f"{number}")
    first = await rich.list_inbox.execute(limit=3)
    rich.clock.advance(1)
    await rich.say(await rich.visit(), "new")

    second = await rich.list_inbox.execute(before=first.next, limit=3)

    assert [row.last.text for row in first.rows] == ["4", "3", "2"]
    assert [row.last.text for row in second.rows] == ["1", "0"]
    assert second.next is None


async def test_filters_today_by_the_owners_zone(rich: House) -> None:
    await rich.say(await rich.visit(), "вчера")
    rich.clock.advance(DAY)
    await rich.say(await rich.visit(), "сегодня")

    assert await texts(rich, InboxFilter.TODAY) == ["сегодня"]


async def test_shows_who_asks_for_a_person_until_somebody_takes_over(rich: House) -> None:
    visitor = await rich.visit()
    await rich.command(visitor, "/operator помогите")
    asking = await texts(rich, InboxFilter.NEEDS_PERSON)

    await rich.take_over.execute(visitor.conversation_id, by="olga")

    assert len(asking) == 1
    assert await texts(rich, InboxFilter.NEEDS_PERSON) == []


async def test_shows_who_asks_for_a_person_in_a_dialog(rich: House) -> None:
    await rich.message("/operator", by=BOB)
    await rich.drain_events.execute()

    (row,) = (await rich.list_inbox.execute(InboxFilter.NEEDS_PERSON)).rows

    assert row.person is not None
    assert row.person.vk_id == BOB


async def test_shows_what_was_declined_when_there_was_no_money(house: House) -> None:
    await house.say(await house.visit(), "Есть кто?")
    await house.run_until_idle()

    (row,) = (await house.list_inbox.execute(InboxFilter.DECLINED)).rows

    assert row.turn is not None
    assert row.turn.state is TurnState.DECLINED
