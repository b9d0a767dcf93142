from datetime import timedelta

import pytest

from domain.reminder import ReminderWish
from tests.unit.application.house import ANN, BOB, House


@pytest.fixture
def house() -> House:
    return House(reminders=(timedelta(hours=24),))


def wishes(house: House) -> list[ReminderWish]:
    return list(house.storage.tables.wishes.values())


async def test_wishes_what_the_message_itself_sets(house: House) -> None:
    await house.message("Сдать эссе до 4 июля")
    await house.message("Напомни сдать отчёт до 5 июля")
    await house.drain_events.execute()

    [wish] = wishes(house)
    _, second = house.storage.deadlines
    message = house.storage.messages[-1]
    assert (wish.deadline_id, wish.message_id) == (second.id, message.id)
    assert (wish.person_id, wish.conversation_id) == (message.person_id, message.conversation_id)


async def test_wishes_all_that_lies_ahead_when_the_message_sets_none(house: House) -> None:
    visitor = await house.visit()
    for text in ("Сдать эссе до 4 июля", "Сдать отчёт до 5 июля", "Сдать до 30 июня 2026"):
        await house.say(visitor, text)

    await house.say(visitor, "Напомни, пожалуйста")

    assert {wish.deadline_id for wish in wishes(house)} == {each.id for each in house.storage.deadlines[:2]}


async def test_wishes_the_deadline_of_the_post_above_when_a_comment_asks(house: House) -> None:
    await house.post("Заявки до 5 июля")
    await house.drain_events.execute()
    await house.comment("Напомните мне!", by=ANN)
    await house.drain_events.execute()

    [wish] = wishes(house)
    assert wish.deadline_id == house.storage.deadlines[0].id
    assert wish.conversation_id == house.storage.messages[-1].conversation_id


async def test_takes_back_the_wishes_of_that_person(house: House) -> None:
    await house.post("Заявки до 5 июля")
    await house.drain_events.execute()
    for person in (ANN, BOB):
        await house.comment("Напомните мне!", by=person, root=77)
    await house.drain_events.execute()
    assert len(wishes(house)) == 2

    await house.comment("Не надо напоминать", by=ANN, root=77)
    await house.drain_events.execute()

    [left] = wishes(house)
    people = {person.id: person.vk_id for person in house.storage.people}
    assert people[left.person_id] == BOB


async def test_wishes_nothing_when_the_community_says_so(house: House) -> None:
    await house.own_comment("Напомните друзьям: заявки до 5 июля", comment_id=5, root=5)
    await house.drain_events.execute()

    assert len(house.storage.deadlines) == 1
    assert wishes(house) == []


async def test_wishes_nothing_while_the_owner_wants_no_reminders() -> None:
    house = House()
    await house.say(await house.visit(), "Напомни сдать до 5 июля")

    assert wishes(house) == []


async def test_tells_the_model_that_the_person_will_be_reminded(house: House) -> None:
    await house.top_up()
    await house.say(await house.visit(), "Напомни сдать до 5 июля")
    await house.run_until_idle()

    [lines] = house.writer.asked
    assert "до срока за / the person will be reminded, not by you, before: 24h" in lines[1].text
