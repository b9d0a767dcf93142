import pytest

from domain.errors import StorageUnavailableError
from domain.event import ClaimedEvent, Event
from domain.occurrence import CommentWritten, NothingToAnswer, Occurrence
from domain.turn import TurnState
from ports.wakeup import Queue
from tests.factories import MOMENT
from tests.unit.application.house import ANN, LEASE, POST, WALL, House

COMMENT = CommentWritten(
    owner_id=WALL, post_id=POST, comment_id=101, root_id=101, author_vk_id=ANN, text="Вы открыты?", at=MOMENT
)


class ExplodingReader:
    """A reader with a mistake in it."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def read(self, event: Event) -> Occurrence:
        raise self._error


async def claim(house: House) -> list[ClaimedEvent]:
    return list(await house.storage.run(lambda uow: uow.events.claim(limit=10, lease=LEASE)))


async def claim_one(house: House, occurrence: Occurrence) -> ClaimedEvent:
    await house.happens(occurrence, event_id=b"e1")
    (claimed,) = await claim(house)
    return claimed


async def test_records_the_message_and_finishes_the_event_when_it_is_understood(house: House) -> None:
    claimed = await claim_one(house, COMMENT)

    await house.interpret.execute(claimed)

    assert [message.text for message in house.storage.messages] == ["Вы открыты?"]
    assert house.turn.state is TurnState.OWED
    assert house.storage.waiting_events == []
    assert Queue.TURNS in house.wakeup.signals


async def test_finishes_the_event_when_there_is_nothing_to_answer(house: House) -> None:
    claimed = await claim_one(house, NothingToAnswer(why="a like"))

    await house.interpret.execute(claimed)

    assert house.storage.waiting_events == []
    assert house.storage.messages == []
    assert house.log.lines[-1].facts["why"] == "a like"


async def test_records_nothing_when_the_event_cannot_be_finished(house: House) -> None:
    late = await claim_one(house, COMMENT)
    house.clock.advance(LEASE.total_seconds())
    await claim(house)

    await house.interpret.execute(late)

    assert house.storage.messages == []
    assert house.log.events() == ["event_taken_over"]


async def test_records_once_when_it_is_taken_up_again_after_a_lost_commit(house: House) -> None:
    claimed = await claim_one(house, COMMENT)
    house.storage.lose_next_commit()

    await house.interpret.execute(claimed)
    house.clock.advance(LEASE.total_seconds())

    assert await claim(house) == []
    assert len(house.storage.messages) == len(house.storage.turns) == 1


async def test_is_left_for_the_next_claim_when_storage_is_down(house: House) -> None:
    claimed = await claim_one(house, COMMENT)
    house.storage.fail_next()

    await house.interpret.execute(claimed)

    assert house.log.events("warning") == ["event_left_for_later"]
    house.clock.advance(LEASE.total_seconds())
    (again,) = await claim(house)
    assert again.event == claimed.event


async def test_is_kept_with_its_reason_when_it_cannot_be_read(house: House) -> None:
    claimed = await claim_one(house, COMMENT)
    house.reader.unreadable.add(b"e1")

    await house.interpret.execute(claimed)

    (row,) = house.storage.tables.events.values()
    assert row.reason == "unreadable: object: scripted"
    assert row.event == claimed.event
    house.clock.advance(86_400)
    assert await claim(house) == []


async def test_is_tried_again_later_when_it_fails_for_another_reason(house: House) -> None:
    claimed = await claim_one(house, COMMENT)
    house.interpret._reader = ExplodingReader(KeyError("a secret text"))

    await house.interpret.execute(claimed)

    assert await claim(house) == []
    house.clock.advance(1)
    (again,) = await claim(house)
    assert again.event == claimed.event
    assert house.log.lines[-1].event == "event_failed"


async def test_waits_longer_from_try_to_try_when_it_keeps_failing(house: House) -> None:
    await house.happens(COMMENT, event_id=b"e1")
    house.interpret._reader = ExplodingReader(KeyError())

    waits = []
    while found := await claim(house):
        await house.interpret.execute(found[0])
        (row,) = house.storage.tables.events.values()
        if not row.is_waiting:
            break
        waits.append((row.due_at - house.clock.now()).total_seconds())
        house.clock.advance(waits[-1])

    assert waits == [0.75, 1.5, 3.0, 6.0]


async def test_is_put_aside_so_that_others_go_on_when_it_failed_five_times(house: House) -> None:
    await house.happens(COMMENT, event_id=b"e1")
    reader, house.interpret._reader = house.reader, ExplodingReader(KeyError())
    for _ in range(5):
        await house.drain_events.execute()
        house.clock.advance(60)
    house.interpret._reader = reader

    await house.happens(COMMENT, event_id=b"e2")
    await house.drain_events.execute()

    poisoned, _ = house.storage.tables.events.values()
    assert poisoned.reason == "failed 5 times: KeyError"
    assert len(house.storage.messages) == 1


async def test_stores_nothing_of_the_event_when_recording_it_fails_half_way(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = await claim_one(house, COMMENT)

    async def fail(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr(house.note_deadline, "execute", fail)
    await house.interpret.execute(claimed)

    assert house.storage.messages == house.storage.people == house.storage.conversations == []
    assert house.storage.waiting_events == [claimed.event]


async def test_leaves_it_when_storage_goes_down_while_the_failure_is_noted(house: House) -> None:
    claimed = await claim_one(house, COMMENT)
    house.interpret._reader = ExplodingReader(KeyError())
    house.storage.fail_next(1, StorageUnavailableError())

    await house.interpret.execute(claimed)

    assert house.storage.waiting_events == [claimed.event]


@pytest.mark.parametrize("times", [2, 3])
async def test_records_once_when_vk_delivers_it_repeatedly(house: House, times: int) -> None:
    for _ in range(times):
        await house.happens(COMMENT, event_id=b"e1")

    await house.drain_events.execute()

    assert len(house.storage.messages) == len(house.storage.turns) == 1
