import pytest

from application.chat.post_message import EmptyMessageError, MessageTooLongError
from domain.errors import StorageUnavailableError
from domain.live import MessageAdded
from domain.message import MAX_TEXT, Author
from domain.turn import TurnState
from ports.wakeup import Queue
from tests.unit.application.house import House


async def test_stores_tells_and_owes_an_answer_when_a_visitor_speaks(house: House) -> None:
    visitor = await house.visit()
    house.clock.advance(60)

    accepted = await house.say(visitor, "Вы открыты?", client_id="c1")

    (message,) = house.storage.messages
    assert accepted.is_new
    assert accepted.message.id == message.id
    assert (message.author, message.text, message.seq) == (Author.PERSON, "Вы открыты?", 1)
    assert (message.person_id, message.client_id, message.at) == (visitor.person.id, "c1", house.clock.now())
    assert accepted.turn_id == house.turn.id == message.turn_id
    assert house.turn.state is TurnState.OWED
    assert house.feed.published == [MessageAdded(conversation_id=visitor.conversation_id, message=accepted.message)]
    assert house.wakeup.signals == [Queue.TURNS]
    assert house.storage.sessions[0].seen_at == house.clock.now()


async def test_is_the_same_message_when_the_id_is_the_same(rich: House) -> None:
    visitor = await rich.visit()
    first = await rich.say(visitor, "Вы открыты?", client_id="c1")
    await rich.run_until_idle()
    published = len(rich.feed.published)

    again = await rich.say(visitor, "Что-то другое", client_id="c1")
    await rich.run_until_idle()

    assert not again.is_new
    assert (again.message.id, again.message.seq, again.message.text) == (first.message.id, 1, "Вы открыты?")
    assert again.turn_id == first.turn_id
    assert len(rich.storage.turns) == 1
    assert len(rich.writer.asked) == 1
    assert len(rich.feed.published) == published


async def test_is_another_message_when_the_same_id_is_used_elsewhere(house: House) -> None:
    first, second = await house.visit(), await house.visit()

    await house.say(first, client_id="c1")
    await house.say(second, client_id="c1")

    assert len(house.storage.messages) == len(house.storage.turns) == 2


async def test_is_accepted_once_when_the_commits_answer_was_lost_and_the_client_repeats(house: House) -> None:
    visitor = await house.visit()
    house.storage.lose_next_commit()
    with pytest.raises(StorageUnavailableError):
        await house.say(visitor, client_id="c1")

    accepted = await house.say(visitor, client_id="c1")

    assert accepted.turn_id == house.turn.id
    assert len(house.storage.messages) == 1


async def test_joins_the_turn_when_a_burst_is_typed(rich: House) -> None:
    visitor = await rich.visit()

    first = await rich.say(visitor, "Здравствуйте")
    second = await rich.say(visitor, "Вы открыты?")
    await rich.run_until_idle()

    assert first.turn_id == second.turn_id
    assert len(rich.writer.asked) == 1
    assert [line.text for line in rich.writer.asked[0]][1:] == ["Здравствуйте", "Вы открыты?"]


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000"])
async def test_refuses_when_there_are_only_blanks(house: House, text: str) -> None:
    with pytest.raises(EmptyMessageError):
        await house.say(await house.visit(), text)

    assert house.storage.messages == []


async def test_takes_the_longest_and_refuses_one_more_when_it_is_long(house: House) -> None:
    visitor = await house.visit()

    await house.say(visitor, "🎓" * MAX_TEXT)
    with pytest.raises(MessageTooLongError) as caught:
        await house.say(visitor, "🎓" * (MAX_TEXT + 1))

    assert (caught.value.length, caught.value.most) == (MAX_TEXT + 1, MAX_TEXT)
    assert len(house.storage.messages) == 1


async def test_acknowledges_nothing_when_storage_is_down(house: House) -> None:
    visitor = await house.visit()
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await house.say(visitor)

    assert house.storage.messages == []
    assert house.feed.published == []
    assert house.wakeup.signals == []


async def test_notes_the_deadline_once_when_it_is_posted_twice(house: House) -> None:
    visitor = await house.visit()

    for _ in range(2):
        await house.say(visitor, "Мне нужно сдать до 5 июля", client_id="c1")

    (deadline,) = house.storage.deadlines
    assert deadline.message_id == house.storage.messages[0].id
