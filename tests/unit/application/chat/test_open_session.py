from datetime import timedelta

import pytest

from application.chat.open_session import OpenedSession
from domain.channel import Channel
from domain.errors import StorageUnavailableError
from domain.identifiers import ConversationId
from domain.person import PersonKind
from domain.session import ABSOLUTE_LIFETIME, IDLE_LIFETIME, hash_token
from tests.factories import make_id
from tests.unit.application.house import House


async def hello(house: House, token: str | None = None, conversation_id: ConversationId | None = None) -> OpenedSession:
    return await house.open_session.execute(token=token, conversation_id=conversation_id)


async def test_welcomes_a_guest_with_a_chat_of_their_own_when_somebody_comes(house: House) -> None:
    opened = await hello(house)

    assert not opened.resumed
    assert opened.visitor.person.kind is PersonKind.GUEST
    assert house.storage.people == [opened.visitor.person]
    assert house.storage.conversations == [opened.conversation]
    assert opened.conversation.channel is Channel.SITE_CHAT
    assert opened.conversation.person_id == opened.visitor.person.id
    assert opened.visitor.conversation_id == opened.conversation.id
    assert opened.answers_left_today == 50


async def test_keeps_only_the_hash_when_a_token_is_given_out(house: House) -> None:
    opened = await hello(house)

    (session,) = house.storage.sessions
    assert session.token_hash == hash_token(opened.visitor.token)
    assert opened.visitor.token not in str(house.storage.tables)


async def test_resumes_session_and_conversation_when_the_token_is_alive(house: House) -> None:
    first = await hello(house)
    await house.say(first.visitor)
    house.clock.advance(3600)

    again = await hello(house, first.visitor.token)

    assert again.resumed
    assert again.visitor.token == first.visitor.token
    assert again.visitor.session.id == first.visitor.session.id
    assert again.visitor.person == first.visitor.person
    assert again.conversation.id == first.conversation.id
    assert again.conversation.last_seq == 1
    assert len(house.storage.sessions) == 1
    assert house.storage.sessions[0].seen_at == house.clock.now()


@pytest.mark.parametrize("token", ["unknown", "", "fake-token"])
async def test_begins_a_new_guest_session_when_the_token_is_unknown(house: House, token: str) -> None:
    first = await hello(house)

    other = await hello(house, token)

    assert not other.resumed
    assert other.visitor.person.id != first.visitor.person.id
    assert other.conversation.id != first.conversation.id


async def test_begins_a_new_guest_session_when_the_token_was_signed_out(house: House) -> None:
    first = await hello(house)
    await house.log_out.execute(first.visitor)

    other = await hello(house, first.visitor.token)

    assert not other.resumed
    assert other.visitor.token != first.visitor.token
    assert other.visitor.person.id != first.visitor.person.id


async def test_begins_a_new_guest_session_when_nobody_came_for_too_long(house: House) -> None:
    first = await hello(house)
    house.clock.at += IDLE_LIFETIME

    assert not (await hello(house, first.visitor.token)).resumed


async def test_begins_a_new_guest_session_when_it_is_too_old_however_busy(house: House) -> None:
    first = await hello(house)
    for _ in range(6):
        house.clock.at += IDLE_LIFETIME - timedelta(seconds=1)
        assert (await hello(house, first.visitor.token)).resumed
    house.clock.at = first.visitor.session.opened_at + ABSOLUTE_LIFETIME

    assert not (await hello(house, first.visitor.token)).resumed


async def test_goes_to_another_of_ones_chats_when_that_is_asked_for(house: House) -> None:
    first = await hello(house)
    elsewhere = await house.open_chat.execute(first.visitor, None)

    back = await hello(house, first.visitor.token, first.conversation.id)

    assert elsewhere.conversation_id != first.conversation.id
    assert back.conversation.id == back.visitor.conversation_id == first.conversation.id
    assert house.storage.sessions[0].conversation_id == first.conversation.id


async def test_stays_in_its_own_chat_when_a_strangers_is_asked_for(house: House) -> None:
    stranger = await hello(house)
    first = await hello(house)

    again = await hello(house, first.visitor.token, stranger.conversation.id)

    assert again.resumed
    assert again.conversation.id == first.conversation.id


async def test_stays_in_its_own_chat_when_the_one_asked_for_does_not_exist(house: House) -> None:
    first = await hello(house)

    again = await hello(house, first.visitor.token, ConversationId(make_id()))

    assert again.conversation.id == first.conversation.id


async def test_gives_a_new_guest_no_strangers_chat_when_one_is_asked_for(house: House) -> None:
    stranger = await hello(house)

    other = await hello(house, "unknown", stranger.conversation.id)

    assert other.conversation.id != stranger.conversation.id


async def test_tells_how_many_answers_are_left_when_there_is_a_limit() -> None:
    house = House(person_daily_answers=2)
    await house.top_up()
    token = (await hello(house)).visitor.token
    left = []
    for _ in range(3):
        opened = await hello(house, token)
        left.append(opened.answers_left_today)
        await house.say(opened.visitor)
        await house.run_until_idle()

    assert [*left, (await hello(house, token)).answers_left_today] == [2, 1, 0, 0]


async def test_tells_no_number_when_there_is_no_limit() -> None:
    house = House(person_daily_answers=0)

    assert (await hello(house)).answers_left_today is None


async def test_stores_nothing_when_storage_is_down(house: House) -> None:
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await hello(house)

    assert house.storage.people == house.storage.sessions == []
