import pytest

from application.events.sweep_dialogs import SWEEP_WISH
from domain.errors import LeaseLostError, StorageUnavailableError
from tests.unit.application.events.polling import Node
from tests.unit.application.house import LEASE, House


async def test_one_process_polls_when_two_want_to(house: House) -> None:
    first, second = Node(house, owner="first"), Node(house, owner="second")

    assert await first.position.hold()
    assert not await second.position.hold()
    assert await first.position.hold()


async def test_another_takes_over_when_the_first_has_died(house: House) -> None:
    first, second = Node(house, owner="first"), Node(house, owner="second")
    await first.position.hold()
    await first.position.move("17")
    house.clock.advance(LEASE.total_seconds())

    assert await second.position.hold()
    assert await second.position.read() == "17"
    with pytest.raises(LeaseLostError):
        await first.position.move("18")
    with pytest.raises(LeaseLostError):
        await first.position.jump("18")
    assert await second.position.read() == "17"


async def test_another_takes_over_at_once_when_the_first_lets_go(house: House) -> None:
    first, second = Node(house, owner="first"), Node(house, owner="second")
    await first.position.hold()

    await first.position.let_go()

    assert await second.position.hold()


async def test_has_no_position_when_nothing_was_polled(house: House) -> None:
    assert await Node(house).position.read() is None


async def test_wishes_for_a_sweep_when_events_are_lost(house: House) -> None:
    node = Node(house)
    await node.position.hold()

    await node.position.jump("40")

    wish = await house.storage.read(lambda uow: uow.positions.get(SWEEP_WISH))
    assert wish is not None
    assert wish.value
    assert await node.position.read() == "40"


async def test_stays_where_it_was_when_the_storage_fails(house: House) -> None:
    node = Node(house)
    await node.position.hold()
    await node.position.move("17")
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await node.position.move("18")

    assert await node.position.read() == "17"
