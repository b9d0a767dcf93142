from datetime import timedelta

import pytest

from domain.live import SessionChanged
from domain.session import ABSOLUTE_LIFETIME, IDLE_LIFETIME
from tests.unit.application.house import House


@pytest.mark.parametrize("lifetime", [IDLE_LIFETIME, ABSOLUTE_LIFETIME])
async def test_closes_what_is_past_its_lifetime_and_tells_its_sockets(house: House, lifetime: timedelta) -> None:
    visitor = await house.visit()
    house.clock.advance(lifetime.total_seconds() - 1)
    assert await house.expire_sessions.execute() == (lifetime > IDLE_LIFETIME)
    house.clock.advance(1)

    await house.expire_sessions.execute()

    (session,) = house.storage.sessions
    assert session.end_reason == "expired"
    assert SessionChanged(session_id=visitor.session.id, signed_out=True) in house.feed.published


async def test_session_that_is_used_ends_with_its_absolute_lifetime(house: House) -> None:
    visitor = await house.visit()
    day = timedelta(days=1).total_seconds()
    for _ in range(ABSOLUTE_LIFETIME.days - 1):
        house.clock.advance(day)
        await house.visit(visitor.token)
    assert await house.expire_sessions.execute() == 0

    house.clock.advance(day)

    assert await house.expire_sessions.execute() == 1
    assert not (await house.open_session.execute(token=visitor.token, conversation_id=None)).resumed


async def test_closes_nothing_twice(house: House) -> None:
    await house.visit()
    house.clock.advance(IDLE_LIFETIME.total_seconds())

    assert [await house.expire_sessions.execute() for _ in range(2)] == [1, 0]
