import pytest

from domain.errors import StorageUnavailableError
from domain.live import SessionChanged
from tests.unit.application.house import House


async def test_kills_the_token_and_tells_the_other_sockets_when_a_visitor_leaves(house: House) -> None:
    visitor = await house.visit()

    await house.log_out.execute(visitor)

    assert not (await house.open_session.execute(token=visitor.token, conversation_id=None)).resumed
    (session, _) = house.storage.sessions
    assert (session.ended_at, session.end_reason) == (house.clock.now(), "signed_out")
    assert house.feed.published == [SessionChanged(session_id=visitor.session.id, signed_out=True)]


async def test_changes_nothing_more_when_a_visitor_leaves_twice(house: House) -> None:
    visitor = await house.visit()
    await house.log_out.execute(visitor)
    first = house.storage.sessions
    house.clock.advance(60)

    await house.log_out.execute(visitor)

    assert house.storage.sessions == first


async def test_leaves_other_sessions_alone_when_one_ends(house: House) -> None:
    visitor, other = await house.visit(), await house.visit()

    await house.log_out.execute(visitor)

    assert (await house.open_session.execute(token=other.token, conversation_id=None)).resumed


async def test_tells_nobody_when_storage_is_down(house: House) -> None:
    visitor = await house.visit()
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await house.log_out.execute(visitor)

    assert house.feed.published == []
    assert (await house.open_session.execute(token=visitor.token, conversation_id=None)).resumed
