import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.chat.visitor import Visitor
from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from tests.factories import make_id
from tests.unit.application.house import House


async def chat_of(house: House, messages: int) -> Visitor:
    visitor = await house.visit()
    for number in range(1, messages + 1):
        await house.say(visitor, str(number))
    return visitor


async def seqs(house: House, visitor: Visitor, *, before: int | None, limit: int) -> tuple[list[int], bool]:
    history = await house.read_history.execute(visitor, conversation_id=None, before_seq=before, limit=limit)
    assert history.conversation_id == visitor.conversation_id
    return [message.seq for message in history.messages], history.more


@pytest.mark.parametrize(
    ("before", "limit", "expected", "more"),
    [
        (None, 2, [4, 5], True),
        (4, 2, [2, 3], True),
        (2, 2, [1], False),
        (1, 2, [], False),
        (None, 5, [1, 2, 3, 4, 5], False),
        (None, 4, [2, 3, 4, 5], True),
        (99, 10, [1, 2, 3, 4, 5], False),
    ],
)
async def test_gives_the_page_ascending_when_asked(
    house: House, before: int | None, limit: int, expected: list[int], more: bool
) -> None:
    visitor = await chat_of(house, 5)

    assert await seqs(house, visitor, before=before, limit=limit) == (expected, more)


@given(messages=st.integers(0, 12), limit=st.integers(1, 5))
async def test_gives_everything_once_when_paged_to_the_beginning(messages: int, limit: int) -> None:
    house = House()
    visitor = await chat_of(house, messages)
    seen: list[int] = []
    before, more = None, True
    while more:
        page, more = await seqs(house, visitor, before=before, limit=limit)
        assert len(page) <= limit
        seen = page + seen
        before = seen[0] if seen else None

    assert seen == list(range(1, messages + 1))


async def test_reads_another_of_ones_chats_when_it_is_named(house: House) -> None:
    first = await chat_of(house, 1)
    second = await house.open_chat.execute(first, None)

    history = await house.read_history.execute(second, conversation_id=first.conversation_id, before_seq=None, limit=9)

    assert history.conversation_id == first.conversation_id
    assert [message.text for message in history.messages] == ["1"]


async def test_does_not_exist_when_the_chat_is_a_strangers(house: House) -> None:
    stranger = await chat_of(house, 1)
    visitor = await house.visit()

    with pytest.raises(NotFoundError):
        await house.read_history.execute(visitor, conversation_id=stranger.conversation_id, before_seq=None, limit=9)


async def test_does_not_exist_when_it_is_a_thread_of_vk(house: House) -> None:
    await house.comment()
    await house.drain_events.execute()
    thread = house.storage.conversations[0].id

    with pytest.raises(NotFoundError):
        await house.read_history.execute(await house.visit(), conversation_id=thread, before_seq=None, limit=9)


async def test_raises_when_there_is_no_such_chat(house: House) -> None:
    with pytest.raises(NotFoundError):
        await house.read_history.execute(
            await house.visit(), conversation_id=ConversationId(make_id()), before_seq=None, limit=9
        )


async def test_shows_nothing_of_what_was_forgotten(house: House) -> None:
    visitor = await chat_of(house, 4)
    forgotten = [message.id for message in house.storage.messages if message.seq <= 2]
    await house.storage.run(lambda uow: uow.messages.forget(forgotten))

    assert await seqs(house, visitor, before=None, limit=1) == ([4], True)
    assert await seqs(house, visitor, before=4, limit=2) == ([3], False)
    assert await seqs(house, visitor, before=3, limit=2) == ([], False)
