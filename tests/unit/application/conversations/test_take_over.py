"""A person of the community speaks: the assistant is silent there, and nothing of it is charged."""

import asyncio

import pytest

from domain.balance import HoldState
from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from domain.message import Author
from domain.turn import Reason, Turn, TurnState
from tests.factories import make_id
from tests.unit.application.house import ANN, BOB, House

HOUR = 3_600.0
PART = 4_000


def last(house: House) -> Turn:
    return house.storage.turns[-1]


async def test_declines_what_is_owed_when_a_manager_has_answered_in_the_dialog(rich: House) -> None:
    await rich.message()
    await rich.drain_events.execute()

    await rich.own_message("Здравствуйте!", message_id=7_000, by_manager=True)
    await rich.run_until_idle()

    assert (rich.turn.state, rich.turn.reason) == (TurnState.DECLINED, Reason.OPERATOR_HERE)
    assert rich.writer.asked == []
    assert rich.storage.holds == []


async def test_declines_what_is_owed_when_the_community_has_commented_in_the_thread(rich: House) -> None:
    asked = await rich.comment()
    await rich.drain_events.execute()

    await rich.own_comment("Отвечу сама.", comment_id=7_000, root=asked.comment_id)
    await rich.run_until_idle()

    assert rich.turn.reason == Reason.OPERATOR_HERE
    assert rich.community.comments == []


async def test_declines_with_the_hold_released_when_it_was_funded(rich: House) -> None:
    await rich.message()
    claimed = await rich.claim_next()
    await rich.fund.execute(claimed)
    await rich.take_over.execute(rich.turn.conversation_id, by="ann")

    await rich.write.execute(claimed)

    assert rich.turn.reason == Reason.OPERATOR_HERE
    assert rich.writer.asked == []
    assert [hold.state for hold in rich.storage.holds] == [HoldState.RELEASED]
    assert set(rich.storage.answers.values()) <= {0}


async def test_sends_nothing_when_taken_over_while_the_model_wrote(rich: House) -> None:
    await rich.message()
    claimed = await rich.claim_next()
    await rich.fund.execute(claimed)
    await rich.write.execute(claimed)
    await rich.take_over.execute(rich.turn.conversation_id, by="ann")

    await rich.send.execute(claimed)

    assert rich.turn.reason == Reason.OPERATOR_HERE
    assert rich.community.messages == []
    assert [hold.state for hold in rich.storage.holds] == [HoldState.RELEASED]


async def test_does_not_wait_for_the_next_try_when_taken_over(rich: House) -> None:
    await rich.message()
    rich.community.refuse_next(5)
    await rich.run_until_idle()
    assert rich.turn.state is TurnState.WRITTEN

    await rich.take_over.execute(rich.turn.conversation_id, by="ann")
    await rich.run_until_idle()

    assert rich.turn.reason == Reason.OPERATOR_HERE
    assert (await rich.storage.balance()).held == 0


async def test_finishes_an_answer_of_which_vk_has_a_part(rich: House) -> None:
    rich.writer.answer_next("а" * (PART - 10) + ". " + "б" * 100)
    await rich.message()
    rich.community.succeed_next()
    rich.community.fail_next()
    await rich.run_until_idle()
    assert len(rich.community.messages) == 1

    await rich.take_over.execute(rich.turn.conversation_id, by="ann")
    rich.clock.advance(60)
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert len(rich.community.messages) == 2


async def test_leaves_other_conversations_alone(rich: House) -> None:
    await rich.message(by=ANN)
    await rich.message(by=BOB)
    await rich.drain_events.execute()

    await rich.own_message("Здравствуйте!", message_id=7_000, peer=ANN, by_manager=True)
    await rich.run_until_idle()

    assert sorted(turn.state for turn in rich.storage.turns) == [TurnState.DECLINED, TurnState.SETTLED]


async def test_is_over_when_the_time_has_passed_since_the_managers_last_words(rich: House) -> None:
    for number in range(2):
        await rich.own_message("Здравствуйте!", message_id=7_000 + number, by_manager=True)
        await rich.run_until_idle()
        rich.clock.advance(HOUR - 60)
    await rich.message()
    await rich.run_until_idle()
    assert last(rich).reason == Reason.OPERATOR_HERE

    rich.clock.advance(60)
    await rich.message()
    await rich.run_until_idle()

    assert last(rich).state is TurnState.SETTLED


async def test_is_over_when_handed_back(rich: House) -> None:
    await rich.message()
    await rich.run_until_idle()
    await rich.take_over.execute(rich.turn.conversation_id, by="ann")

    await rich.hand_back.execute(rich.turn.conversation_id, by="owner")
    await rich.message()
    await rich.run_until_idle()

    assert [turn.state for turn in rich.storage.turns] == [TurnState.SETTLED] * 2


async def test_stops_the_answer_that_is_being_shown_on_the_site(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)
    rich.writer.gate = asyncio.Event()
    claimed = await rich.claim_next()
    running = asyncio.create_task(rich.run.execute(claimed))
    while rich.turn.state is not TurnState.WRITING:
        await asyncio.sleep(0)

    await rich.take_over.execute(visitor.conversation_id, by="ann")
    await rich.find_stops.execute()
    await running

    assert rich.turn.state is TurnState.STOPPED
    assert rich.writer.cancelled == 1


async def test_answers_commands_all_the_same(rich: House) -> None:
    await rich.own_message("Здравствуйте!", message_id=7_000, by_manager=True)
    await rich.message("/balance")
    await rich.run_until_idle()

    assert len(rich.community.messages) == 1


async def test_our_own_message_takes_nothing_over(rich: House) -> None:
    await rich.message()
    await rich.run_until_idle()
    (sent,) = rich.community.messages
    await rich.own_message(sent.text, message_id=sent.id, random_id=sent.random_id)
    await rich.message()
    await rich.run_until_idle()

    assert [turn.state for turn in rich.storage.turns] == [TurnState.SETTLED] * 2
    assert Author.OPERATOR not in {message.author for message in rich.storage.messages}


async def test_is_told_when_there_is_no_such_conversation(house: House) -> None:
    with pytest.raises(NotFoundError):
        await house.take_over.execute(ConversationId(make_id()), by="ann")
