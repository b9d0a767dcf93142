from domain.deadline_doubt import DoubtState
from domain.reminder import ReminderWish
from tests.unit.application.house import House

DEADLINE = "Сдать курсовую до 25 декабря 2026"


async def make_known(house: House) -> ReminderWish:
    """Somebody who has set a deadline, wants to be reminded of it, and has left a doubt."""
    guest = await house.visit()
    message = (await house.say(guest, DEADLINE)).message
    [deadline] = house.storage.deadlines
    wish = ReminderWish(
        deadline_id=deadline.id,
        person_id=guest.person.id,
        message_id=message.id,
        conversation_id=message.conversation_id,
        at=house.clock.now(),
    )
    await house.storage.run(lambda uow: uow.reminders.wish(wish))
    await house.storage.run(lambda uow: uow.doubts.add(message.id, at=house.clock.now()))
    return wish


async def test_nothing_is_left_of_wishes_sources_and_doubts(house: House) -> None:
    known = await make_known(house)
    await house.forget_person.execute(known.person_id, by="owner")
    tables = house.storage.tables

    assert (tables.wishes, tables.deadline_sources, tables.doubts) == ({}, {}, {})
    assert [(each.quote, each.is_live) for each in house.storage.deadlines] == [("", False)]


async def test_changes_nothing_when_done_again(house: House) -> None:
    known = await make_known(house)
    await house.forget_person.execute(known.person_id, by="owner")
    before = house.storage.tables
    await house.forget_person.finish(known.person_id)

    assert house.storage.tables == before


async def test_wishes_of_others_stay(house: House) -> None:
    known = await make_known(house)
    other = await house.visit()
    await house.forget_person.execute(other.person.id, by="owner")
    tables = house.storage.tables

    assert list(tables.wishes.values()) == [known]
    assert (len(tables.deadline_sources), len(tables.doubts)) == (1, 1)


async def test_doubt_whose_price_is_held_is_forgotten_when_it_has_ended(house: House) -> None:
    known = await make_known(house)
    claimed = await house.storage.run(lambda uow: uow.doubts.claim(lease=house.clock.now() - house.clock.now()))
    assert claimed is not None
    await house.storage.run(lambda uow: uow.doubts.fund(claimed))
    await house.forget_person.execute(known.person_id, by="owner")
    assert [row.state for row in house.storage.tables.doubts.values()] == [DoubtState.FUNDED]

    await house.storage.run(lambda uow: uow.doubts.finish(claimed, DoubtState.FAILED))
    await house.finish_erasures.execute()

    assert house.storage.tables.doubts == {}
