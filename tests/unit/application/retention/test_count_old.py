from datetime import timedelta

from application.retention.count_old import PAGE, CountOld
from tests.factories import make_id
from tests.unit.application.house import House
from tests.unit.application.retention.test_forget_old import MONTH, NOTHING, add_messages, texts


def count(house: House, term: timedelta | None) -> CountOld:
    return CountOld(storage=house.storage, clock=house.clock, term=term)


async def test_says_what_would_be_forgotten_and_forgets_nothing(house: House) -> None:
    await house.top_up()
    await house.comment("Тайна")
    await house.run_until_idle()

    found = await count(house, MONTH).execute()

    assert found == {"messages": 2, "events": 1, "notifications": 1}
    assert "" not in texts(house)
    assert await house.forget_old(MONTH).execute() == found


async def test_counts_more_than_a_page(house: House) -> None:
    await add_messages(house, *(make_id(number) for number in range(1, PAGE + 3)))

    assert (await count(house, MONTH).execute())["messages"] == PAGE + 2


async def test_counts_nothing_when_all_was_forgotten_already_or_there_is_no_term(house: House) -> None:
    await add_messages(house, make_id(1))
    await house.forget_old(MONTH).execute()

    assert await count(house, MONTH).execute() == NOTHING
    assert await count(house, None).execute() == {}
