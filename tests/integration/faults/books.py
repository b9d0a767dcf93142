"""What the database says, row by row, for those who judge it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select

from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import (
    accounts,
    deliveries,
    events,
    holds,
    ledger_entries,
    messages,
    notifications,
    turns,
)
from domain.turn import Reason

Rows = list[Row[Any]]
ENDED = {"settled", "declined", "stopped", "failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """
    Events, messages, turns and their deliveries are those of this test; the money and the outbox are everything.

    ``all_turns`` has the turns of earlier tests too.
    """

    events: Rows
    messages: Rows
    turns: Rows
    deliveries: Rows
    all_turns: Rows
    holds: Rows
    entries: Rows
    accounts: Rows
    notifications: Rows

    @property
    def asked(self) -> Rows:
        """What people have said."""
        return [message for message in self.messages if message.author == "person"]

    @property
    def parked(self) -> Rows:
        """Turns whose answer nobody can say to be in VK: they wait for an event or for the owner."""
        return [turn for turn in self.turns if is_parked(turn)]

    @property
    def unfinished(self) -> Rows:
        """What is still going on: events to be understood, turns to be run."""
        waiting = [event for event in self.events if event.claimable_at is not None]
        return waiting + [turn for turn in self.turns if turn.state not in ENDED and not is_parked(turn)]

    def of_turn(self, rows: Rows) -> dict[UUID, Rows]:
        """Rows by the turn that they belong to."""
        found: dict[UUID, Rows] = defaultdict(list)
        for row in rows:
            if row.turn_id is not None:
                found[row.turn_id].append(row)
        return found


def is_parked(turn: Row[Any]) -> bool:
    waits = turn.state == "written" and turn.claimable_at is None
    return bool(waits and turn.reason == Reason.DELIVERY_UNCONFIRMED)


async def read_books(database: Database, *, without: frozenset[UUID] = frozenset()) -> Books:
    """All tables of one moment; ``without``: ids of rows that were there before."""
    async with database.reading() as connection:

        async def rows(table: Table) -> Rows:
            return list(await connection.execute(select(table)))

        every_turn = await rows(turns)
        sent = await rows(deliveries)
        return Books(
            events=_fresh(await rows(events), without),
            messages=_fresh(await rows(messages), without),
            turns=_fresh(every_turn, without),
            deliveries=sorted(_fresh(sent, without), key=lambda row: row.position),
            all_turns=every_turn,
            holds=await rows(holds),
            entries=await rows(ledger_entries),
            accounts=await rows(accounts),
            notifications=await rows(notifications),
        )


async def known_ids(database: Database) -> frozenset[UUID]:
    """Ids of everything that ``without`` can leave out, and of what was told."""
    known = (events, messages, turns, deliveries, notifications)
    async with database.reading() as connection:
        return frozenset([row.id for table in known for row in await connection.execute(select(table))])


def _fresh(rows: Rows, without: frozenset[UUID]) -> Rows:
    return [row for row in rows if row.id not in without]
