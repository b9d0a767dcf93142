import pytest

from application.chat.visitor import Visitor
from domain.errors import InvalidLoginError, LoginTakenError, StorageUnavailableError, WeakPasswordError
from domain.live import SessionChanged
from domain.person import PersonKind
from tests.unit.application.house import House

PASSWORD = "верная лошадь"


async def register(house: House, visitor: Visitor, login: str = "Ann", password: str = PASSWORD) -> Visitor:
    return await house.register.execute(visitor, login=login, password=password)


async def test_becomes_a_user_who_keeps_what_was_said_when_a_guest_registers(house: House) -> None:
    guest = await house.visit()
    await house.say(guest, "Где вы?")

    user = await register(house, guest, " Ann ")

    (person,) = house.storage.people
    assert user.person == person
    assert (person.id, person.kind, person.login) == (guest.person.id, PersonKind.USER, "ann")
    assert user.conversation_id == guest.conversation_id
    history = await house.read_history.execute(user, conversation_id=None, before_seq=None, limit=9)
    assert [message.text for message in history.messages] == ["Где вы?"]


async def test_opens_with_the_new_token_only_when_registered(house: House) -> None:
    guest = await house.visit()

    user = await register(house, guest)

    assert user.token != guest.token
    assert not (await house.open_session.execute(token=guest.token, conversation_id=None)).resumed
    opened = await house.open_session.execute(token=user.token, conversation_id=None)
    assert opened.resumed
    assert opened.visitor.person == user.person
    assert opened.conversation.id == guest.conversation_id


async def test_tells_the_sessions_sockets_the_new_token_when_registered(house: House) -> None:
    guest = await house.visit()

    user = await register(house, guest)

    assert house.feed.published == [SessionChanged(session_id=guest.session.id, signed_out=False, token=user.token)]


async def test_keeps_no_password_when_registered(house: House) -> None:
    await register(house, await house.visit())

    assert PASSWORD not in str([(p.password_hash, p.login) for p in house.storage.people])
    assert PASSWORD not in str(house.log.lines)
    assert house.hasher.hashed == 1


@pytest.mark.parametrize("login", ["ann", "ANN", " Ann "])
async def test_is_refused_and_changes_nothing_when_the_login_is_taken(house: House, login: str) -> None:
    await register(house, await house.visit(), "ann")
    guest = await house.visit()
    before = house.storage.tables.copy()
    told = len(house.feed.published)

    with pytest.raises(LoginTakenError):
        await register(house, guest, login)

    assert house.storage.tables == before
    assert len(house.feed.published) == told
    assert (await house.open_session.execute(token=guest.token, conversation_id=None)).resumed


async def test_is_refused_when_somebody_is_signed_in_already(house: House) -> None:
    user = await register(house, await house.visit())

    with pytest.raises(LoginTakenError):
        await register(house, user, "bob")

    assert [person.login for person in house.storage.people] == ["ann"]
    assert house.hasher.hashed == 1


async def test_is_refused_when_another_tab_has_registered_meanwhile(house: House) -> None:
    guest = await house.visit()
    await register(house, guest, "ann")

    with pytest.raises(LoginTakenError):
        await register(house, guest, "bob")

    assert [person.login for person in house.storage.people] == ["ann"]


@pytest.mark.parametrize("login", ["", "ab", "a b c", "ann!", "энн", "a" * 65])
async def test_is_refused_before_any_work_when_the_login_is_not_one(house: House, login: str) -> None:
    with pytest.raises(InvalidLoginError):
        await register(house, await house.visit(), login)

    assert house.hasher.hashed == 0


@pytest.mark.parametrize("password", ["", "short", "12345678", "aaaaaaaa", "annannann", "x" * 129])
async def test_is_refused_before_any_work_when_the_password_is_weak(house: House, password: str) -> None:
    with pytest.raises(WeakPasswordError):
        await register(house, await house.visit(), "annannann", password)

    assert house.hasher.hashed == 0
    assert house.storage.people[0].kind is PersonKind.GUEST


async def test_changes_nothing_when_storage_is_down(house: House) -> None:
    guest = await house.visit()
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await register(house, guest)

    assert house.storage.people == [guest.person]
    assert house.feed.published == []
