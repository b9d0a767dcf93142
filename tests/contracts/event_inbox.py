"""What every inbox of events must do; what is in it is seen by claiming."""

import asyncio
from dataclasses import replace

import pytest

from domain.event import Event
from ports.event_inbox import EventInbox
from ports.storage import Storage
from tests.contracts.rows import LAPSED, LONG
from tests.factories import make_event


async def stored(storage: Storage) -> list[Event]:
    claimed = await storage.run(lambda uow: uow.events.claim(limit=100, lease=LONG))
    return [one.event for one in claimed]


class EventInboxContract:
    async def test_is_calm_when_nothing_is_coming_in(self, inbox: EventInbox) -> None:
        async with asyncio.timeout(LONG.total_seconds()):
            await inbox.lull(most=10 * LONG.total_seconds())

    async def test_is_waited_for_no_longer_than_allowed_when_events_keep_coming(self, inbox: EventInbox) -> None:
        async def keep_coming() -> None:
            while True:
                await inbox.store(make_event())

        coming = asyncio.create_task(keep_coming())
        try:
            await inbox.store(make_event())
            async with asyncio.timeout(LONG.total_seconds()):
                await inbox.lull(most=0.05)
        finally:
            coming.cancel()
            await asyncio.wait({coming})

    @pytest.mark.parametrize("body", [b'{"type":"message_new"}', '{"text":"Ёлка 🎄"}'.encode(), b"\x00\xff\n", b""])
    async def test_keeps_every_field_when_stored(self, storage: Storage, inbox: EventInbox, body: bytes) -> None:
        event = make_event(body=body, group_id=2**31, event_id="ключ-1".encode())

        await inbox.store(event)

        assert await stored(storage) == [event]

    async def test_changes_nothing_when_the_event_comes_again(self, storage: Storage, inbox: EventInbox) -> None:
        event = make_event(event_id=b"abc")

        await inbox.store(event)
        await inbox.store(event)
        await inbox.store(make_event(event_id=b"abc", body=b"changed"))

        assert await stored(storage) == [event]

    async def test_changes_nothing_when_the_event_was_understood_already(
        self, storage: Storage, inbox: EventInbox
    ) -> None:
        event = make_event()
        await inbox.store(event)
        (claimed,) = await storage.run(lambda uow: uow.events.claim(limit=1, lease=LAPSED))
        await storage.run(lambda uow: uow.events.finish(event.id, lease_token=claimed.lease_token))

        await inbox.store(make_event(event_id=event.event_id))

        assert await stored(storage) == []

    @pytest.mark.parametrize("event_id", [b"ABC", b"abc ", b" abc", b"abc\x00", "абс".encode(), b"ab"])
    async def test_tells_ids_apart_when_any_byte_differs(
        self, storage: Storage, inbox: EventInbox, event_id: bytes
    ) -> None:
        first, second = make_event(event_id=b"abc"), make_event(event_id=event_id)

        await inbox.store(first)
        await inbox.store(second)

        assert await stored(storage) == [first, second]

    async def test_tells_events_apart_when_groups_differ(self, storage: Storage, inbox: EventInbox) -> None:
        first = make_event(group_id=1, event_id=b"abc")
        second = make_event(group_id=2, event_id=b"abc")

        await inbox.store(first)
        await inbox.store(second)

        assert await stored(storage) == [first, second]

    async def test_stores_all_when_many_arrive_together(self, storage: Storage, inbox: EventInbox) -> None:
        events = [make_event() for _ in range(30)]

        await asyncio.gather(*(inbox.store(event) for event in events))

        assert {event.id for event in await stored(storage)} == {event.id for event in events}

    async def test_stores_one_when_repeats_arrive_together(self, storage: Storage, inbox: EventInbox) -> None:
        event = make_event()
        other = make_event()
        repeats = [replace(event, id=make_event().id) for _ in range(5)]

        await asyncio.gather(*(inbox.store(one) for one in (event, *repeats, other)))

        assert sorted(found.event_id for found in await stored(storage)) == [event.event_id, other.event_id]

    async def test_stores_the_rest_when_one_who_waits_is_cancelled(self, storage: Storage, inbox: EventInbox) -> None:
        events = [make_event() for _ in range(5)]
        tasks = [asyncio.create_task(inbox.store(event)) for event in events]
        await asyncio.sleep(0)

        tasks[0].cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)

        assert outcomes[1:] == [None] * 4
        assert {event.id for event in events[1:]} <= {event.id for event in await stored(storage)}
