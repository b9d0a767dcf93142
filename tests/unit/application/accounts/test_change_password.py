from dataclasses import replace

import pytest

from application.chat.visitor import Visitor
from domain.errors import BadCredentialsError, WeakPasswordError
from domain.identifiers import SessionId
from domain.live import SessionChanged
from domain.session import SessionEnd
from tests.unit.application.house import House

PASSWORD, NEW = "верная лошадь", "новая лошадь"


async def register(house: House, login: str = "ann") -> Visitor:
    return await house.register.execute(await house.visit(), login=login, password=PASSWORD)


async def log_in(house: House, password: str, login: str = "ann") -> Visitor:
    return await house.log_in.execute(await house.visit(), login=login, password=password)


async def change(house: House, visitor: Visitor, password: str = PASSWORD, new: str = NEW) -> Visitor:
    return await house.change_password.execute(visitor, password=password, new_password=new)


async def is_alive(house: House, visitor: Visitor) -> bool:
    return (await house.open_session.execute(token=visitor.token, conversation_id=None)).resumed


def end_of(house: House, id_: SessionId) -> str | None:
    return house.storage.tables.sessions[id_].end_reason


async def test_only_the_new_password_opens_afterwards(house: House) -> None:
    await change(house, await register(house))

    with pytest.raises(BadCredentialsError):
        await log_in(house, PASSWORD)
    assert (await log_in(house, NEW)).person.login == "ann"


async def test_other_sessions_are_closed_and_this_one_goes_on_under_a_new_token(house: House) -> None:
    here, there = await register(house), await log_in(house, PASSWORD)
    guest = await house.visit()

    changed = await change(house, here)

    assert [await is_alive(house, each) for each in (here, there, changed, guest)] == [False, False, True, True]
    assert end_of(house, there.session.id) == SessionEnd.PASSWORD_CHANGED
    assert house.feed.published[-2:] == [
        SessionChanged(session_id=there.session.id, signed_out=True),
        SessionChanged(session_id=here.session.id, signed_out=False, token=changed.token),
    ]


@pytest.mark.parametrize(
    ("password", "new", "error"),
    [
        ("неверная лошадь", NEW, BadCredentialsError),
        (PASSWORD, "short", WeakPasswordError),
        (PASSWORD, "12345678", WeakPasswordError),
    ],
)
async def test_nothing_changes_when_anything_is_wrong(
    house: House, password: str, new: str, error: type[Exception]
) -> None:
    visitor = await register(house)
    before = house.storage.tables.copy()

    with pytest.raises(error):
        await change(house, visitor, password, new)

    assert house.storage.tables == before


async def test_guest_has_none_to_change(house: House) -> None:
    with pytest.raises(BadCredentialsError):
        await change(house, await house.visit())


async def test_is_refused_when_another_session_was_quicker(house: House) -> None:
    visitor = await register(house)
    meanwhile = replace(visitor.person, password_hash=await house.hasher.hash("третья лошадь"))
    prepared = await house.log_in.prepare(await house.visit(), login="ann", password=PASSWORD)
    await house.storage.run(lambda uow: uow.people.save(meanwhile))

    with pytest.raises(BadCredentialsError):
        await house.storage.run(prepared)
