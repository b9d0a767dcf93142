"""What every store of the money makes of entries that are neither a top-up nor the price of an answer."""

from datetime import timedelta
from decimal import Decimal

from domain.balance import EntryKind
from domain.spending import Spent
from ports.storage import Storage
from tests.contracts.account_repository import ACCOUNT, FIVE, balance, history, price
from tests.contracts.rows import add_credit, get_balance, hold
from tests.factories import MOMENT, make_entry, make_hold

DAY = timedelta(days=1)


class AccountKindsContract:
    async def test_books_under_the_kind_and_the_author_that_are_given(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        request = price()
        await hold(storage, request)

        charged = await storage.run(
            lambda uow: uow.accounts.capture(
                request.key, at=MOMENT, reason="a gift", kind=EntryKind.GIFT, author="owner"
            )
        )

        given = (await history(storage))[0]
        assert (given.kind, given.author, given.amount, charged) == (EntryKind.GIFT, "owner", -FIVE, FIVE)
        assert await get_balance(storage, ACCOUNT) == balance("95.00", spent="5.00")

    async def test_counts_neither_what_was_given_nor_what_was_written_off_as_spent(self, storage: Storage) -> None:
        gift = make_entry(account=ACCOUNT, kind=EntryKind.GIFT, amount=Decimal("10.00"))
        await storage.run(lambda uow: uow.accounts.credit(gift))
        request = price()
        await hold(storage, request)
        await storage.run(
            lambda uow: uow.accounts.capture(request.key, at=MOMENT, reason="erased", kind=EntryKind.WRITTEN_OFF)
        )

        assert await get_balance(storage, ACCOUNT) == balance("5.00")

    async def test_knows_what_is_booked(self, storage: Storage) -> None:
        entry = await add_credit(storage, "another account", "5.00")

        assert await storage.read(lambda uow: uow.accounts.is_booked(entry.key))
        assert not await storage.read(lambda uow: uow.accounts.is_booked(f"{entry.key}!"))

    async def test_counts_gifts_to_others_as_spent(self, storage: Storage) -> None:
        await add_credit(storage, ACCOUNT, "100.00")
        await storage.run(
            lambda uow: uow.accounts.credit(make_entry(account=ACCOUNT, kind=EntryKind.GIFT, amount=Decimal("7.00")))
        )
        await hold(storage, make_hold(account=ACCOUNT, key="gift", amount=Decimal("2.00"), channel=None))
        await storage.run(lambda uow: uow.accounts.capture("gift", at=MOMENT, reason="gift", kind=EntryKind.GIFT))

        found = await storage.read(lambda uow: uow.accounts.spending(ACCOUNT, bounds=[MOMENT, MOMENT + DAY]))

        assert found == [Spent(span=0, channel=None, amount=Decimal("2.00"))]
