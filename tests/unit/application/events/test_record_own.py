"""What the community said comes back: ours is known already, anything else was written by a person of it."""

import pytest

from domain.delivery import DeliveryState
from domain.message import Author
from domain.turn import TurnState
from tests.unit.application.house import ANN, BOB, House


def authors(house: House) -> list[Author]:
    return [message.author for message in house.storage.messages]


async def test_adds_nothing_when_our_comment_comes_back(rich: House) -> None:
    asked = await rich.comment()
    await rich.run_until_idle()
    (ours,) = rich.community.comments

    await rich.own_comment(ours.text, comment_id=ours.id, root=asked.comment_id)
    await rich.run_until_idle()

    assert authors(rich) == [Author.PERSON, Author.ASSISTANT]
    assert len(rich.storage.turns) == 1


async def test_proves_the_delivery_when_our_comment_overtakes_vks_answer(rich: House) -> None:
    asked = await rich.comment()
    claimed = await rich.claim_next()
    rich.community.lose_next_answer()
    await rich.run.execute(claimed)
    (ours,) = rich.community.comments

    await rich.own_comment(f" {ours.text} ", comment_id=ours.id, root=asked.comment_id)
    await rich.run_until_idle()

    (delivery,) = rich.storage.deliveries
    assert (delivery.state, delivery.effect_id) == (DeliveryState.SENT, ours.id)
    assert rich.community.calls == 1
    assert rich.turn.state is TurnState.SETTLED
    assert authors(rich) == [Author.PERSON, Author.ASSISTANT]


async def test_settles_an_unconfirmed_answer_when_its_event_comes_late(rich: House) -> None:
    asked = await rich.comment()
    rich.community.lose_next_answer()
    rich.community.fail_next()
    for _ in range(3):
        await rich.run_until_idle()
        rich.clock.advance(60)
    assert rich.turn.is_unconfirmed
    rich.clock.advance(86_400)
    (ours,) = rich.community.comments

    await rich.own_comment(ours.text, comment_id=ours.id, root=asked.comment_id)
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert rich.community.calls == 2
    assert (await rich.storage.balance()).available == 95


async def test_proves_an_unconfirmed_answer_when_the_owner_has_just_decided_to_send_it_again(rich: House) -> None:
    asked = await rich.comment()
    rich.community.lose_next_answer()
    rich.community.fail_next()
    for _ in range(3):
        await rich.run_until_idle()
        rich.clock.advance(60)
    (ours,) = rich.community.comments
    await rich.retry.execute(rich.turn.id, by="olga")

    await rich.own_comment(ours.text, comment_id=ours.id, root=asked.comment_id)
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert authors(rich) == [Author.PERSON, Author.ASSISTANT]


async def test_is_known_by_its_id_when_an_unconfirmed_answer_reads_the_same(rich: House) -> None:
    top = await rich.comment()
    rich.community.fail_next()
    rich.community.fail_next()
    await rich.comment(by=BOB, root=top.comment_id)
    for _ in range(4):
        await rich.run_until_idle()
        rich.clock.advance(60)
    (ours,) = rich.community.comments

    await rich.own_comment(ours.text, comment_id=ours.id, root=top.comment_id)
    await rich.run_until_idle()

    first, second = rich.storage.turns
    assert first.is_unconfirmed
    assert second.state is TurnState.SETTLED


async def test_records_an_operator_when_our_words_are_said_before_we_called(rich: House) -> None:
    asked = await rich.comment()
    claimed = await rich.claim_next()
    rich.community.refuse_next(5)
    await rich.run.execute(claimed)

    await rich.own_comment(rich.writer.text, comment_id=7777, root=asked.comment_id)
    await rich.drain_events.execute()

    assert authors(rich) == [Author.PERSON, Author.OPERATOR]
    assert rich.storage.deliveries[0].state is DeliveryState.PENDING


async def test_adds_nothing_when_our_answer_to_a_post_comes_back(rich: House) -> None:
    await rich.post("Вы открыты?", by=ANN)
    await rich.run_until_idle()
    (ours,) = rich.community.comments

    await rich.own_comment(ours.text, comment_id=ours.id, root=ours.id)
    await rich.run_until_idle()

    assert authors(rich) == [Author.PERSON, Author.ASSISTANT]


async def test_records_an_operator_when_the_comment_is_not_ours(rich: House) -> None:
    asked = await rich.comment()
    await rich.run_until_idle()

    await rich.own_comment("Это менеджер.", comment_id=7777, root=asked.comment_id)
    await rich.run_until_idle()

    assert authors(rich) == [Author.PERSON, Author.ASSISTANT, Author.OPERATOR]
    assert len(rich.storage.turns) == 1
    assert rich.storage.messages[-1].turn_id is None


async def test_records_an_operator_when_a_manager_repeats_our_words(rich: House) -> None:
    asked = await rich.comment()
    await rich.run_until_idle()

    await rich.own_comment(rich.writer.text, comment_id=7777, root=asked.comment_id)
    await rich.drain_events.execute()

    assert authors(rich)[-1] is Author.OPERATOR


async def test_records_an_operator_when_nobody_has_spoken_there_before(house: House) -> None:
    await house.own_comment("Мы открылись", comment_id=7777, root=7777)
    await house.own_message("Добрый день", message_id=55)

    await house.drain_events.execute()

    assert authors(house) == [Author.OPERATOR, Author.OPERATOR]
    assert house.storage.turns == []


@pytest.mark.parametrize("known_by", ["random_id", "message_id"])
async def test_adds_nothing_when_our_message_comes_back(rich: House, known_by: str) -> None:
    await rich.message()
    await rich.run_until_idle()
    (ours,) = rich.community.messages

    if known_by == "random_id":
        await rich.own_message(ours.text, message_id=1, random_id=ours.random_id)
    else:
        await rich.own_message(ours.text, message_id=ours.id)
    await rich.drain_events.execute()

    assert authors(rich) == [Author.PERSON, Author.ASSISTANT]


async def test_records_an_operator_when_vk_names_the_manager(rich: House) -> None:
    await rich.message()
    await rich.run_until_idle()
    (ours,) = rich.community.messages

    await rich.own_message(ours.text, message_id=ours.id, random_id=ours.random_id, by_manager=True)
    await rich.drain_events.execute()

    assert authors(rich) == [Author.PERSON, Author.ASSISTANT, Author.OPERATOR]


async def test_records_an_operator_when_the_message_has_another_number(rich: House) -> None:
    await rich.message()
    await rich.run_until_idle()

    await rich.own_message("Это менеджер.", message_id=55, random_id=0)
    await rich.run_until_idle()

    assert authors(rich)[-1] is Author.OPERATOR
    assert [turn.state for turn in rich.storage.turns] == [TurnState.SETTLED]


async def test_records_once_when_a_managers_words_come_twice(house: House) -> None:
    for _ in range(2):
        await house.own_message("Это менеджер.", message_id=55)

    await house.drain_events.execute()

    assert len(house.storage.messages) == 1
