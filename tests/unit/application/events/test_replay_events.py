import pytest

from application.events.replay_events import ReplayEvents
from domain.errors import NotFoundError
from domain.identifiers import EventRowId
from domain.occurrence import CommentWritten
from ports.event_reader import UnreadableEventError
from ports.wakeup import Queue
from tests.factories import make_id
from tests.unit.application.house import House


@pytest.fixture
def sut(rich: House) -> ReplayEvents:
    return ReplayEvents(storage=rich.storage, wakeup=rich.wakeup)


async def test_changes_nothing_twice_when_it_was_understood(rich: House, sut: ReplayEvents) -> None:
    await rich.comment("Ответ нужен до 5 июля?")
    await rich.message()
    await rich.post("Сдать до 5 июля", by=1001)
    await rich.run_until_idle()
    before = rich.storage.tables.copy()

    for event in rich.storage.events:
        await sut.execute(event.id)
    assert len(rich.storage.waiting_events) == 3
    await rich.run_until_idle()

    after = rich.storage.tables
    assert rich.storage.waiting_events == []
    assert (after.messages, after.turns, after.deadlines) == (before.messages, before.turns, before.deadlines)
    assert (after.entries, after.holds, after.notifications) == (before.entries, before.holds, before.notifications)
    assert len(rich.community.comments) == 2
    assert len(rich.community.messages) == 1


async def test_is_answered_when_it_was_given_up_before(
    rich: House, sut: ReplayEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rich.comment()
    await rich.comment()

    def read(_event: object) -> CommentWritten:
        raise UnreadableEventError("a shape of tomorrow")

    with monkeypatch.context() as today:
        today.setattr(rich.reader, "read", read)
        await rich.drain_events.execute()
    assert rich.storage.waiting_events == []

    assert await sut.all_failed() == 2
    await rich.run_until_idle()

    assert rich.wakeup.signals.count(Queue.EVENTS) == 3
    assert len(rich.community.comments) == 2
    assert await sut.all_failed() == 0


async def test_raises_when_it_waits_already_or_is_unknown(rich: House, sut: ReplayEvents) -> None:
    await rich.comment()

    for id_ in (rich.storage.events[0].id, EventRowId(make_id())):
        with pytest.raises(NotFoundError, match=f"no event to replay with the id {id_}"):
            await sut.execute(id_)
