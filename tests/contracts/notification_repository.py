"""What every outbox must do."""

from dataclasses import replace
from datetime import timedelta

from domain.identifiers import NotificationId
from domain.notification import ClaimedNotification, NotificationState, StoredNotification
from ports.storage import Storage
from tests.contracts.notification_order import (
    NotificationOrderContract,
    add,
    add_notifications,
    claim,
    claimed,
    delivered,
    give_back,
    make_lane,
    postpone,
)
from tests.contracts.rows import AT_ONCE, LAPSED
from tests.factories import MOMENT, make_notification


async def bury(storage: Storage, failed: ClaimedNotification, reason: str = "why") -> bool:
    return await storage.run(lambda uow: uow.notifications.bury(failed, reason=reason))


async def revive(storage: Storage, id_: NotificationId) -> bool:
    return await storage.run(lambda uow: uow.notifications.revive(id_))


async def latest(
    storage: Storage, state: NotificationState | None = None, *, limit: int = 10
) -> list[StoredNotification]:
    return list(await storage.read(lambda uow: uow.notifications.latest(state=state, limit=limit)))


class NotificationRepositoryContract(NotificationOrderContract):
    async def test_keeps_every_field_when_added(self, storage: Storage) -> None:
        payload = {
            "id_lastResponses": ["1", "2"],
            "responses": ["Ёлка 🎄", ""],
            "n": 1,
            "nested": {"yes": True, "no": None},
        }
        notification = make_notification(type="responses", payload=payload, conversation_id=make_lane())

        assert await add(storage, notification)

        assert await claimed(storage) == [notification]

    async def test_changes_nothing_when_the_key_is_known(self, storage: Storage) -> None:
        first = make_notification(key="answer:1")
        await add(storage, first)

        assert not await add(storage, make_notification(key="answer:1", payload={}))
        assert await claimed(storage) == [first]

    async def test_changes_nothing_when_the_key_was_delivered_already(self, storage: Storage) -> None:
        await add(storage, make_notification(key="answer:1"))
        await delivered(storage, (await claim(storage))[0])

        assert not await add(storage, make_notification(key="answer:1"))
        assert await claimed(storage) == []

    async def test_counts_the_try_and_keeps_the_reason_when_postponed(self, storage: Storage) -> None:
        added = await add_notifications(storage, 2)
        for failed in await claim(storage):
            assert await postpone(storage, failed, after=AT_ONCE, reason="no answer")

        tried = [replace(notification, tries=1) for notification in added]
        assert [(row.notification, row.state, row.reason) for row in await latest(storage)] == [
            (notification, NotificationState.PENDING, "no answer") for notification in reversed(tried)
        ]
        assert await claimed(storage) == tried

    async def test_counts_no_try_when_given_back(self, storage: Storage) -> None:
        added = await add_notifications(storage, 2)
        before = await claim(storage)

        await give_back(storage, *before)

        after = await claim(storage)
        assert [one.notification for one in after] == added
        assert all(new.lease_token > old.lease_token for new, old in zip(after, before, strict=True))

    async def test_lets_its_lane_go_on_when_buried(self, storage: Storage) -> None:
        added = await add_notifications(storage, 2)
        first, rest = await claim(storage)

        assert await bury(storage, first, "no answer")
        await give_back(storage, rest)

        assert await claimed(storage) == added[1:]
        (dead,) = await latest(storage, NotificationState.DEAD)
        assert (dead.notification, dead.reason) == (replace(added[0], tries=1), "no answer")

    async def test_is_given_anew_and_first_when_revived(self, storage: Storage) -> None:
        added = await add_notifications(storage, 2)
        first, rest = await claim(storage)
        await bury(storage, first)
        await give_back(storage, rest)

        assert await revive(storage, added[0].id)

        assert [(row.state, row.reason) for row in await latest(storage)] == [(NotificationState.PENDING, None)] * 2
        assert await claimed(storage) == added

    async def test_revives_nothing_when_it_is_not_dead(self, storage: Storage) -> None:
        added = await add_notifications(storage, 2)
        (done, _) = await claim(storage)
        await delivered(storage, done)

        for id_ in (*(notification.id for notification in added), make_notification().id):
            assert not await revive(storage, id_)

        assert await storage.run(lambda uow: uow.notifications.revive_all()) == 0
        assert await claimed(storage) == []

    async def test_revives_all_when_asked_for_all(self, storage: Storage) -> None:
        added = await add_notifications(storage, 3)
        (kept, *dying) = await claim(storage)
        await delivered(storage, kept)
        for each in dying:
            await bury(storage, each)

        assert await storage.run(lambda uow: uow.notifications.revive_all()) == 2

        assert await claimed(storage) == added[1:]

    async def test_lists_the_latest_of_a_state(self, storage: Storage) -> None:
        added = await add_notifications(storage, 4)
        first, second, *_ = await claim(storage)
        await delivered(storage, first)
        await bury(storage, second)

        assert [row.notification.id for row in await latest(storage, limit=3)] == [
            notification.id for notification in added[:0:-1]
        ]
        assert [row.notification for row in await latest(storage, NotificationState.PENDING)] == added[:1:-1]
        assert [row.notification for row in await latest(storage, NotificationState.DELIVERED)] == added[:1]

    async def test_grows_older_by_the_databases_clock(self, storage: Storage) -> None:
        ages = (timedelta(hours=25), timedelta(hours=1))
        for age in ages:
            await add(storage, make_notification(created_at=MOMENT - age))

        old, young = await claim(storage)

        assert old.age - young.age == ages[0] - ages[1]

    async def test_is_given_again_under_a_larger_token_when_the_lease_has_lapsed(self, storage: Storage) -> None:
        added = await add_notifications(storage, 1)
        (before,) = await claim(storage, lease=LAPSED)

        (after,) = await claim(storage)

        assert after.notification == added[0]
        assert after.lease_token > before.lease_token

    async def test_changes_nothing_when_somebody_else_has_it_now(self, storage: Storage) -> None:
        await add_notifications(storage, 1)
        (lost,) = await claim(storage, lease=LAPSED)
        (held,) = await claim(storage)

        assert await delivered(storage, lost) == 0
        assert not await postpone(storage, lost, after=AT_ONCE)
        assert not await bury(storage, lost)
        await give_back(storage, lost)

        assert await claimed(storage) == []
        assert await delivered(storage, held) == 1
        assert await delivered(storage, held) == 0
        assert not await postpone(storage, held, after=AT_ONCE)
        assert [row.notification.tries for row in await latest(storage)] == [0]

    async def test_marks_those_that_are_ours_still_when_some_were_lost(self, storage: Storage) -> None:
        await add_notifications(storage, 1, make_lane())
        (lost,) = await claim(storage, lease=LAPSED)
        await claim(storage)
        await add_notifications(storage, 2, make_lane())
        ours = await claim(storage)

        assert await delivered(storage, lost, *ours) == 2
        assert len(await latest(storage, NotificationState.DELIVERED)) == 2

    async def test_lists_those_between_two_ids_in_their_order(self, storage: Storage) -> None:
        added = [one.id for one in await add_notifications(storage, 4)]

        async def ids(after: NotificationId | None, limit: int) -> list[NotificationId]:
            found = await storage.read(
                lambda uow: uow.notifications.recorded(after=after, before=added[3], limit=limit)
            )
            return [row.notification.id for row in found]

        assert await ids(None, 10) == added[:3]
        assert await ids(added[0], 1) == [added[1]]
        assert await ids(added[2], 10) == []

    async def test_forgets_what_was_delivered_and_keeps_what_waits(self, storage: Storage) -> None:
        added = await add_notifications(storage, 3)
        done, buried, _ = await claim(storage)
        await delivered(storage, done)
        await bury(storage, buried)

        await storage.run(lambda uow: uow.notifications.blank_delivered([one.id for one in added]))

        payloads = {row.notification.id: row.notification.payload for row in await latest(storage)}
        assert payloads == {added[0].id: {}, added[1].id: added[1].payload, added[2].id: added[2].payload}
