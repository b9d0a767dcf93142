from dataclasses import replace
from datetime import timedelta

from domain.turn import TurnState
from tests.unit.application.house import ANN, BOB, GATHER, House


async def test_waits_for_the_rest_of_a_burst_when_it_is_a_vk_message(house: House) -> None:
    await house.message()
    await house.drain_events.execute()

    assert await house.claim.execute(limit=1) == []
    house.clock.advance(GATHER)
    assert len(await house.claim.execute(limit=1)) == 1


async def test_can_be_taken_up_at_once_when_it_is_a_comment_or_a_chat(house: House) -> None:
    await house.comment()
    await house.drain_events.execute()
    await house.say(await house.visit())

    assert len(await house.claim.execute(limit=5)) == 2
    assert house.rules.gather(house.storage.turns[0].channel) == timedelta()


async def test_joins_the_authors_turn_when_that_is_funded_already(rich: House) -> None:
    top = await rich.comment("раз")
    claimed = await rich.claim_next()
    funded = await rich.fund.execute(claimed)

    await rich.comment("два", root=top.comment_id)
    await rich.drain_events.execute()
    await rich.run.execute(replace(claimed, turn=funded))

    assert rich.turn.input_upto_seq == 2
    assert [line.text for line in rich.writer.asked[0][1:]] == ["раз", "два"]


async def test_opens_the_next_turn_when_the_answer_is_being_written(rich: House) -> None:
    top = await rich.comment("раз")
    claimed = await rich.claim_next()
    await rich.fund.execute(claimed)
    assert await rich.dies_in(1, rich.write.execute(claimed), committed=True)

    await rich.comment("два", root=top.comment_id)
    await rich.drain_events.execute()

    first, second = rich.storage.turns
    assert [first.state, second.state] == [TurnState.WRITING, TurnState.OWED]
    assert [message.turn_id for message in rich.storage.messages] == [first.id, second.id]


async def test_opens_a_turn_of_its_own_when_a_stranger_comments_below(house: House) -> None:
    top = await house.comment("раз", by=ANN)
    await house.comment("два", by=BOB, root=top.comment_id)

    await house.drain_events.execute()

    first, second = house.storage.turns
    assert first.person_id != second.person_id


async def test_answers_each_stranger_once_when_two_comment_in_one_thread(rich: House) -> None:
    top = await rich.comment("раз", by=ANN)
    below = await rich.comment("два", by=BOB, root=top.comment_id)

    await rich.run_until_idle()

    assert [comment.target.reply_to for comment in rich.community.comments] == [top.comment_id, below.comment_id]
    assert [turn.state for turn in rich.storage.turns] == [TurnState.SETTLED] * 2


async def test_opens_a_new_turn_when_the_last_one_was_declined(house: House) -> None:
    top = await house.comment("раз")
    await house.run_until_idle()
    assert house.turn.state is TurnState.DECLINED

    await house.comment("два", root=top.comment_id)
    await house.drain_events.execute()

    assert [turn.state for turn in house.storage.turns] == [TurnState.DECLINED, TurnState.OWED]
