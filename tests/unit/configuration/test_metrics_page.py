"""The page of metrics: what is shared is read anew every few seconds, and missing while the database is away."""

import asyncio
from decimal import Decimal

from configuration.metrics_page import FRESH_SECONDS, MetricsPage
from domain.balance import Balance
from domain.errors import StorageUnavailableError
from domain.signs import Signs

BALANCE = Balance(available=Decimal("1.00"), held=Decimal(0), spent_today=Decimal(0))


class Source:
    def __init__(self) -> None:
        self.now = 100.0
        self.looks = 0
        self.is_up = True
        self.page = MetricsPage(
            read=self._read, render=lambda signs: (repr(signs).encode(), "text"), now=lambda: self.now
        )

    async def _read(self) -> Signs:
        self.looks += 1
        await asyncio.sleep(0)
        if not self.is_up:
            raise StorageUnavailableError
        return Signs(balance=BALANCE, oldest={}, latest_ends=[], vk_halt=None)


async def test_many_who_ask_at_once_are_one_look() -> None:
    source = Source()

    pages = await asyncio.gather(*(source.page.render() for _ in range(10)))

    assert source.looks == 1
    assert len(set(pages)) == 1


async def test_looks_again_after_a_while() -> None:
    source = Source()
    await source.page.render()
    source.now += FRESH_SECONDS

    await source.page.render()

    assert source.looks == 2


async def test_comes_without_what_is_shared_while_the_database_is_away() -> None:
    source = Source()
    source.is_up = False

    assert await source.page.render() == (b"None", "text")
