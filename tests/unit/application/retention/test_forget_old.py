from datetime import timedelta
from uuid import UUID

import pytest

from application.retention.forget_old import BATCH, LEASE_KEY
from domain.identifiers import first_id_at
from domain.message import Author
from ports.storage import UnitOfWork
from tests.factories import MOMENT, make_conversation, make_deadline, make_id, make_new_message
from tests.unit.application.house import LEASE, House

MONTH = timedelta(days=30)
NOTHING = {"messages": 0, "events": 0, "notifications": 0}
"""Ids of the house are of 1970: whatever it records was said long ago."""


async def add_messages(house: House, *ids: UUID) -> None:
    async def add(uow: UnitOfWork) -> None:
        chat = make_conversation()
        await uow.conversations.add(chat)
        for id_ in ids:
            await uow.messages.add(make_new_message(id=id_, conversation_id=chat.id))

    await house.storage.run(add)


def texts(house: House) -> list[str]:
    return [message.text for message in sorted(house.storage.messages, key=lambda message: message.id)]


async def events_that_can_be_replayed(house: House) -> int:
    async def replay(uow: UnitOfWork) -> int:
        return sum([await uow.events.replay(event.id) for event in await uow.events.latest(state=None, limit=100)])

    return await house.storage.run(replay)


async def test_leaves_nothing_of_what_was_said_and_answered_long_ago(house: House) -> None:
    await house.top_up()
    await house.comment("Тайна")
    await house.run_until_idle()

    forgotten = await house.forget_old(MONTH).execute()

    assert forgotten == {"messages": 2, "events": 1, "notifications": 1}
    assert texts(house) == ["", ""]
    assert house.turn.answer is None
    assert [delivery.text for delivery in house.storage.deliveries] == [""]
    (told,) = await house.storage.read(lambda uow: uow.notifications.latest(state=None, limit=10))
    assert told.notification.payload == {}
    assert await events_that_can_be_replayed(house) == 0


async def test_keeps_everything_without_a_term(house: House) -> None:
    await add_messages(house, make_id(1))

    assert await house.forget_old(None).execute() == {}
    assert "" not in texts(house)


@pytest.mark.parametrize("age", [MONTH + timedelta(milliseconds=1), timedelta(days=900)])
async def test_goes_by_when_it_was_recorded(house: House, age: timedelta) -> None:
    old, young = first_id_at(MOMENT - age), first_id_at(MOMENT - MONTH)
    await add_messages(house, old, young)

    assert (await house.forget_old(MONTH).execute())["messages"] == 1
    assert [bool(text) for text in texts(house)] == [False, True]


async def test_keeps_what_is_owed_until_it_has_ended(house: House) -> None:
    await house.top_up()
    await house.comment("Тайна")
    await house.drain_events.execute()
    await house.storage.run(lambda uow: uow.events.replay_failed())
    later = await house.post("Просто пост")

    assert await house.forget_old(MONTH).execute() == {"messages": 0, "events": 1, "notifications": 0}
    assert texts(house) == ["Тайна"]

    await house.run_until_idle()
    assert (await house.forget_old(MONTH).execute())["messages"] == 3
    assert set(texts(house)) == {""}
    assert later.text


async def test_looks_again_only_from_the_first_that_was_kept(house: House) -> None:
    await house.top_up()
    await house.comment("Один")
    await house.run_until_idle()
    await house.comment("Два")
    await house.drain_events.execute()
    await house.forget_old(MONTH).execute()

    await house.run_until_idle()
    again = await house.forget_old(MONTH).execute()

    assert again["events"] == 0
    assert set(texts(house)) == {""}
    assert await house.forget_old(MONTH).execute() == NOTHING


async def test_goes_in_batches_with_a_pause_after_each(house: House) -> None:
    await add_messages(house, *(make_id(number) for number in range(1, 2 * BATCH + 2)))

    forgotten = await house.forget_old(MONTH).execute()

    assert forgotten["messages"] == 2 * BATCH + 1
    assert len(house.clock.slept) == 3


async def test_goes_on_where_it_was_when_killed(house: House) -> None:
    await add_messages(house, *(make_id(number) for number in range(1, 2 * BATCH + 1)))
    # The first look is a read, then a batch is a transaction.
    assert await house.dies_in(2, house.forget_old(MONTH).execute())

    assert texts(house).count("") == BATCH
    assert (await house.forget_old(MONTH).execute())["messages"] == BATCH


async def test_does_nothing_while_another_process_is_at_it(house: House) -> None:
    await add_messages(house, make_id(1))
    await house.storage.run(lambda uow: uow.positions.take_lease(LEASE_KEY, owner="other", lease=LEASE))

    assert await house.forget_old(MONTH).execute() == NOTHING
    house.clock.advance(LEASE.total_seconds())
    assert (await house.forget_old(MONTH).execute())["messages"] == 1


async def test_lets_others_do_it_when_it_has_done(house: House) -> None:
    await house.forget_old(MONTH).execute()
    await add_messages(house, make_id(1))

    assert (await house.forget_old(MONTH, owner="other").execute())["messages"] == 1


async def test_keeps_the_words_of_deadlines_that_lie_ahead(house: House) -> None:
    async def add(uow: UnitOfWork) -> None:
        chat = make_conversation()
        await uow.conversations.add(chat)
        for number, days in ((1, -1), (2, 1)):
            said, _ = await uow.messages.add(make_new_message(id=make_id(number), conversation_id=chat.id))
            at = MOMENT + timedelta(days=days)
            await uow.deadlines.add(make_deadline(conversation_id=chat.id, message_id=said.id, at=at))

    await house.storage.run(add)

    await house.forget_old(MONTH).execute()

    found = await house.storage.read(lambda uow: uow.deadlines.latest(limit=10, only_live=False))
    assert [bool(deadline.quote) for deadline in found] == [True, False]


async def test_keeps_the_books(house: House) -> None:
    await house.top_up()
    await house.comment()
    await house.run_until_idle()
    before = await house.show_balance.execute()

    await house.forget_old(MONTH).execute()

    assert await house.show_balance.execute() == before


async def test_answers_what_comes_after(house: House) -> None:
    await house.top_up()
    comment = await house.comment("Тайна")
    await house.run_until_idle()
    await house.forget_old(MONTH).execute()

    await house.comment("Ещё вопрос", root=comment.comment_id)
    await house.run_until_idle()

    answers = [message for message in house.storage.messages if message.author is Author.ASSISTANT]
    assert sorted(bool(answer.text) for answer in answers) == [False, True]
