import pytest

from application.chat.visitor import Visitor
from domain.answer import AnswerWriterError, Fault
from domain.errors import InvalidTransitionError, NotFoundError
from domain.identifiers import TurnId
from domain.turn import TurnState
from tests.factories import make_id
from tests.unit.application.house import House


async def cut_answer(house: House) -> Visitor:
    visitor = await house.visit()
    await house.say(visitor)
    house.writer.fail_next(AnswerWriterError(Fault.CUT), partial="Да")
    await house.run_until_idle()
    assert house.turn.state is TurnState.FAILED
    return visitor


async def test_answers_and_charges_once_when_a_cut_answer_is_asked_for_again(rich: House) -> None:
    visitor = await cut_answer(rich)

    again = await rich.retry_answer.execute(visitor, rich.turn.id)
    assert again.state is TurnState.OWED
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert [message.text for message in rich.storage.messages][1:] == [rich.writer.text]
    assert (await rich.storage.balance()).available == 95


async def test_does_not_exist_when_the_turn_is_a_strangers(rich: House) -> None:
    await cut_answer(rich)

    with pytest.raises(NotFoundError):
        await rich.retry_answer.execute(await rich.visit(), rich.turn.id)

    assert rich.turn.state is TurnState.FAILED


async def test_does_not_exist_when_the_visitor_is_in_another_chat(rich: House) -> None:
    visitor = await cut_answer(rich)
    elsewhere = await rich.open_chat.execute(visitor, None)

    with pytest.raises(NotFoundError):
        await rich.retry_answer.execute(elsewhere, rich.turn.id)


async def test_is_refused_when_the_answer_was_given(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)
    await rich.run_until_idle()

    with pytest.raises(InvalidTransitionError):
        await rich.retry_answer.execute(visitor, rich.turn.id)


async def test_raises_when_there_is_no_such_turn(house: House) -> None:
    with pytest.raises(NotFoundError):
        await house.retry_answer.execute(await house.visit(), TurnId(make_id()))
