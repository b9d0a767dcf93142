import pytest

from application.accounts.count_tries import TRIES
from application.accounts.recognise_operator import NOTED_EVERY
from application.chat.visitor import Visitor
from domain.errors import BadCredentialsError, BlockedError, TooManyTriesError
from domain.session import IDLE_LIFETIME
from tests.unit.application.house import House

PASSWORD = "верная лошадь"


async def enter(house: House, login: str = "olga", password: str = PASSWORD) -> Visitor:
    return await house.log_in_operator.execute(login=login, password=password)


async def employ(house: House, login: str = "olga") -> None:
    await house.create_operator.execute(login=login, password=PASSWORD, by="owner")


async def test_is_recognised_by_the_token_when_signed_in(house: House) -> None:
    await employ(house)

    operator = await enter(house, " OLGA ")

    assert operator.person.login == "olga"
    assert await house.recognise_operator.execute(operator.token) == operator


async def test_has_one_chat_however_often_they_sign_in(house: House) -> None:
    await employ(house)

    first, second = await enter(house), await enter(house)

    assert first.conversation_id == second.conversation_id
    assert first.token != second.token


@pytest.mark.parametrize(("login", "password"), [("olga", "wrong"), ("nobody", PASSWORD), ("?", PASSWORD)])
async def test_refuses_a_wrong_password_and_an_unknown_login_alike(house: House, login: str, password: str) -> None:
    await employ(house)

    with pytest.raises(BadCredentialsError):
        await enter(house, login, password)


async def test_refuses_a_user_as_if_the_password_were_wrong(house: House) -> None:
    await house.register.execute(await house.visit(), login="ann", password=PASSWORD)

    with pytest.raises(BadCredentialsError):
        await enter(house, "ann")


async def test_counts_tries_with_those_of_the_chat(house: House) -> None:
    await employ(house)
    house.throttle.waits["tries:olga"] = 12.5

    with pytest.raises(TooManyTriesError):
        await enter(house, " OLGA ")
    assert house.throttle.asked == [("tries:olga", TRIES)]


async def test_refuses_a_blocked_operator_and_knows_their_token_no_more(house: House) -> None:
    await employ(house)
    operator = await enter(house)

    await house.block_person.execute(operator.person.id, by="owner")

    assert await house.recognise_operator.execute(operator.token) is None
    with pytest.raises(BlockedError):
        await enter(house)


async def test_recognises_neither_a_guest_nor_a_user_nor_nobody(house: House) -> None:
    guest = await house.visit()
    user = await house.register.execute(await house.visit(), login="ann", password=PASSWORD)

    assert [await house.recognise_operator.execute(token) for token in (guest.token, user.token, "?", "", None)] == (
        [None] * 5
    )


async def test_is_recognised_no_more_when_signed_out_or_away_too_long(house: House) -> None:
    await employ(house)
    left, away = await enter(house), await enter(house)
    await house.log_out.execute(left)

    assert await house.recognise_operator.execute(left.token) is None
    house.clock.advance(IDLE_LIFETIME.total_seconds())
    assert await house.recognise_operator.execute(away.token) is None


async def test_is_noted_as_here_but_not_with_every_look(house: House) -> None:
    await employ(house)
    operator = await enter(house)
    house.clock.advance(NOTED_EVERY.total_seconds() - 1)
    await house.recognise_operator.execute(operator.token)
    unnoted = await house.recognise_operator.execute(operator.token)
    house.clock.advance(1)
    await house.recognise_operator.execute(operator.token)

    noted = await house.recognise_operator.execute(operator.token)

    assert unnoted is not None
    assert noted is not None
    assert unnoted.session.seen_at == operator.session.opened_at
    assert noted.session.seen_at == operator.session.opened_at + NOTED_EVERY
