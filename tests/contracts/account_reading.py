"""What every store of the money shows of an account: its pages, its open holds, and what was spent."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.balance import HoldOutcome, LedgerEntry
from domain.channel import Channel
from domain.errors import NotFoundError
from domain.spending import Spent
from ports.storage import Storage
from tests.contracts.rows import add_credit, capture, hold, release
from tests.factories import MOMENT, make_entry, make_hold

ACCOUNT = "an account"
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


async def history(storage: Storage, *, limit: int, before: str | None) -> Sequence[LedgerEntry]:
    return await storage.read(lambda uow: uow.accounts.history(ACCOUNT, limit=limit, before=before))


async def credit(storage: Storage, entry: LedgerEntry) -> None:
    await storage.run(lambda uow: uow.accounts.credit(entry))


async def pages(storage: Storage, *, limit: int) -> list[list[Decimal]]:
    """The amounts of the ledger, page by page."""
    found: list[list[Decimal]] = []
    before: str | None = None
    while True:
        page = await history(storage, limit=limit, before=before)
        if not page:
            return found
        found.append([entry.amount for entry in page])
        before = page[-1].key


async def spend(storage: Storage, key: str, channel: Channel | None, *, at: timedelta, amount: str = "5.00") -> None:
    request = make_hold(account=ACCOUNT, key=key, amount=Decimal(amount), channel=channel, daily_limit=None)
    assert await hold(storage, request) is HoldOutcome.HELD
    await capture(storage, key, at=MOMENT + at)


class AccountReadingContract:
    @pytest.mark.parametrize("limit", [1, 2, 3, 5])
    async def test_turns_the_pages_of_the_ledger_without_a_gap(self, storage: Storage, limit: int) -> None:
        # Three of them at one moment.
        for number, minute in enumerate((0, 0, 0, 1, 2), start=1):
            entry = make_entry(account=ACCOUNT, amount=Decimal(number), at=MOMENT + timedelta(minutes=minute))
            await credit(storage, entry)
        await add_credit(storage, "another account", "9.00")

        found = await pages(storage, limit=limit)

        assert [amount for page in found for amount in page] == [5, 4, 3, 2, 1]
        assert {len(page) for page in found[:-1]} <= {limit}

    async def test_has_no_page_after_an_entry_that_is_not_there(self, storage: Storage) -> None:
        with pytest.raises(NotFoundError):
            await storage.read(lambda uow: uow.accounts.history(ACCOUNT, limit=1, before="nothing"))

    async def test_shows_open_holds_the_oldest_first(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        for key in ("first", "second", "third", "fourth"):
            await hold(storage, make_hold(account=ACCOUNT, key=key, channel=Channel.VK_MESSAGE, daily_limit=None))
        await capture(storage, "first")
        await release(storage, "third")

        found = await storage.read(lambda uow: uow.accounts.open_holds(ACCOUNT, limit=9))

        assert [each.key for each in found] == ["fourth", "second"]
        assert {(each.channel, each.at) for each in found} == {(Channel.VK_MESSAGE, MOMENT)}
        assert len(await storage.read(lambda uow: uow.accounts.open_holds(ACCOUNT, limit=1))) == 1
        assert await storage.read(lambda uow: uow.accounts.open_holds("another account", limit=9)) == []

    async def test_sums_what_was_charged_by_span_and_channel(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        await spend(storage, "before", Channel.SITE_CHAT, at=-TICK)
        await spend(storage, "first", Channel.SITE_CHAT, at=timedelta())
        await spend(storage, "last of the day", Channel.SITE_CHAT, at=DAY - TICK, amount="0.01")
        await spend(storage, "next day", Channel.SITE_CHAT, at=DAY)
        await spend(storage, "elsewhere", Channel.VK_POST, at=DAY)
        await spend(storage, "nowhere", None, at=DAY)
        await spend(storage, "after", Channel.SITE_CHAT, at=2 * DAY)
        bounds = [MOMENT, MOMENT + DAY, MOMENT + 2 * DAY]

        found = await storage.read(lambda uow: uow.accounts.spending(ACCOUNT, bounds=bounds))

        assert {(each.span, each.channel): each for each in found} == {
            (span, channel): Spent(span=span, channel=channel, amount=Decimal(amount))
            for span, channel, amount in (
                (0, Channel.SITE_CHAT, "5.01"),
                (1, Channel.SITE_CHAT, "5.00"),
                (1, Channel.VK_POST, "5.00"),
                (1, None, "5.00"),
            )
        }
        assert await storage.read(lambda uow: uow.accounts.spending("another account", bounds=bounds)) == []

    async def test_notes_the_channel_in_the_ledger(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "5.00")
        await spend(storage, "one", Channel.VK_COMMENT, at=DAY)

        charged, credited = await storage.read(lambda uow: uow.accounts.history(ACCOUNT, limit=2))

        assert (charged.channel, credited.channel) == (Channel.VK_COMMENT, None)
