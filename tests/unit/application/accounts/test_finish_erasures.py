from datetime import timedelta

from application.accounts.finish_erasures import LATEST
from tests.unit.application.house import House


async def test_forgets_what_was_still_being_written(house: House) -> None:
    guest = await house.visit()
    await house.say(guest, "Тайна")
    await house.storage.run(lambda uow: house.forget_person.close(uow, guest.person.id))

    await house.finish_erasures.execute()

    assert {message.text for message in house.storage.messages} == {""}


async def test_leaves_alone_what_was_finished_long_ago_and_whom_nobody_erased(house: House) -> None:
    guest, other = await house.visit(), await house.visit()
    await house.say(guest, "Тайна")
    await house.say(other, "Слова")
    await house.storage.run(lambda uow: house.forget_person.close(uow, guest.person.id))
    house.clock.advance((LATEST + timedelta(seconds=1)).total_seconds())

    await house.finish_erasures.execute()

    assert {message.text for message in house.storage.messages} == {"Тайна", "Слова"}
