import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from adapters.inbound.vk_sweeper import VkSweeper
from tests.unit.application.events.polling import Node, waiting
from tests.unit.application.house import House


@pytest.fixture
def house() -> House:
    return House()


async def run_until(node: Node, holds: Callable[[], bool], *, look_seconds: float = 30.0) -> None:
    house = node.house
    sweeper = VkSweeper(
        sweep=node.sweep, clock=house.clock, randomness=house.randomness, log=house.log, look_seconds=look_seconds
    )
    task = asyncio.create_task(sweeper.run())
    async with asyncio.timeout(20):
        while not holds() and not task.done():
            await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_sweeps_at_once_when_it_starts(house: House) -> None:
    node = Node(house)
    await house.comment()
    node.dialogs.waiting = [waiting(house)]

    await run_until(node, lambda: bool(house.clock.slept))

    assert len(house.storage.turns) == 1
    assert house.clock.slept[0] == 30.0


async def test_looks_ever_more_rarely_when_vk_refuses(house: House) -> None:
    node = Node(house)
    for _ in range(9):
        node.dialogs.refuse_next(15)

    await run_until(node, lambda: len(house.clock.slept) >= 9)

    waits = house.clock.slept[:9]
    assert waits == sorted(waits)
    assert 1_800 <= waits[-1] <= 3_600
    assert "sweep_failed" in house.log.events("warning")


async def test_goes_on_when_the_storage_is_away(house: House) -> None:
    node = Node(house)
    house.storage.fail_next(2)

    await run_until(node, lambda: len(house.clock.slept) >= 3)

    assert node.dialogs.asked >= 1


async def test_goes_on_when_something_breaks(house: House) -> None:
    node = Node(house)
    house.storage.fail_next(error=ValueError())

    await run_until(node, lambda: node.dialogs.asked >= 1)

    assert "sweep_failed" in house.log.events("error")


async def test_leaves_it_to_another_process_when_that_sweeps(house: House) -> None:
    node, other = Node(house), Node(house, owner="other")
    await house.storage.run(other.sweep._stay)

    await run_until(node, lambda: len(house.clock.slept) >= 2)

    assert house.clock.slept[:2] == [30.0, 30.0]
    assert "sweep_failed" not in house.log.events()
