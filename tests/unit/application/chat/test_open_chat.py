import pytest

from domain.channel import Channel
from domain.errors import NotFoundError, StorageUnavailableError
from domain.identifiers import ConversationId
from tests.factories import make_id
from tests.unit.application.house import House


async def test_begins_a_new_chat_and_stays_there_when_none_is_named(house: House) -> None:
    visitor = await house.visit()

    moved = await house.open_chat.execute(visitor, None)

    _, new = house.storage.conversations
    assert moved.conversation_id == new.id != visitor.conversation_id
    assert (new.channel, new.person_id, new.created_at) == (
        Channel.SITE_CHAT,
        visitor.person.id,
        house.clock.now(),
    )
    back = await house.visit(visitor.token)
    assert back.conversation_id == new.id


async def test_goes_back_to_an_earlier_chat_when_it_is_named(house: House) -> None:
    first = await house.visit()
    second = await house.open_chat.execute(first, None)

    back = await house.open_chat.execute(second, first.conversation_id)

    assert back.conversation_id == first.conversation_id
    assert len(house.storage.conversations) == 2
    assert (await house.visit(first.token)).conversation_id == first.conversation_id


async def test_does_not_exist_when_the_chat_is_a_strangers(house: House) -> None:
    stranger, visitor = await house.visit(), await house.visit()

    with pytest.raises(NotFoundError):
        await house.open_chat.execute(visitor, stranger.conversation_id)

    assert (await house.visit(visitor.token)).conversation_id == visitor.conversation_id


async def test_does_not_exist_when_the_conversation_is_a_public_thread(house: House) -> None:
    await house.comment()
    await house.drain_events.execute()
    visitor = await house.visit()

    with pytest.raises(NotFoundError):
        await house.open_chat.execute(visitor, house.storage.conversations[0].id)


async def test_raises_when_there_is_no_such_chat(house: House) -> None:
    visitor = await house.visit()

    with pytest.raises(NotFoundError):
        await house.open_chat.execute(visitor, ConversationId(make_id()))


async def test_begins_nothing_when_storage_is_down(house: House) -> None:
    visitor = await house.visit()
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await house.open_chat.execute(visitor, None)

    assert len(house.storage.conversations) == 1
