"""What every reader of signs must do."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from domain.channel import Channel
from domain.identifiers import PersonId
from domain.signs import Backlog
from domain.turn import ClaimedTurn, Reason, TurnState
from ports.event_inbox import EventInbox
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import add_person, add_turn, claim_turns
from tests.contracts.turn_lease import claim_one, save
from tests.factories import make_event, make_notification

AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LONG = timedelta(days=100)
NEVER = datetime(2100, 1, 1, tzinfo=UTC)


async def oldest(storage: Storage) -> Mapping[Backlog, timedelta]:
    return await storage.read(lambda uow: uow.signs.oldest())


async def ends(storage: Storage, limit: int = 10) -> list[TurnState]:
    return list(await storage.read(lambda uow: uow.signs.latest_ends(limit=limit)))


async def end(storage: Storage, person: PersonId, *, fails: bool) -> None:
    await add_turn(storage, person_id=person)
    claimed = await claim_one(storage)
    writing = claimed.turn.fund().start_writing(upto_seq=1)
    ended = writing.fail("why") if fails else writing.wrote("a", model=None).sent().settle(claimed.turn.opened_by)
    await save(storage, ended, claimed.lease)


async def written(storage: Storage, channel: Channel) -> ClaimedTurn:
    await add_turn(storage, channel=channel, created_at=AGES_AGO)
    claimed = await claim_one(storage)
    await save(storage, claimed.turn.fund().start_writing(upto_seq=1).wrote("a", model=None), claimed.lease)
    return claimed


class SignRepositoryContract:
    async def test_nothing_waits_when_there_is_nothing(self, storage: Storage) -> None:
        assert await oldest(storage) == {}
        assert await ends(storage) == []

    async def test_tells_how_long_the_oldest_event_has_waited(self, storage: Storage, inbox: EventInbox) -> None:
        await inbox.store(make_event(received_at=AGES_AGO))
        await inbox.store(make_event(received_at=NEVER))

        assert (await oldest(storage))[Backlog.EVENTS] > LONG
        assert set(await oldest(storage)) == {Backlog.EVENTS}

    async def test_event_that_is_understood_waits_no_more(self, storage: Storage, inbox: EventInbox) -> None:
        await inbox.store(make_event(received_at=AGES_AGO))
        [claimed] = await storage.run(lambda uow: uow.events.claim(limit=1, lease=LONG))
        await storage.run(lambda uow: uow.events.finish(claimed.event.id, lease_token=claimed.lease_token))

        assert await oldest(storage) == {}

    @pytest.mark.parametrize("is_claimed", [False, True])
    async def test_tells_how_long_the_oldest_turn_has_waited(self, storage: Storage, *, is_claimed: bool) -> None:
        await add_turn(storage, created_at=AGES_AGO)
        if is_claimed:
            await claim_turns(storage)

        found = await oldest(storage)

        assert found[Backlog.TURNS] > LONG
        assert Backlog.DELIVERIES not in found

    async def test_turn_that_has_ended_waits_no_more(self, storage: Storage) -> None:
        await end(storage, (await add_person(storage)).id, fails=True)

        assert await oldest(storage) == {}

    async def test_turn_does_not_wait_before_the_morning(self, storage: Storage) -> None:
        await add_turn(storage, created_at=AGES_AGO)
        claimed = await claim_one(storage)
        asleep = claimed.turn.waits_for(Reason.QUIET_HOURS)
        await storage.run(lambda uow: uow.turns.postpone(asleep, lease=claimed.lease, after=timedelta(hours=8)))

        assert await oldest(storage) == {}

    async def test_turn_waits_from_the_morning_on(self, storage: Storage) -> None:
        await add_turn(storage, created_at=AGES_AGO)
        claimed = await claim_one(storage)
        asleep = claimed.turn.waits_for(Reason.QUIET_HOURS)
        await storage.run(lambda uow: uow.turns.postpone(asleep, lease=claimed.lease, after=-timedelta(hours=1)))

        age = (await oldest(storage))[Backlog.TURNS]
        assert timedelta(minutes=59) < age < timedelta(hours=2)

    async def test_nobody_waits_for_what_is_left_to_a_person(self, storage: Storage) -> None:
        await add_turn(storage, created_at=AGES_AGO)
        claimed = await claim_one(storage)
        await storage.run(lambda uow: uow.turns.park(claimed.turn, lease=claimed.lease))

        assert await oldest(storage) == {}

    async def test_tells_how_long_an_answer_has_waited_for_vk(self, storage: Storage) -> None:
        await written(storage, Channel.VK_COMMENT)

        found = await oldest(storage)

        assert set(found) == {Backlog.TURNS, Backlog.DELIVERIES}
        assert found[Backlog.DELIVERIES] > LONG

    async def test_answer_on_the_site_waits_for_no_delivery(self, storage: Storage) -> None:
        await written(storage, Channel.SITE_CHAT)

        assert set(await oldest(storage)) == {Backlog.TURNS}

    async def test_tells_how_long_the_oldest_notification_has_waited(self, storage: Storage) -> None:
        await storage.run(lambda uow: uow.notifications.add(make_notification(created_at=AGES_AGO)))

        assert (await oldest(storage))[Backlog.NOTIFICATIONS] > LONG

    async def test_notification_that_is_delivered_waits_no_more(self, storage: Storage) -> None:
        await storage.run(lambda uow: uow.notifications.add(make_notification(created_at=AGES_AGO)))

        async def deliver(uow: UnitOfWork) -> None:
            await uow.notifications.delivered(await uow.notifications.claim(limit=1, lease=LONG))

        await storage.run(deliver)

        assert await oldest(storage) == {}

    async def test_age_is_not_negative_when_a_clock_is_ahead(self, storage: Storage, inbox: EventInbox) -> None:
        await inbox.store(make_event(received_at=NEVER))

        assert await oldest(storage) == {Backlog.EVENTS: timedelta()}

    async def test_tells_how_the_latest_turns_have_ended(self, storage: Storage) -> None:
        person = (await add_person(storage)).id
        for fails in (True, False, True, True):
            await end(storage, person, fails=fails)
        await add_turn(storage, person_id=person)

        assert await ends(storage) == [TurnState.FAILED, TurnState.FAILED, TurnState.SETTLED, TurnState.FAILED]
        assert await ends(storage, limit=1) == [TurnState.FAILED]
