"""Every step of a visitor is noted in their session, so that one who is here is not taken for idle."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from application.chat.visitor import Visitor
from domain.rating import Verdict
from domain.turn import Reason, TurnState
from tests.factories import make_turn
from tests.unit.application.house import House


async def say(house: House, visitor: Visitor) -> None:
    await house.say(visitor, "Ещё вопрос")


async def command(house: House, visitor: Visitor) -> None:
    await house.command(visitor, "/help")


async def move(house: House, visitor: Visitor) -> None:
    await house.open_chat.execute(visitor, visitor.conversation_id)


async def come_back(house: House, visitor: Visitor) -> None:
    await house.visit(visitor.token)


async def rate(house: House, visitor: Visitor) -> None:
    await house.rate_answer.execute(visitor, house.storage.messages[-1].id, Verdict(1))


async def stop(house: House, visitor: Visitor) -> None:
    turn = make_turn(conversation_id=visitor.conversation_id, person_id=visitor.person.id)
    await house.storage.run(lambda uow: uow.turns.add(turn, after=timedelta()))
    await house.stop_answer.execute(visitor, turn.id)


async def retry(house: House, visitor: Visitor) -> None:
    turn = make_turn(
        conversation_id=visitor.conversation_id,
        person_id=visitor.person.id,
        state=TurnState.FAILED,
        reason=Reason.MODEL_FAILED,
    )
    await house.storage.run(lambda uow: uow.turns.add(turn, after=timedelta()))
    await house.retry_answer.execute(visitor, turn.id)


@pytest.mark.parametrize("step", [say, command, move, come_back, rate, stop, retry])
async def test_is_noted(rich: House, step: Callable[[House, Visitor], Awaitable[None]]) -> None:
    visitor = await rich.visit()
    await rich.say(visitor, "Вы открыты?")
    await rich.run_until_idle()
    rich.clock.advance(3_600)

    await step(rich, visitor)

    (session,) = rich.storage.sessions
    assert session.seen_at == rich.clock.now()
