import pytest

from application.conversations.read_conversation import MESSAGES
from domain.errors import NotFoundError
from domain.turn import TurnState
from tests.unit.application.house import ANN, House


async def test_shows_what_was_said_and_done(rich: House) -> None:
    await rich.message("Вы открыты?")
    await rich.run_until_idle()

    view = await rich.read_conversation.execute(rich.turn.conversation_id)

    assert [message.text for message in view.messages] == ["Вы открыты?", rich.writer.text]
    assert [turn.state for turn in view.turns] == [TurnState.SETTLED]
    assert [delivery.text for delivery in view.deliveries[rich.turn.id]] == [rich.writer.text]
    assert [person.vk_id for person in view.people.values()] == [ANN]
    assert not view.has_earlier


async def test_goes_back_page_by_page(rich: House) -> None:
    visitor = await rich.visit()
    for number in range(MESSAGES + 5):
        await rich.say(visitor, f"{number}")

    latest = await rich.read_conversation.execute(visitor.conversation_id)
    earlier = await rich.read_conversation.execute(visitor.conversation_id, before_seq=latest.messages[0].seq)

    assert (len(latest.messages), latest.has_earlier) == (MESSAGES, True)
    assert [message.text for message in earlier.messages] == ["0", "1", "2", "3", "4"]
    assert not earlier.has_earlier


async def test_is_not_found_when_nothing_was_said_there(rich: House) -> None:
    with pytest.raises(NotFoundError):
        await rich.read_conversation.execute((await rich.visit()).conversation_id)
