import pytest

from application.chat.visitor import Visitor
from domain.errors import BadCredentialsError, NotFoundError, StorageUnavailableError
from domain.live import SessionChanged
from domain.person import PersonKind
from tests.factories import make_person
from tests.unit.application.house import House

PASSWORD = "верная лошадь"


async def log_in(house: House, visitor: Visitor, login: str = "ann", password: str = PASSWORD) -> Visitor:
    return await house.log_in.execute(visitor, login=login, password=password)


async def register(house: House, login: str) -> Visitor:
    return await house.register.execute(await house.visit(), login=login, password=PASSWORD)


async def texts(house: House, visitor: Visitor) -> list[str]:
    history = await house.read_history.execute(visitor, conversation_id=None, before_seq=None, limit=99)
    return [message.text for message in history.messages]


async def test_is_the_user_with_the_guests_chat_when_the_password_is_right(house: House) -> None:
    user = await register(house, "ann")
    guest = await house.visit()
    await house.say(guest, "Где вы?")

    back = await log_in(house, guest, " ANN ")

    assert back.person == user.person
    assert back.session.id == guest.session.id
    assert back.conversation_id == guest.conversation_id
    assert await texts(house, back) == ["Где вы?"]


async def test_opens_with_the_new_token_only_when_logged_in(house: House) -> None:
    await register(house, "ann")
    guest = await house.visit()

    back = await log_in(house, guest)

    assert back.token != guest.token
    assert not (await house.open_session.execute(token=guest.token, conversation_id=None)).resumed
    opened = await house.open_session.execute(token=back.token, conversation_id=None)
    assert (opened.resumed, opened.visitor.person) == (True, back.person)
    assert house.feed.published[-1] == SessionChanged(session_id=guest.session.id, signed_out=False, token=back.token)


async def test_has_all_their_chats_when_logged_in(house: House) -> None:
    first = await register(house, "ann")
    await house.say(first, "раз")
    guest = await house.visit()
    await house.say(guest, "два")

    back = await log_in(house, guest)

    assert {item.title for item in await house.list_chats.execute(back)} == {"раз", "два"}


@pytest.mark.parametrize(
    ("login", "password"),
    [("ann", "wrong password"), ("ann", ""), ("bob", PASSWORD), ("a b", PASSWORD), ("", "")],
)
async def test_is_refused_with_one_comparison_when_anything_is_wrong(house: House, login: str, password: str) -> None:
    await register(house, "ann")
    guest = await house.visit()
    before = house.storage.tables.copy()

    with pytest.raises(BadCredentialsError):
        await log_in(house, guest, login, password)

    assert len(house.hasher.verified) == 1
    assert house.storage.tables == before
    assert (await house.open_session.execute(token=guest.token, conversation_id=None)).resumed


async def test_compares_with_nobody_when_the_login_is_unknown(house: House) -> None:
    with pytest.raises(BadCredentialsError):
        await log_in(house, await house.visit(), "nobody")

    assert house.hasher.verified == [None]


async def test_stays_where_they_are_under_a_new_token_when_they_log_in_again(house: House) -> None:
    user = await register(house, "ann")
    await house.say(user, "Где вы?")

    again = await log_in(house, user)

    assert again.person == user.person
    assert again.token != user.token
    assert await texts(house, again) == ["Где вы?"]


async def test_keeps_ones_chats_from_the_next_user_when_they_log_in_over_one(house: House) -> None:
    ann = await register(house, "ann")
    await house.say(ann, "Тайна")
    bob = await register(house, "bob")
    await house.say(bob, "Где вы?")

    now_bob = await log_in(house, ann, "bob")

    assert now_bob.person == bob.person
    assert now_bob.conversation_id == bob.conversation_id
    assert [item.title for item in await house.list_chats.execute(now_bob)] == ["Где вы?"]
    with pytest.raises(NotFoundError):
        await house.open_chat.execute(now_bob, ann.conversation_id)
    assert (await house.visit(now_bob.token)).conversation_id == bob.conversation_id
    back = await log_in(house, await house.visit(), "ann")
    assert "Тайна" in [item.title for item in await house.list_chats.execute(back)]


async def test_keeps_ones_chats_from_the_next_user_when_another_tab_has_signed_in_meanwhile(house: House) -> None:
    guest = await house.visit()
    await house.say(guest, "Тайна")
    await house.register.execute(guest, login="ann", password=PASSWORD)
    bob = await register(house, "bob")
    await house.say(bob, "Где вы?")

    now_bob = await log_in(house, guest, "bob")

    assert [item.title for item in await house.list_chats.execute(now_bob)] == ["Где вы?"]


async def test_is_refused_when_the_next_user_has_no_chat_to_go_to(house: House) -> None:
    hashed = await house.hasher.hash(PASSWORD)
    operator = make_person(kind=PersonKind.OPERATOR, login="boss", password_hash=hashed)
    await house.storage.run(lambda uow: uow.people.add(operator))
    ann = await register(house, "ann")

    with pytest.raises(NotFoundError):
        await log_in(house, ann, "boss")

    assert (await house.visit(ann.token)).person == ann.person


async def test_leaves_the_old_token_alive_when_storage_goes_down(house: House) -> None:
    await register(house, "ann")
    guest = await house.visit()
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await log_in(house, guest)

    assert (await house.open_session.execute(token=guest.token, conversation_id=None)).resumed


async def test_stronger_hash_takes_the_place_of_a_weak_one(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = await register(house, "ann")
    weak = ann.person.password_hash
    monkeypatch.setattr(house.hasher, "needs_rehash", lambda hashed: hashed == weak)

    back = await log_in(house, await house.visit())

    stored = house.storage.tables.people[ann.person.id]
    assert stored.password_hash not in {weak, None}
    assert back.person == stored
    assert (await log_in(house, await house.visit())).person == stored


async def test_keeps_its_hash_when_it_is_strong(house: House) -> None:
    ann = await register(house, "ann")

    await log_in(house, await house.visit())

    assert house.storage.tables.people[ann.person.id] == ann.person
    assert house.hasher.hashed == 1
