"""Rules of the queue of turns that need a look behind the port, or a race that only SQL can have."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import turns
from domain.errors import LeaseLostError
from domain.turn import ClaimedTurn, Turn
from ports.storage import Storage
from tests.contracts.rows import AT_ONCE, LAPSED, LATER, LONG, add_conversation, add_turn, claim_turns, claimed_ids
from tests.contracts.turn_lease import claim_one, postpone, save


async def reopen(storage: Storage, turn: Turn) -> None:
    await storage.run(lambda uow: uow.turns.reopen(turn))


async def fail(storage: Storage, claimed: ClaimedTurn) -> Turn:
    failed = claimed.turn.fail("model_failed")
    await save(storage, failed, claimed.lease)
    return failed


async def test_goes_on_undisturbed_when_it_is_reopened_a_second_time(storage: Storage) -> None:
    await add_turn(storage)
    failed = await fail(storage, await claim_one(storage))
    again = failed.retry(was_sending=False)
    await reopen(storage, again)
    running = await claim_one(storage)

    await reopen(storage, again)

    assert await claimed_ids(storage, "second") == []
    await save(storage, running.turn.fund(), running.lease)


async def test_refuses_the_former_holder_when_the_claim_was_given_back(storage: Storage) -> None:
    await add_turn(storage)
    first = await claim_one(storage)
    await postpone(storage, first.turn, first.lease, after=AT_ONCE)
    with pytest.raises(LeaseLostError):
        await save(storage, first.turn.fund(), first.lease)

    second = await claim_one(storage)
    await storage.run(lambda uow: uow.turns.release(owner="first"))
    with pytest.raises(LeaseLostError):
        await save(storage, second.turn.fund(), second.lease)


async def test_refuses_the_former_holder_when_the_turn_has_ended(storage: Storage) -> None:
    await add_turn(storage)
    claimed = await claim_one(storage)
    failed = await fail(storage, claimed)

    with pytest.raises(LeaseLostError):
        await save(storage, failed, claimed.lease)


async def test_leaves_ended_turns_alone_when_their_owner_releases(storage: Storage) -> None:
    await add_turn(storage)
    await fail(storage, await claim_one(storage))

    await storage.run(lambda uow: uow.turns.release(owner="first"))

    assert await claimed_ids(storage) == []


async def test_lets_a_later_turn_go_first_when_the_earlier_is_due_later(storage: Storage) -> None:
    conversation = await add_conversation(storage)
    await add_turn(storage, conversation.id, after=LATER)
    due = await add_turn(storage, conversation.id)

    assert await claimed_ids(storage) == [due.id]


async def test_passes_waiting_conversations_by_when_their_lines_are_long(storage: Storage) -> None:
    crowded = await add_conversation(storage)
    for _ in range(5):
        await add_turn(storage, crowded.id, after=timedelta(seconds=-2))
    other = await add_turn(storage, after=timedelta(seconds=-1))

    claimed = await claimed_ids(storage, limit=2)

    assert claimed[1:] == [other.id]


async def test_gives_what_is_stored_when_the_former_holder_wrote_last(storage: Storage) -> None:
    await add_turn(storage)
    lapsed = await claim_one(storage, lease=LAPSED)
    await save(storage, lapsed.turn.fund(), lapsed.lease)

    assert (await claim_one(storage, "second")).turn == lapsed.turn.fund()


async def test_claims_nothing_when_another_turn_got_the_conversation_meanwhile(
    database: Database, storage: Storage
) -> None:
    conversation = await add_conversation(storage)
    first = await add_turn(storage, conversation.id, after=timedelta(seconds=-2))
    second = await add_turn(storage, conversation.id, after=timedelta(seconds=-1))
    await claim_one(storage)
    async with database.writing() as connection:
        # As if the other's claim had come between our look and our claim: ours looks like the only one in line.
        hidden = {"open_conversation_id": None}
        await connection.execute(update(turns).where(turns.c.id == first.id).values(hidden))
        await connection.execute(
            update(turns).where(turns.c.id == second.id).values(active_conversation_id=None, lease_token=7)
        )

    assert await claimed_ids(storage, "second") == []


async def test_keeps_no_mark_of_a_claim_when_a_turn_has_ended(database: Database, storage: Storage) -> None:
    turn = await add_turn(storage)
    claimed = await claim_one(storage)
    written = replace(claimed.turn.fund().start_writing(upto_seq=1).wrote("words", model="a model"))
    await save(storage, written, claimed.lease)
    await save(storage, written.fail("delivery_refused"), claimed.lease)

    async with database.reading() as connection:
        row = (await connection.execute(select(turns).where(turns.c.id == turn.id))).one()

    assert (row.claimable_at, row.lease_owner, row.open_conversation_id, row.active_conversation_id) == (None,) * 4


async def test_claims_as_many_as_asked_for_when_conversations_differ(storage: Storage) -> None:
    for _ in range(6):
        await add_turn(storage)

    assert len(await claim_turns(storage, lease=LONG, limit=4)) == 4
