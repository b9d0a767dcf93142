"""Where Otklik runs in a test of a fault: its nodes, their database, and what a test may do to both."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Sequence
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.clock import SystemClock
from adapters.outbound.correlation import TaskCorrelation
from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import alerts, events, halts, notifications, turns
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.database.transaction import transact
from adapters.outbound.wakeup import LocalWakeup
from application.audit.note_act import NoteAct
from application.turns.hold_price import HoldPrice
from application.turns.retry_turn import RetryTurn
from configuration.graph.foundation import rules_of
from configuration.load_settings import load_settings
from domain.turn import ENDED
from tests.integration.faults.books import Books, is_parked, known_ids, read_books
from tests.integration.faults.oracles import (
    every_answer_is_announced_once,
    every_kopeck_is_accounted_for,
    every_message_has_one_turn,
    every_part_is_in_vk_once,
)
from tests.integration.faults.site import Site
from tests.integration.whole.house import VK_SECRET, House
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.waiting import until

FAULTS_OF_OURS = {"turn_crashed", "worker_failed", "event_failed"}
"""Log lines that no fault from outside may cause."""


class Place:
    """
    One node on SQLite, or two on one MariaDB. What earlier tests have left in the database is known and not judged.
    """

    def __init__(self, site: Site, database: Database) -> None:
        self.site = site
        self.nodes: Sequence[House] = site.nodes
        self.database = database
        self.before: frozenset[UUID] = frozenset()

    @property
    def first(self) -> House:
        return self.nodes[0]

    @property
    def last(self) -> House:
        """The same as the first where there is one."""
        return self.nodes[-1]

    @property
    def is_mysql(self) -> bool:
        return self.database.dialect_name == "mysql"

    async def open(self, vk: SandboxClient) -> None:
        """Have every node run and send, and the first one be told by VK."""
        await self.revive()
        # A test may end with sending still stopped: the next stop would be told to nobody, being none that begins; nor
        # would it be before somebody has looked (every five seconds) and seen that the last one is over.
        await self.change(delete(halts))
        await self.change(update(alerts).values(is_on=0))
        for node in self.nodes:
            await asyncio.to_thread(node.wait_until_ready)
        self.before = await known_ids(self.database)
        await vk.send_events_to(self.first)

    def wait_until_joined(self) -> None:
        """Return when every node has Redis."""
        for node in self.nodes:
            node.wait_until_ready(redis="ok")

    async def revive(self) -> None:
        """Start again whoever was killed; returns when somebody is there."""
        dead = [node for node in self.nodes if not node.is_running]
        for node in dead:
            node.launch()
        if len(dead) == len(self.nodes):
            await asyncio.to_thread(self.last.wait_until_ready)

    async def leave(self) -> None:
        """
        Kill whoever is still starting; the next test here starts it again.

        It would sweep VK's dialogs when it has come up, and answer the people of a test of another place.
        """
        for node in self.nodes:
            if node.is_running and not await asyncio.to_thread(node.is_ready):
                node.kill()

    async def books(self) -> Books:
        return await read_books(self.database, without=self.before)

    async def check(self, vk: SandboxClient, *, parked: int = 0, by_managers: Container[int] = ()) -> Books:
        """
        Wait until nothing goes on any more, then ask the four oracles. Gives what they have read.

        ``by_managers``: ids of what people of the community have said in VK themselves.
        """
        await self.revive()
        await self.quiet(vk)
        books, seen = await self.books(), await vk.state()
        complaints = [
            *every_message_has_one_turn(books, seen),
            *every_part_is_in_vk_once(books, seen, by_managers=by_managers),
            *every_kopeck_is_accounted_for(books, credited=self.site.credited),
            *every_answer_is_announced_once(books),
        ]
        assert not complaints, "\n".join(complaints)
        assert len(books.parked) == parked, books.parked
        assert not self.crashes(), self.crashes()
        return books

    async def quiet(self, vk: SandboxClient, *, seconds: float = 60.0, hurry: bool = False) -> None:
        """
        Return when VK has told everything, and every event and turn of this test has come to an end.

        With ``hurry`` the waits between tries pass by the database's clock.
        """
        quiet_looks = 0

        async def look() -> bool:
            nonlocal quiet_looks
            if hurry:
                await self.hurry()
            is_quiet = await vk.has_told_all() and not await self.unfinished()
            quiet_looks = quiet_looks + 1 if is_quiet else 0
            return quiet_looks > 1

        try:
            await until(look, "everything to come to an end", seconds=seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}; unfinished: {await self.unfinished()}") from None

    async def unfinished(self) -> list[str]:
        going_on = select(turns).where(turns.c.state.not_in([state.value for state in ENDED]))
        waiting = select(events.c.id).where(events.c.claimable_at.is_not(None))
        async with self.database.reading() as connection:
            open_turns = [row for row in await connection.execute(going_on) if not is_parked(row)]
            ids = {row.id: f"turn {row.id}: {row.state}, {row.reason}, {row.claimable_at}" for row in open_turns}
            ids |= {row.id: f"event {row.id}" for row in await connection.execute(waiting)}
        return [what for id_, what in ids.items() if id_ not in self.before]

    def crashes(self) -> list[dict[str, Any]]:
        return [line for node in self.nodes for line in node.logged() if line["event"] in FAULTS_OF_OURS]

    async def turns(self) -> list[Row[Any]]:
        """Those of this test, the oldest first."""
        async with self.database.reading() as connection:
            rows = await connection.execute(select(turns).order_by(turns.c.created_at, turns.c.id))
            return [row for row in rows if row.id not in self.before]

    async def alerts(self) -> list[dict[str, Any]]:
        """What the owner was told of in this test, the oldest first."""
        async with self.database.reading() as connection:
            told = select(notifications).where(notifications.c.type == "alert").order_by(notifications.c.created_at)
            rows = [row for row in await connection.execute(told) if row.id not in self.before]
        return [msgspec.json.decode(row.payload) for row in rows]

    async def turn_in(self, state: str, reason: str | None = None) -> Row[Any]:
        """A turn in this state, waited for."""

        async def look() -> Row[Any] | None:
            found = [row for row in await self.turns() if row.state == state and reason in {None, row.reason}]
            return found[0] if found else None

        row = await until(look, f"a turn that is {state}")
        assert row is not None
        return row

    async def worker(self) -> House:
        """The node that works on the only turn which is being worked on."""
        pids = {node.pid: node for node in self.nodes if node.is_running}

        async def look() -> House | None:
            owners = [row.lease_owner for row in await self.turns() if row.lease_owner is not None]
            return pids.get(int(owners[0].split(":")[1])) if owners else None

        found = await until(look, "a node to work on the turn")
        assert found is not None
        return found

    async def kill_worker(self) -> None:
        """kill -9 whoever works on the turn."""
        (await self.worker()).kill()

    async def retry(self, turn: Row[Any]) -> None:
        """What ``otklik turns retry`` does, without the time that a command takes to start."""
        rules = rules_of(load_settings(self.first.settings, dotenv=None))
        storage, wakeup = SqlStorage(self.database), LocalWakeup()
        hold = HoldPrice(clock=SystemClock(), rules=rules)
        note = NoteAct(clock=SystemClock(), correlation=TaskCorrelation())
        await RetryTurn(storage=storage, hold=hold, wakeup=wakeup, rules=rules, note=note).execute(
            turn.id, by="fault suite"
        )

    async def hurry(self) -> None:
        """Let the time pass for which turns were put off: their moment becomes now, by the database's clock."""
        now = database_time()
        put_off = (turns.c.claimable_at > now, turns.c.lease_owner.is_(None))
        await self.change(update(halts).values(until=now))
        await self.change(update(turns).where(*put_off).values(claimable_at=now))

    async def hurry_until(self, look: Callable[[], Awaitable[object]], what: str) -> None:
        """Let time fly until ``look`` gives something true."""

        async def hurried() -> object:
            await self.hurry()
            return await look()

        await until(hurried, what)

    async def change(self, statement: Any) -> None:
        """Run a statement; text or SQLAlchemy's."""

        async def run(connection: AsyncConnection) -> None:
            await connection.execute(text(statement) if isinstance(statement, str) else statement)

        await transact(self.database, run)

    @asynccontextmanager
    async def frozen(self, table: str) -> AsyncIterator[None]:
        """Nobody can write into the table, and on MariaDB nobody read it; on SQLite it is all tables."""
        if not self.is_mysql:
            path = self.first.folder / "var" / "otklik.db"
            with closing(
                sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
            ) as connection:
                await asyncio.to_thread(connection.execute, "BEGIN IMMEDIATE")
                yield
                connection.execute("ROLLBACK")
            return
        async with self.database.reading() as connection:
            await connection.execute(text(f"LOCK TABLES {table} WRITE"))
            try:
                yield
            finally:
                await connection.execute(text("UNLOCK TABLES"))

    async def halt_sending(self, pause: timedelta) -> None:
        """As if VK had refused the token just now: what is written stays so."""
        await self.change(
            halts.insert().values(key="vk", reason="test", since=database_time(), until=database_time(pause), tries=1)
        )


@asynccontextmanager
async def told_by_vk_too(vk: SandboxClient, node: House) -> AsyncIterator[None]:
    """A second callback server of the community, to which VK posts every event as well."""
    server = {"url": node.callback_url, "title": "second", "secret_key": VK_SECRET}
    server_id = (await vk.method("groups.addCallbackServer", **server))["server_id"]
    ticked = {"wall_reply_new": 1, "wall_post_new": 1, "message_new": 1, "message_reply": 1}
    await vk.method("groups.setCallbackSettings", server_id=server_id, **ticked)
    try:
        yield
    finally:
        await vk.method("groups.deleteCallbackServer", server_id=server_id)
