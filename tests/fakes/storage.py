"""Otklik's storage in memory, with the transactions of a real one and a clock that a test can set."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from domain.act import Act
from domain.balance import COMMUNITY_ACCOUNT, Balance, LedgerEntry
from domain.conversation import Conversation
from domain.delivery import Delivery
from domain.errors import StorageUnavailableError
from domain.event import Event
from domain.identifiers import PersonId
from domain.message import Message
from domain.notification import Notification, NotificationState
from domain.person import Person
from domain.rating import Rating
from domain.session import Session
from domain.stored_deadline import StoredDeadline
from domain.turn import Turn
from ports.clock import Clock
from ports.storage import Lane, UnitOfWork
from tests.factories import MOMENT
from tests.fakes.account_repository import FakeAccountRepository
from tests.fakes.delivery_repository import FakeDeliveryRepository
from tests.fakes.tables import Hold, Tables
from tests.fakes.unit_of_work import FakeUnitOfWork

T = TypeVar("T")
_BEGINNING = datetime.min.replace(tzinfo=UTC)


class FakeStorage:
    """
    Runs are serialised; one that raises or is cancelled leaves nothing behind; reads see what was committed.

    ``now`` is the database's clock: it stands still unless ``advance`` moves it, or follows ``clock`` if one is
    given. The properties named after tables give what is committed, in the order in which it was stored.
    """

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.tables = Tables()
        self._clock = clock
        self._ahead = timedelta()
        self._lock = asyncio.Lock()
        self._running: asyncio.Task[Any] | None = None
        self._failing: list[Exception] = []
        self._unsure: list[Exception] = []
        self.most_among = 1
        """Nothing shares a transaction here, whatever is said."""

    @property
    def now(self) -> datetime:
        return (self._clock.now() if self._clock else MOMENT) + self._ahead

    @now.setter
    def now(self, moment: datetime) -> None:
        self._ahead += moment - self.now

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)

    def fail_next(self, times: int = 1, error: Exception | None = None) -> None:
        """Let the next runs raise before anything is stored; reads go on."""
        self._failing += [error or StorageUnavailableError()] * times

    def lose_next_commit(self, times: int = 1, error: Exception | None = None) -> None:
        """Let the next runs store everything and raise all the same, as when the commit's answer is lost."""
        self._unsure += [error or StorageUnavailableError()] * times

    async def run(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        return await self.transact(lambda tables: work(FakeUnitOfWork(tables, now=lambda: self.now)))

    async def run_among(self, _lane: Lane, _key: Hashable, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        return await self.run(work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        draft = self.tables.copy()
        await asyncio.sleep(0)
        before = draft.copy()
        result = await work(FakeUnitOfWork(draft, now=lambda: self.now))
        if draft != before:
            raise AssertionError("a work that only reads has written")
        return result

    async def transact(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        """Change a copy of the tables and commit it: what ``run`` and the inbox are made of."""
        if self._running is not None and self._running is asyncio.current_task():
            raise AssertionError("a transaction was begun inside a transaction")
        async with self._lock:
            self._running = asyncio.current_task()
            try:
                return await self._commit(work)
            finally:
                self._running = None

    async def _commit(self, work: Callable[[Tables], Awaitable[T]]) -> T:
        if self._failing:
            raise self._failing.pop(0)
        draft = self.tables.copy()
        # A database is awaited, so others get their turn here.
        await asyncio.sleep(0)
        result = await work(draft)
        # A copy: whoever keeps the unit of work beyond its transaction changes nothing.
        self.tables = draft.copy()
        if self._unsure:
            raise self._unsure.pop(0)
        return result

    @property
    def events(self) -> list[Event]:
        return [row.event for row in self.tables.events.values()]

    @property
    def waiting_events(self) -> list[Event]:
        """Neither finished nor given up."""
        return [row.event for row in self.tables.events.values() if row.is_waiting]

    @property
    def people(self) -> list[Person]:
        return list(self.tables.people.values())

    @property
    def conversations(self) -> list[Conversation]:
        return list(self.tables.conversations.values())

    @property
    def messages(self) -> list[Message]:
        return list(self.tables.messages.values())

    @property
    def turns(self) -> list[Turn]:
        return [row.turn for row in self.tables.turns.values()]

    @property
    def deliveries(self) -> list[Delivery]:
        return FakeDeliveryRepository(self.tables, now=lambda: self.now).all()

    @property
    def notifications(self) -> list[Notification]:
        """Delivered ones too."""
        return [row.notification for row in self.tables.notifications.values()]

    @property
    def pending_notifications(self) -> list[Notification]:
        rows = self.tables.notifications.values()
        return [row.notification for row in rows if row.state is NotificationState.PENDING]

    @property
    def deadlines(self) -> list[StoredDeadline]:
        return list(self.tables.deadlines.values())

    @property
    def sessions(self) -> list[Session]:
        return list(self.tables.sessions.values())

    @property
    def ratings(self) -> list[Rating]:
        return list(self.tables.ratings.values())

    @property
    def entries(self) -> list[LedgerEntry]:
        return list(self.tables.entries.values())

    @property
    def acts(self) -> list[Act]:
        return list(self.tables.acts)

    @property
    def holds(self) -> list[Hold]:
        return list(self.tables.holds.values())

    @property
    def answers(self) -> Mapping[tuple[PersonId, date], int]:
        """By person and day."""
        return self.tables.answers

    async def balance(self, account: str = COMMUNITY_ACCOUNT) -> Balance:
        """With ``spent_today`` since ever."""
        return await FakeAccountRepository(self.tables).balance(account, since=_BEGINNING)


class FailingStorage:
    """A database that does not answer."""

    most_among = 1

    async def run(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        raise StorageUnavailableError

    async def run_among(self, _lane: Lane, _key: Hashable, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        return await self.run(work)

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        raise StorageUnavailableError
