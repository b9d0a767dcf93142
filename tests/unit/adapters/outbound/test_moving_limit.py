import asyncio

import pytest

from adapters.outbound.moving_limit import MovingLimit

SOON = 0.02
LONG = 60.0


def now() -> float:
    return asyncio.get_running_loop().time()


async def hang() -> None:
    await asyncio.Event().wait()


async def test_expires_when_nobody_moves_it() -> None:
    limit = MovingLimit(now() + SOON)

    with pytest.raises(TimeoutError):
        async with limit:
            await hang()

    assert limit.has_expired


async def test_expires_at_once_when_it_has_passed_already() -> None:
    with pytest.raises(TimeoutError):
        async with MovingLimit(now() - 1):
            await hang()


@pytest.mark.parametrize("first", [SOON, LONG])
@pytest.mark.parametrize("lifted_first", [False, True])
async def test_expires_where_it_was_moved_to(first: float, *, lifted_first: bool) -> None:
    async def move_and_hang() -> None:
        async with MovingLimit(now() + first) as limit:
            if lifted_first:
                limit.move(None)
                await asyncio.sleep(2 * SOON)
            limit.move(now() + 2 * SOON)
            await hang()

    began = now()
    with pytest.raises(TimeoutError):
        await move_and_hang()
    assert now() - began >= 2 * SOON


async def test_does_not_expire_while_it_is_moved_on() -> None:
    async with MovingLimit(now() + SOON) as limit:
        for _ in range(5):
            limit.move(now() + LONG)
            await asyncio.sleep(SOON)
            limit.move(None)
            await asyncio.sleep(SOON)

    assert not limit.has_expired
    assert limit.until is None


async def test_does_not_expire_when_it_is_moved_in_the_last_moment() -> None:
    async with MovingLimit(now() + LONG) as limit:
        limit._until = now() - 1
        limit._look()
        limit.move(now() + LONG)
        await asyncio.sleep(0)

    assert not limit.has_expired


async def test_is_over_when_what_it_bounds_has_ended() -> None:
    async with MovingLimit(now() + SOON):
        pass

    await asyncio.sleep(2 * SOON)


async def test_leaves_the_cancelling_of_others_alone() -> None:
    async def bounded() -> None:
        async with MovingLimit(now() + LONG):
            await hang()

    task = asyncio.create_task(bounded())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
