import pytest

from application.turns.claim_turns import ClaimTurns
from domain.errors import StorageUnavailableError
from tests.unit.application.house import LEASE, House


def another(house: House) -> ClaimTurns:
    return ClaimTurns(storage=house.storage, owner="another", lease=LEASE)


async def test_gives_the_turn_to_nobody_else_when_it_is_claimed(house: House) -> None:
    await house.comment()
    claimed = await house.claim_next()

    assert claimed.turn == house.turn
    assert await another(house).execute(limit=1) == []


async def test_claims_no_more_than_the_limit_when_more_wait(house: House) -> None:
    for _ in range(3):
        await house.comment()
    await house.drain_events.execute()

    assert len(await house.claim.execute(limit=2)) == 2
    assert len(await house.claim.execute(limit=2)) == 1


async def test_gives_the_turn_to_another_when_the_lease_has_lapsed(house: House) -> None:
    await house.comment()
    await house.claim_next()

    house.clock.advance(LEASE.total_seconds())

    assert len(await another(house).execute(limit=1)) == 1


async def test_keeps_the_turn_when_it_is_renewed_in_time(house: House) -> None:
    await house.comment()
    claimed = await house.claim_next()

    house.clock.advance(LEASE.total_seconds() - 1)
    await house.claim.renew([claimed.turn.id])
    house.clock.advance(LEASE.total_seconds() - 1)

    assert await another(house).execute(limit=1) == []


async def test_does_not_take_a_turn_back_when_it_is_renewed_too_late(house: House) -> None:
    await house.comment()
    claimed = await house.claim_next()
    house.clock.advance(LEASE.total_seconds())
    await another(house).execute(limit=1)
    house.clock.advance(LEASE.total_seconds())

    await house.claim.renew([claimed.turn.id])

    assert len(await another(house).execute(limit=1)) == 1


async def test_gives_the_turns_to_others_at_once_when_it_leaves(house: House) -> None:
    await house.comment()
    await house.claim_next()

    await house.claim.release()

    assert len(await another(house).execute(limit=1)) == 1


async def test_raises_when_storage_is_down(house: House) -> None:
    house.storage.fail_next(3)

    with pytest.raises(StorageUnavailableError):
        await house.claim.execute(limit=1)
    with pytest.raises(StorageUnavailableError):
        await house.claim.renew([])
    with pytest.raises(StorageUnavailableError):
        await house.claim.release()
