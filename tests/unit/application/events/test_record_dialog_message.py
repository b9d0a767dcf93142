from domain.channel import Channel
from domain.message import DialogSource
from tests.unit.application.house import ANN, BOB, House


async def test_records_the_message_in_the_persons_own_dialog_when_it_comes(house: House) -> None:
    received = await house.message("Вы открыты?")

    await house.drain_events.execute()

    (person,) = house.storage.people
    (conversation,) = house.storage.conversations
    (message,) = house.storage.messages
    assert (conversation.channel, conversation.person_id) == (Channel.VK_MESSAGE, person.id)
    assert message.source == DialogSource(peer_id=ANN, message_id=received.message_id)
    assert house.turn.channel is Channel.VK_MESSAGE


async def test_records_but_owes_nothing_when_there_are_no_words(house: House) -> None:
    await house.message(" \n")

    await house.drain_events.execute()

    assert len(house.storage.messages) == 1
    assert house.storage.turns == []


async def test_keeps_dialogs_apart_when_two_people_write(house: House) -> None:
    await house.message(by=ANN)
    await house.message(by=BOB)

    await house.drain_events.execute()

    assert len(house.storage.conversations) == len(house.storage.turns) == 2


async def test_owes_one_answer_when_a_burst_comes(house: House) -> None:
    for text in ("Здравствуйте", "скажите", "вы открыты?"):
        await house.message(text)

    await house.drain_events.execute()

    turn = house.turn
    assert [message.turn_id for message in house.storage.messages] == [turn.id] * 3


async def test_records_once_when_two_events_tell_of_one_message(house: House) -> None:
    received = await house.message()
    await house.happens(received)

    await house.drain_events.execute()

    assert len(house.storage.messages) == len(house.storage.turns) == 1
