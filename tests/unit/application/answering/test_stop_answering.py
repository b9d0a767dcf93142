"""The owner stops all answering: nothing is paid for, nothing is sent, and nothing is charged."""

from collections.abc import Awaitable, Callable

import pytest

from domain.balance import HoldState
from domain.message import Author
from domain.turn import Reason, TurnState
from tests.unit.application.house import House

PART = 4_000


async def stop(house: House) -> bool:
    return await house.stop_answering.execute(by="ann", reason="a holiday")


def held(house: House) -> list[HoldState]:
    return [hold.state for hold in house.storage.holds]


async def on_the_wall(house: House) -> None:
    await house.comment()


async def in_a_dialog(house: House) -> None:
    await house.message()


async def on_the_site(house: House) -> None:
    await house.say(await house.visit())


@pytest.mark.parametrize("asks", [on_the_wall, in_a_dialog, on_the_site])
async def test_declines_what_is_owed_everywhere(rich: House, asks: Callable[[House], Awaitable[None]]) -> None:
    await asks(rich)
    await stop(rich)

    await rich.run_until_idle()

    assert (rich.turn.state, rich.turn.reason) == (TurnState.DECLINED, Reason.STOPPED_BY_OWNER)
    assert rich.writer.asked == []
    assert rich.storage.holds == []
    assert set(rich.storage.answers.values()) <= {0}


async def test_gives_the_money_back_when_it_was_held_already(rich: House) -> None:
    await rich.message()
    claimed = await rich.claim_next()
    await rich.fund.execute(claimed)
    await stop(rich)

    await rich.write.execute(claimed)

    assert rich.turn.reason == Reason.STOPPED_BY_OWNER
    assert rich.writer.asked == []
    assert held(rich) == [HoldState.RELEASED]


async def test_sends_nothing_of_which_vk_can_have_nothing(rich: House) -> None:
    await rich.message()
    claimed = await rich.claim_next()
    await rich.fund.execute(claimed)
    await rich.write.execute(claimed)
    await stop(rich)

    await rich.send.execute(claimed)

    assert rich.turn.reason == Reason.STOPPED_BY_OWNER
    assert rich.community.messages == []
    assert held(rich) == [HoldState.RELEASED]


async def test_finishes_an_answer_of_which_vk_has_a_part(rich: House) -> None:
    rich.writer.answer_next("а" * (PART - 10) + ". " + "б" * 100)
    await rich.message()
    rich.community.succeed_next()
    rich.community.refuse_next(6)
    await rich.run_until_idle()
    await stop(rich)
    rich.clock.advance(60)

    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert len(rich.community.messages) == 2


async def test_finishes_what_a_visitor_sees_being_written(rich: House) -> None:
    await on_the_site(rich)
    claimed = await rich.claim_next()
    await rich.fund.execute(claimed)
    written = await rich.write.execute(claimed)
    await stop(rich)

    await rich.settle.execute(claimed)

    assert written is not None
    assert rich.turn.state is TurnState.SETTLED
    assert held(rich) == [HoldState.CAPTURED]


async def test_answers_commands_still(rich: House) -> None:
    visitor = await rich.visit()
    await stop(rich)

    await rich.command(visitor, "/help")

    assert rich.storage.messages[-1].author is Author.SYSTEM


async def test_is_new_once_and_keeps_who_stopped_it_first(rich: House) -> None:
    assert await stop(rich)
    assert not await rich.stop_answering.execute(by="bob", reason="also")

    status = await rich.show_answering.execute()

    assert status.controls.stop is not None
    assert (status.controls.stop.by, status.controls.stop.reason) == ("ann", "a holiday")


async def test_answers_what_comes_after_it_was_started_again(rich: House) -> None:
    await stop(rich)
    await rich.message("Первый")
    await rich.run_until_idle()

    was_stopped = await rich.start_answering.execute(by="ann")
    await rich.message("Второй")
    await rich.run_until_idle()

    assert was_stopped
    assert not await rich.start_answering.execute(by="ann")
    assert [turn.state for turn in rich.storage.turns] == [TurnState.DECLINED, TurnState.SETTLED]
