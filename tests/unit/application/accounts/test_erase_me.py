from decimal import Decimal

import pytest

from application.chat.visitor import Visitor
from domain.errors import BadCredentialsError, BlockedError, InvalidTransitionError
from domain.person import PersonKind
from domain.turn import TurnState
from tests.unit.application.house import House

PASSWORD = "верная лошадь"


async def register(house: House, login: str = "ann") -> Visitor:
    return await house.register.execute(await house.visit(), login=login, password=PASSWORD)


def told(house: House) -> str:
    """All that the tables hold, as text."""
    return repr([getattr(house.storage, name) for name in ("people", "messages", "turns", "deliveries", "deadlines")])


async def test_nothing_is_left_of_words_and_login_and_the_books_balance(rich: House) -> None:
    ann = await register(rich)
    await rich.say(ann, "Тайна: сдать до 5 июля")
    await rich.run_until_idle()
    before = await rich.show_balance.execute()

    await rich.erase_me.execute(ann, password=PASSWORD)

    person = rich.storage.tables.people[ann.person.id]
    assert (person.login, person.password_hash, person.erased_at) == (None, None, rich.clock.now())
    assert {message.text for message in rich.storage.messages} == {""}
    assert "Тайна" not in told(rich)
    assert "5 июля" not in told(rich)
    assert (rich.turn.state, rich.turn.price, rich.turn.answer) == (TurnState.SETTLED, Decimal("5.00"), None)
    assert await rich.show_balance.execute() == before
    assert [session.end_reason for session in rich.storage.sessions] == ["erased"]


async def test_login_is_free_again_and_the_old_one_opens_nothing(house: House) -> None:
    ann = await register(house)

    await house.erase_me.execute(ann, password=PASSWORD)

    with pytest.raises(BadCredentialsError):
        await house.log_in.execute(await house.visit(), login="ann", password=PASSWORD)
    assert (await register(house)).person.id != ann.person.id


async def test_asks_for_the_password_once_more(house: House) -> None:
    ann = await register(house)
    await house.say(ann, "Тайна")
    before = house.storage.tables.copy()

    with pytest.raises(BadCredentialsError):
        await house.erase_me.execute(ann, password="неверная лошадь")

    assert house.storage.tables == before


async def test_guest_needs_none(house: House) -> None:
    guest = await house.visit()
    await house.say(guest, "Тайна")

    await house.erase_me.execute(guest, password="")

    assert [(each.kind, each.erased_at is None) for each in house.storage.people] == [(PersonKind.GUEST, False)]
    assert {message.text for message in house.storage.messages} == {""}


async def test_nothing_more_is_said_or_answered_afterwards(rich: House) -> None:
    ann = await register(rich)
    await rich.say(ann, "Где вы?")

    await rich.erase_me.execute(ann, password=PASSWORD)
    await rich.run_until_idle()

    assert rich.turn.has_ended
    assert (await rich.show_balance.execute()).available == Decimal("100.00")
    with pytest.raises(BlockedError):
        await rich.say(ann, "Ещё")
    with pytest.raises(InvalidTransitionError, match="blocked"):
        await rich.retry.execute(rich.turn.id, by="olga")


async def test_others_keep_what_is_theirs(rich: House) -> None:
    ann, bob = await register(rich), await register(rich, "bob")
    await rich.say(bob, "Мои слова")
    await rich.run_until_idle()

    await rich.erase_me.execute(ann, password=PASSWORD)

    assert next(message.text for message in rich.storage.messages) == "Мои слова"
    assert all(message.text for message in rich.storage.messages)


async def test_done_twice_changes_nothing_more(rich: House) -> None:
    ann = await register(rich)
    await rich.say(ann, "Тайна")
    await rich.forget_person.execute(ann.person.id, by="owner")
    before = rich.storage.tables.copy()
    rich.clock.advance(60)

    await rich.forget_person.execute(ann.person.id, by="owner")

    assert rich.storage.tables.people == before.people
    assert rich.storage.tables.messages == before.messages
