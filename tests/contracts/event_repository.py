"""What every queue of events must do; the events come in through an inbox."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import LeaseLostError
from domain.event import ClaimedEvent, Event, EventState, StoredEvent
from domain.identifiers import EventRowId
from ports.event_inbox import EventInbox
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import AT_ONCE, LAPSED, LATER, LONG
from tests.factories import MOMENT, make_event, make_id


async def store_events(inbox: EventInbox, how_many: int) -> list[Event]:
    stored = [make_event(received_at=MOMENT + timedelta(seconds=number)) for number in range(how_many)]
    for event in stored:
        await inbox.store(event)
    return stored


async def claim(storage: Storage, *, limit: int = 10, lease: timedelta = LONG) -> Sequence[ClaimedEvent]:
    return await storage.run(lambda uow: uow.events.claim(limit=limit, lease=lease))


async def claimed(storage: Storage, *, limit: int = 10) -> list[Event]:
    return [one.event for one in await claim(storage, limit=limit)]


async def finish(storage: Storage, one: ClaimedEvent) -> None:
    await storage.run(lambda uow: uow.events.finish(one.event.id, lease_token=one.lease_token))


async def postpone(storage: Storage, one: ClaimedEvent, *, after: timedelta) -> None:
    await storage.run(lambda uow: uow.events.postpone(one.event.id, lease_token=one.lease_token, after=after))


async def give_up(storage: Storage, one: ClaimedEvent) -> None:
    await storage.run(lambda uow: uow.events.give_up(one.event.id, lease_token=one.lease_token, reason="unreadable"))


async def blank(storage: Storage, one: ClaimedEvent) -> None:
    await storage.run(lambda uow: uow.events.blank(one.event.id, lease_token=one.lease_token))


async def replay(storage: Storage, id_: EventRowId) -> bool:
    return await storage.run(lambda uow: uow.events.replay(id_))


async def latest(storage: Storage, state: EventState | None = None, *, limit: int = 10) -> Sequence[StoredEvent]:
    return await storage.read(lambda uow: uow.events.latest(state=state, limit=limit))


class EventRepositoryContract:
    async def test_is_empty_when_nothing_was_stored(self, storage: Storage, inbox: EventInbox) -> None:
        assert await claimed(storage) == []

    async def test_is_silent_since_the_latest_when_there_are_more(self, storage: Storage, inbox: EventInbox) -> None:
        assert await storage.read(lambda uow: uow.events.silence()) is None
        now = datetime.now(UTC)
        for age in (timedelta(hours=3), timedelta(hours=2)):
            await inbox.store(make_event(received_at=now - age))

        silence = await storage.read(lambda uow: uow.events.silence())

        # A fake's clock need not be the machine's: what counts is the difference.
        await inbox.store(make_event(received_at=now - timedelta(hours=1)))
        shorter = await storage.read(lambda uow: uow.events.silence())
        assert silence is not None
        assert shorter is not None
        assert timedelta(minutes=50) < silence - shorter <= timedelta(hours=1)

    async def test_gives_the_oldest_first_when_there_are_more(self, storage: Storage, inbox: EventInbox) -> None:
        stored = await store_events(inbox, 3)

        assert await claimed(storage, limit=2) == stored[:2]
        assert await claimed(storage, limit=2) == stored[2:]

    async def test_has_no_tries_when_claimed_for_the_first_time(self, storage: Storage, inbox: EventInbox) -> None:
        await store_events(inbox, 1)

        assert [one.tries for one in await claim(storage)] == [0]

    async def test_is_never_claimed_again_when_finished(self, storage: Storage, inbox: EventInbox) -> None:
        await store_events(inbox, 1)
        (one,) = await claim(storage, lease=LAPSED)

        await finish(storage, one)

        assert await claimed(storage) == []

    async def test_is_never_claimed_again_when_given_up(self, storage: Storage, inbox: EventInbox) -> None:
        await store_events(inbox, 1)
        (one,) = await claim(storage, lease=LAPSED)

        await give_up(storage, one)

        assert await claimed(storage) == []

    async def test_is_claimed_again_when_postponed_to_now(self, storage: Storage, inbox: EventInbox) -> None:
        stored = await store_events(inbox, 1)
        (one,) = await claim(storage)

        await postpone(storage, one, after=AT_ONCE)
        (again,) = await claim(storage)

        assert (again.event, again.tries) == (stored[0], 1)
        assert again.lease_token > one.lease_token

    async def test_lets_later_ones_pass_when_postponed_to_later(self, storage: Storage, inbox: EventInbox) -> None:
        stored = await store_events(inbox, 2)
        (one,) = await claim(storage, limit=1)

        await postpone(storage, one, after=LATER)

        assert await claimed(storage) == stored[1:]

    async def test_is_claimed_again_when_the_lease_has_lapsed(self, storage: Storage, inbox: EventInbox) -> None:
        stored = await store_events(inbox, 1)
        (before,) = await claim(storage, lease=LAPSED)

        (after,) = await claim(storage)

        assert (after.event, after.tries) == (stored[0], 1)
        assert after.lease_token > before.lease_token

    async def test_raises_when_somebody_else_has_it_now(self, storage: Storage, inbox: EventInbox) -> None:
        await store_events(inbox, 1)
        (lost,) = await claim(storage, lease=LAPSED)
        (held,) = await claim(storage)

        with pytest.raises(LeaseLostError):
            await finish(storage, lost)
        with pytest.raises(LeaseLostError):
            await postpone(storage, lost, after=AT_ONCE)
        with pytest.raises(LeaseLostError):
            await give_up(storage, lost)

        assert await claimed(storage) == []
        await finish(storage, held)

    async def test_gives_each_once_when_many_claim_at_once(self, storage: Storage, inbox: EventInbox) -> None:
        stored = await store_events(inbox, 6)

        batches = await asyncio.gather(*(claimed(storage, limit=2) for _ in range(4)))
        batches.append(await claimed(storage))

        given = [event.id for batch in batches for event in batch]
        assert sorted(given) == [event.id for event in stored]

    async def test_forgets_what_it_said_when_blanked(self, storage: Storage, inbox: EventInbox) -> None:
        (stored, other) = await store_events(inbox, 2)
        one, _ = await claim(storage, lease=LAPSED)

        await blank(storage, one)

        assert await claimed(storage) == [replace(stored, body=b"{}"), other]

    async def test_is_the_same_event_when_blanked_and_told_again(self, storage: Storage, inbox: EventInbox) -> None:
        (stored,) = await store_events(inbox, 1)
        (one,) = await claim(storage)

        async def understand(uow: UnitOfWork) -> None:
            await uow.events.finish(stored.id, lease_token=one.lease_token)
            await uow.events.blank(stored.id, lease_token=one.lease_token)

        await storage.run(understand)
        await blank(storage, one)
        await inbox.store(replace(stored, id=EventRowId(make_id())))

        assert await claimed(storage) == []

    async def test_is_not_blanked_when_somebody_else_has_it_now(self, storage: Storage, inbox: EventInbox) -> None:
        (stored,) = await store_events(inbox, 1)
        (lost,) = await claim(storage, lease=LAPSED)
        (held,) = await claim(storage, lease=LAPSED)

        with pytest.raises(LeaseLostError):
            await blank(storage, lost)

        assert held.event == stored
        assert await claimed(storage) == [stored]

    async def test_is_claimed_as_if_new_when_replayed(self, storage: Storage, inbox: EventInbox) -> None:
        understood, failed = await store_events(inbox, 2)
        one, other = await claim(storage)
        await finish(storage, one)
        await give_up(storage, other)

        assert [await replay(storage, event.id) for event in (understood, failed)] == [True, True]

        assert [row.reason for row in await latest(storage)] == [None, None]
        again = await claim(storage)
        assert sorted(each.event.id for each in again) == [understood.id, failed.id]
        assert [each.tries for each in again] == [0, 0]
        assert min(each.lease_token for each in again) > max(one.lease_token, other.lease_token)

    async def test_replays_nothing_when_it_waits_or_is_unknown_or_blanked(
        self, storage: Storage, inbox: EventInbox
    ) -> None:
        (waiting,) = await store_events(inbox, 1)
        (one,) = await claim(storage)

        assert not await replay(storage, waiting.id)
        assert not await replay(storage, make_event().id)
        await finish(storage, one)
        await storage.run(lambda uow: uow.events.blank(one.event.id, lease_token=one.lease_token))
        assert not await replay(storage, waiting.id)

        assert await claimed(storage) == []

    async def test_replays_all_that_were_given_up(self, storage: Storage, inbox: EventInbox) -> None:
        stored = await store_events(inbox, 3)
        one, *others = await claim(storage)
        await finish(storage, one)
        for each in others:
            await give_up(storage, each)

        assert await storage.run(lambda uow: uow.events.replay_failed()) == 2

        assert sorted(event.id for event in await claimed(storage)) == [event.id for event in stored[1:]]
        assert await storage.run(lambda uow: uow.events.replay_failed()) == 0

    async def test_lists_the_latest_of_a_state(self, storage: Storage, inbox: EventInbox) -> None:
        new, understood, failed = await store_events(inbox, 3)
        for one in await claim(storage, lease=LAPSED):
            if one.event == understood:
                await finish(storage, one)
            if one.event == failed:
                await give_up(storage, one)

        assert [row.id for row in await latest(storage, limit=2)] == [failed.id, understood.id]
        assert [(row.id, row.reason) for row in await latest(storage, EventState.FAILED)] == [(failed.id, "unreadable")]
        assert [(row.id, row.tries) for row in await latest(storage, EventState.NEW)] == [(new.id, 1)]
        (shown,) = await latest(storage, EventState.UNDERSTOOD)
        assert shown == StoredEvent(
            id=understood.id,
            event_id=understood.event_id,
            type=understood.type,
            received_at=understood.received_at,
            state=EventState.UNDERSTOOD,
            tries=1,
            reason=None,
        )

    async def test_lists_those_between_two_ids_in_their_order(self, storage: Storage, inbox: EventInbox) -> None:
        stored = await store_events(inbox, 5)

        def ids(after: EventRowId | None, limit: int) -> Awaitable[list[EventRowId]]:
            return recorded(storage, after=after, before=stored[4].id, limit=limit)

        assert await ids(None, 10) == [event.id for event in stored[:4]]
        assert await ids(stored[0].id, 2) == [event.id for event in stored[1:3]]
        assert await ids(stored[3].id, 10) == []

    async def test_forgets_what_is_done_and_keeps_what_waits(self, storage: Storage, inbox: EventInbox) -> None:
        understood, failed, waiting, other = await store_events(inbox, 4)
        for one in await claim(storage, limit=2):
            await (finish if one.event == understood else give_up)(storage, one)
        for one in await claim(storage, limit=2, lease=LAPSED):
            if one.event == other:
                await finish(storage, one)

        await storage.run(lambda uow: uow.events.blank_done([understood.id, failed.id, waiting.id]))

        assert not await replay(storage, understood.id)
        assert not await replay(storage, failed.id)
        assert await replay(storage, other.id)
        bodies = {one.event.id: one.event.body for one in await claim(storage)}
        assert bodies == {waiting.id: waiting.body, other.id: other.body}


async def recorded(storage: Storage, *, after: EventRowId | None, before: EventRowId, limit: int) -> list[EventRowId]:
    found = await storage.read(lambda uow: uow.events.recorded(after=after, before=before, limit=limit))
    return [event.id for event in found]
