from dataclasses import replace

import pytest

from application.events.receive_event import IncomingEvent, ReceiveEvent
from domain.community import CommunityError
from domain.errors import ForbiddenEventError, StorageUnavailableError
from ports.event_inbox import EventInbox
from ports.wakeup import Queue
from tests.factories import MOMENT
from tests.fakes.clock import FakeClock
from tests.fakes.community import FakeCommunity
from tests.fakes.event_inbox import FailingEventInbox, FakeEventInbox
from tests.fakes.ids import FakeIds
from tests.fakes.storage import FakeStorage
from tests.fakes.wakeup import FakeWakeup

EVENT = IncomingEvent(type="wall_reply_new", group_id=123, event_id=b"e1", secret="a secret", body=b'{"a": 1}')
CONFIRMATION = IncomingEvent(type="confirmation", group_id=123, event_id=b"", secret=None, body=b"{}")


class Door:
    """What stands behind the callback."""

    def __init__(self, *, confirmation_code: str | None = None, secret: str = "a secret") -> None:
        self.storage = FakeStorage()
        self.community = FakeCommunity(code="from VK")
        self.wakeup = FakeWakeup()
        self._code = confirmation_code
        self._secret = secret

    def receive(self, inbox: EventInbox | None = None) -> ReceiveEvent:
        return ReceiveEvent(
            inbox=inbox or FakeEventInbox(self.storage),
            community=self.community,
            clock=FakeClock(MOMENT),
            ids=FakeIds(),
            wakeup=self.wakeup,
            group_id=123,
            secret=self._secret,
            confirmation_code=self._code,
        )


@pytest.fixture
def door() -> Door:
    return Door()


async def test_stores_the_event_whole_when_it_is_ours(door: Door) -> None:
    answer = await door.receive().execute(EVENT)

    assert answer == "ok"
    (stored,) = door.storage.events
    assert (stored.group_id, stored.event_id, stored.type) == (123, b"e1", "wall_reply_new")
    assert stored.body == b'{"a": 1}'
    assert stored.received_at == MOMENT
    assert door.wakeup.signals == [Queue.EVENTS]
    assert door.community.calls == 0


async def test_stores_it_once_and_says_ok_again_when_it_is_repeated(door: Door) -> None:
    receive = door.receive()

    answers = [await receive.execute(EVENT), await receive.execute(EVENT)]

    assert answers == ["ok", "ok"]
    assert len(door.storage.events) == 1


async def test_stores_both_when_the_ids_differ_by_a_byte(door: Door) -> None:
    receive = door.receive()

    await receive.execute(EVENT)
    await receive.execute(replace(EVENT, event_id=b"E1"))

    assert len(door.storage.events) == 2


@pytest.mark.parametrize("secret", ["wrong", "", "a secret ", "A secret", "секрет", "\ud800", None])
async def test_refuses_and_stores_nothing_when_the_secret_is_not_ours(door: Door, secret: str | None) -> None:
    with pytest.raises(ForbiddenEventError) as caught:
        await door.receive().execute(replace(EVENT, secret=secret))

    assert "secret" in caught.value.reason
    assert door.storage.events == []
    assert door.wakeup.signals == []


async def test_takes_it_when_the_secret_is_not_ascii() -> None:
    door = Door(secret="секрет")

    assert await door.receive().execute(replace(EVENT, secret="секрет")) == "ok"


@pytest.mark.parametrize("group_id", [124, 0, -123])
@pytest.mark.parametrize("event", [EVENT, CONFIRMATION], ids=["event", "confirmation"])
async def test_refuses_when_the_group_is_foreign(door: Door, event: IncomingEvent, group_id: int) -> None:
    with pytest.raises(ForbiddenEventError) as caught:
        await door.receive().execute(replace(event, group_id=group_id))

    assert "group" in caught.value.reason
    assert door.storage.events == []
    assert door.community.calls == 0


async def test_tells_of_the_secret_first_when_secret_and_group_are_wrong(door: Door) -> None:
    with pytest.raises(ForbiddenEventError) as caught:
        await door.receive().execute(replace(EVENT, secret="wrong", group_id=1))

    assert "secret" in caught.value.reason


@pytest.mark.parametrize("secret", [None, "a secret"])
async def test_confirms_with_the_given_code_when_it_is_set(secret: str | None) -> None:
    door = Door(confirmation_code="c0ffee")

    assert await door.receive().execute(replace(CONFIRMATION, secret=secret)) == "c0ffee"
    assert door.community.calls == 0
    assert door.storage.events == []


async def test_asks_vk_for_the_code_when_none_is_set(door: Door) -> None:
    assert await door.receive().execute(CONFIRMATION) == "from VK"
    assert door.community.calls == 1


async def test_raises_when_vk_does_not_tell_the_code(door: Door) -> None:
    door.community.fail_next()

    with pytest.raises(CommunityError):
        await door.receive().execute(CONFIRMATION)


@pytest.mark.parametrize("secret", ["wrong", ""])
async def test_confirms_nothing_when_the_secret_is_wrong(secret: str) -> None:
    door = Door(confirmation_code="c0ffee")

    with pytest.raises(ForbiddenEventError):
        await door.receive().execute(replace(CONFIRMATION, secret=secret))


async def test_does_not_say_ok_when_storage_is_down(door: Door) -> None:
    with pytest.raises(StorageUnavailableError):
        await door.receive(FailingEventInbox()).execute(EVENT)

    assert door.wakeup.signals == []


async def test_is_stored_once_when_the_commits_answer_was_lost_and_vk_repeats(door: Door) -> None:
    receive = door.receive()
    door.storage.lose_next_commit()

    with pytest.raises(StorageUnavailableError):
        await receive.execute(EVENT)
    assert await receive.execute(EVENT) == "ok"

    assert len(door.storage.events) == 1


def test_shows_neither_secret_nor_body_when_printed() -> None:
    assert "a secret" not in repr(EVENT)
    assert "body" not in repr(EVENT)
