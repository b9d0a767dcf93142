from abc import ABC, abstractmethod
from typing import Protocol

import pytest

from ports.event_source import EventSource, HistoryLostError, PollKeyExpiredError, PollSessionLostError


class EventSourceWorld(Protocol):
    """A community where something happens, and its queue of events."""

    @property
    def source(self) -> EventSource: ...
    async def happens(self) -> str:
        """A person writes; gives the ``event_id``."""

    async def expire_key(self) -> None: ...
    async def lose_history(self) -> None:
        """Tell the next who asks that some events are gone."""

    async def lose_session(self) -> None:
        """Tell the next who asks to begin anew."""


class EventSourceContract(ABC):
    @pytest.fixture
    @abstractmethod
    def world(self) -> EventSourceWorld: ...

    async def test_brings_what_happened_since(self, world: EventSourceWorld) -> None:
        await world.happens()
        session = await world.source.open()
        ids = [await world.happens(), await world.happens()]

        batch = await world.source.poll(session, ts=session.ts)

        assert [event.event_id.decode() for event in batch.events] == ids
        assert {event.type for event in batch.events} == {"message_new"}
        later = await world.happens()
        rest = await world.source.poll(session, ts=batch.ts)
        assert [event.event_id.decode() for event in rest.events] == [later]

    async def test_brings_the_same_again_when_asked_again(self, world: EventSourceWorld) -> None:
        session = await world.source.open()
        await world.happens()

        assert await world.source.poll(session, ts=session.ts) == await world.source.poll(session, ts=session.ts)

    async def test_goes_on_with_a_new_session_when_the_key_has_expired(self, world: EventSourceWorld) -> None:
        session = await world.source.open()
        await world.happens()
        await world.expire_key()

        with pytest.raises(PollKeyExpiredError):
            await world.source.poll(session, ts=session.ts)
        batch = await world.source.poll(await world.source.open(), ts=session.ts)

        assert len(batch.events) == 1

    async def test_tells_where_to_go_on_when_history_is_lost(self, world: EventSourceWorld) -> None:
        session = await world.source.open()
        await world.happens()
        await world.lose_history()

        with pytest.raises(HistoryLostError) as lost:
            await world.source.poll(session, ts=session.ts)
        happened = await world.happens()
        batch = await world.source.poll(session, ts=lost.value.ts)

        assert [event.event_id.decode() for event in batch.events] == [happened]

    async def test_begins_anew_when_the_session_is_lost(self, world: EventSourceWorld) -> None:
        session = await world.source.open()
        await world.lose_session()

        with pytest.raises(PollSessionLostError):
            await world.source.poll(session, ts=session.ts)
        fresh = await world.source.open()
        happened = await world.happens()

        batch = await world.source.poll(fresh, ts=fresh.ts)
        assert [event.event_id.decode() for event in batch.events] == [happened]
