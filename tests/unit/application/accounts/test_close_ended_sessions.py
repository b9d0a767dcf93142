import pytest

from application.accounts import close_ended_sessions
from domain.live import SessionChanged
from tests.unit.application.house import House


async def test_tells_those_whose_session_another_process_has_ended(house: House) -> None:
    ended, alive = await house.visit(), await house.visit()
    await house.storage.run(lambda uow: uow.sessions.end(ended.session.id, at=house.clock.now(), reason="blocked"))

    async with (
        house.feed.follow(conversation_id=ended.conversation_id, session_id=ended.session.id) as news,
        house.feed.follow(conversation_id=alive.conversation_id, session_id=alive.session.id),
    ):
        await house.close_ended_sessions.execute()
        told = await anext(news)

    assert told == SessionChanged(session_id=ended.session.id, signed_out=True)
    assert house.feed.published == [told]


async def test_looks_at_all_however_many_there_are(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close_ended_sessions, "MOST_AT_ONCE", 1)
    first, second = await house.visit(), await house.visit()
    for each in (first, second):
        await house.log_out.execute(each)
    house.feed.published.clear()

    async with (
        house.feed.follow(conversation_id=first.conversation_id, session_id=first.session.id),
        house.feed.follow(conversation_id=second.conversation_id, session_id=second.session.id),
    ):
        await house.close_ended_sessions.execute()

    assert len(house.feed.published) == 2


async def test_asks_nothing_when_nobody_is_here(house: House) -> None:
    house.storage.fail_next()

    await house.close_ended_sessions.execute()
