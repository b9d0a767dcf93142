"""SQLite whose clock a test sets and whose committed rows it sees, as it does the fake storage's."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Row, Select, create_engine, event, select
from sqlalchemy.pool import NullPool

from adapters.outbound.database.account_reading import channel_of, entry_of
from adapters.outbound.database.conversation_repository import SELECT, conversation_of
from adapters.outbound.database.delivery_repository import delivery_of
from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.event_inbox import GroupCommitInbox
from adapters.outbound.database.event_repository import event_of
from adapters.outbound.database.message_repository import message_of
from adapters.outbound.database.notification_row import notification_of
from adapters.outbound.database.schema import (
    deliveries,
    events,
    holds,
    ledger_entries,
    messages,
    notifications,
    person_days,
    turns,
)
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.database.turn_row import turn_of
from domain.balance import COMMUNITY_ACCOUNT, Balance, HoldState, LedgerEntry
from domain.conversation import Conversation
from domain.delivery import Delivery
from domain.event import Event
from domain.identifiers import PersonId
from domain.message import Message
from domain.money import from_kopecks
from domain.notification import Notification
from domain.turn import Turn
from ports.clock import Clock
from tests.fakes.tables import Hold

_BEGINNING = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


class VisibleSqlite:
    """A migrated file; its properties are named and sorted as the fake storage's are."""

    def __init__(self, file: Path, *, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._opened = AsyncExitStack()
        self._looking = create_engine(f"sqlite:///{file}", poolclass=NullPool)
        event.listen(self._looking, "connect", self._set_clock)
        self.storage: SqlStorage
        self.inbox: GroupCommitInbox

    async def __aenter__(self) -> Self:
        database = await self._opened.enter_async_context(open_database(f"sqlite:///{self._file}", pool_size=2))
        self._watch_the_clock(database)
        self.storage = SqlStorage(database)
        self.inbox = await self._opened.enter_async_context(GroupCommitInbox(database))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._opened.aclose()
        self._looking.dispose()

    def _watch_the_clock(self, database: Database) -> None:
        for engine in (database._writer, database._reader):
            event.listen(engine.sync_engine, "connect", self._set_clock)

    def _set_clock(self, connection: Any, _record: object) -> None:
        """What SQLite says of the time is this function's; see ``database_time`` for how it is asked."""
        connection.create_function("strftime", -1, self._strftime)

    def _strftime(self, _format: str, _now: str, shift: str = "+0 seconds") -> str:
        moment = self._clock.now() + timedelta(seconds=float(shift.removesuffix(" seconds")))
        return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{moment.microsecond // 1_000:03}"

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self._looking.connect() as connection:
            return connection.execute(query).all()

    @property
    def events(self) -> Sequence[Event]:
        return [event_of(row) for row in self._rows(select(events))]

    @property
    def waiting_events(self) -> Sequence[Event]:
        return [event_of(row) for row in self._rows(select(events).where(events.c.claimable_at.is_not(None)))]

    @property
    def conversations(self) -> Sequence[Conversation]:
        return [conversation_of(row) for row in self._rows(SELECT)]

    @property
    def messages(self) -> Sequence[Message]:
        query = select(messages).order_by(messages.c.conversation_id, messages.c.seq)
        return [message_of(row) for row in self._rows(query)]

    @property
    def turns(self) -> Sequence[Turn]:
        return [turn_of(row) for row in self._rows(select(turns).order_by(turns.c.created_at, turns.c.id))]

    @property
    def deliveries(self) -> Sequence[Delivery]:
        query = select(deliveries, database_time().label("now")).order_by(deliveries.c.position)
        return [delivery_of(row) for row in self._rows(query)]

    @property
    def notifications(self) -> Sequence[Notification]:
        return [notification_of(row) for row in self._rows(select(notifications).order_by(notifications.c.position))]

    @property
    def pending_notifications(self) -> Sequence[Notification]:
        pending = select(notifications).where(notifications.c.state == "pending")
        return [notification_of(row) for row in self._rows(pending)]

    @property
    def entries(self) -> Sequence[LedgerEntry]:
        return [entry_of(row) for row in self._rows(select(ledger_entries).order_by(ledger_entries.c.position))]

    @property
    def holds(self) -> Sequence[Hold]:
        return [_hold(row) for row in self._rows(select(holds))]

    @property
    def answers(self) -> Mapping[tuple[PersonId, Any], int]:
        return {(PersonId(row.person_id), row.day): row.answers for row in self._rows(select(person_days))}

    async def balance(self, account: str = COMMUNITY_ACCOUNT) -> Balance:
        return await self.storage.read(lambda uow: uow.accounts.balance(account, since=_BEGINNING))


def _hold(row: Row[Any]) -> Hold:
    return Hold(
        account=row.account,
        key=row.key,
        amount=from_kopecks(row.amount_kopecks),
        day=row.day,
        state=HoldState(row.state),
        at=row.at,
        channel=channel_of(row),
    )
