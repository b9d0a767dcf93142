"""What the engines do for the hot statements: with thousands of rows none of them reads or sorts a whole table."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.driver_run import send_put_off
from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import metadata
from adapters.outbound.database.unit_of_work import SqlUnitOfWork
from domain.audit_chain import RecordKind
from domain.event import EventState
from domain.notification import ClaimedNotification, NotificationState
from domain.policy import Publishing
from tests.contracts.rows import LONG
from tests.factories import MOMENT, TODAY, make_conversation, make_hold, make_new_message, make_notification
from tests.integration.database.filling import ACCOUNT, FEW, IDS, MANY, fill

Work = Callable[[SqlUnitOfWork], Awaitable[object]]
CLAIMED = [ClaimedNotification(notification=make_notification(id=id_), lease_token=1, age=LONG) for id_ in IDS[-5:]]
HOT: dict[str, Work] = {
    "events.claim": lambda uow: uow.events.claim(limit=20, lease=LONG),
    "events.latest": lambda uow: uow.events.latest(state=EventState.FAILED, limit=20),
    "events.replay_failed": lambda uow: uow.events.replay_failed(),
    "turns.get": lambda uow: uow.turns.get(IDS[5]),
    "turns.claim": lambda uow: uow.turns.claim(owner="worker 2", lease=LONG, limit=10),
    "turns.renew": lambda uow: uow.turns.renew(IDS[:5], owner="worker 1", lease=LONG),
    "turns.release": lambda uow: uow.turns.release(owner="worker 1"),
    "turns.joinable": lambda uow: uow.turns.joinable(IDS[2], person_id=IDS[2]),
    "turns.running": lambda uow: uow.turns.running(IDS[2]),
    "turns.request_stop": lambda uow: uow.turns.request_stop(IDS[5]),
    "turns.to_stop": lambda uow: uow.turns.to_stop(IDS[:5]),
    "turns.latest": lambda uow: uow.turns.latest(limit=20),
    "turns.held_back": lambda uow: uow.turns.held_back(Publishing.DRAFT, limit=20),
    "turns.drafts_in": lambda uow: uow.turns.drafts_in(IDS[2]),
    "turns.take_parked": lambda uow: uow.turns.take_parked(IDS[5]),
    "messages.add": lambda uow: uow.messages.add(make_new_message(conversation_id=IDS[3])),
    "messages.get": lambda uow: uow.messages.get(IDS[5]),
    "messages.after": lambda uow: uow.messages.after(IDS[3], seq=2, limit=50),
    "messages.before": lambda uow: uow.messages.before(IDS[3], seq=None, limit=30),
    "messages.of_turn": lambda uow: uow.messages.of_turn(IDS[7]),
    "messages.assign": lambda uow: uow.messages.assign(IDS[5], turn_id=IDS[7]),
    "conversations.by_key": lambda uow: uow.conversations.by_key("key 7", new=make_conversation()),
    "conversations.of_person": lambda uow: uow.conversations.of_person(IDS[2], limit=20),
    "conversations.hand_over": lambda uow: uow.conversations.hand_over(from_person=IDS[2], to_person=IDS[3]),
    "people.by_login": lambda uow: uow.people.by_login("login 7"),
    "people.count_answer": lambda uow: uow.people.count_answer(IDS[7], day=TODAY, limit=50),
    "sessions.by_token_hash": lambda uow: uow.sessions.by_token_hash(b"hash 7"),
    "people.lock": lambda uow: uow.people.lock(IDS[7]),
    "people.find_vk": lambda uow: uow.people.find_vk(7),
    "people.latest": lambda uow: uow.people.latest(limit=20),
    "people.erased_since": lambda uow: uow.people.erased_since(MOMENT),
    "sessions.end_all": lambda uow: uow.sessions.end_all(IDS[7], at=MOMENT, reason="blocked"),
    "sessions.end_lapsed": lambda uow: uow.sessions.end_lapsed(now=MOMENT, reason="expired", limit=20),
    "sessions.ended_among": lambda uow: uow.sessions.ended_among(IDS[:5]),
    "sessions.of_person": lambda uow: uow.sessions.of_person(IDS[7], limit=20),
    "messages.forget": lambda uow: uow.messages.forget(IDS[:5]),
    "messages.recorded": lambda uow: uow.messages.recorded(after=IDS[5], before=IDS[-5], limit=100),
    "events.recorded": lambda uow: uow.events.recorded(after=IDS[5], before=IDS[-5], limit=100),
    "events.blank_done": lambda uow: uow.events.blank_done(IDS[:5]),
    "notifications.recorded": lambda uow: uow.notifications.recorded(after=IDS[5], before=IDS[-5], limit=100),
    "notifications.blank_delivered": lambda uow: uow.notifications.blank_delivered(IDS[:5]),
    "turns.unfinished": lambda uow: uow.turns.unfinished(IDS[:5]),
    "deadlines.forget_quotes": lambda uow: uow.deadlines.forget_quotes(IDS[:5], passed=MOMENT),
    "sessions.touch": lambda uow: uow.sessions.touch(IDS[7], seen_at=MOMENT, conversation_id=IDS[2]),
    "deliveries.of_turn": lambda uow: uow.deliveries.of_turn(IDS[7]),
    "deliveries.recent": lambda uow: uow.deliveries.recent(IDS[3], limit=20),
    "notifications.claim": lambda uow: uow.notifications.claim(limit=10, lease=LONG),
    "notifications.delivered": lambda uow: uow.notifications.delivered(CLAIMED),
    "notifications.give_back": lambda uow: uow.notifications.give_back(CLAIMED),
    "notifications.latest": lambda uow: uow.notifications.latest(state=NotificationState.DEAD, limit=20),
    "notifications.revive_all": lambda uow: uow.notifications.revive_all(),
    "deadlines.latest": lambda uow: uow.deadlines.latest(limit=20, only_live=True),
    "deadlines.since": lambda uow: uow.deadlines.since(MOMENT, limit=20),
    "deadlines.of_conversations": lambda uow: uow.deadlines.of_conversations(IDS[3:5]),
    "deadlines.lock": lambda uow: uow.deadlines.lock(IDS[3]),
    "deadlines.lock_source": lambda uow: uow.deadlines.lock_source("message 7"),
    "messages.find": lambda uow: uow.messages.find("message 7"),
    "doubts.claim": lambda uow: uow.doubts.claim(lease=LONG),
    "reminders.due": lambda uow: uow.reminders.due([timedelta(hours=2)], limit=20),
    "reminders.wishes": lambda uow: uow.reminders.wishes(IDS[3]),
    "reminders.wished": lambda uow: uow.reminders.wished(IDS[3], IDS[:5]),
    "reminders.unwish": lambda uow: uow.reminders.unwish(IDS[3], IDS[:5]),
    "signs.oldest": lambda uow: uow.signs.oldest(),
    "signs.latest_ends": lambda uow: uow.signs.latest_ends(limit=5),
    "halts.reason": lambda uow: uow.halts.reason("vk"),
    "reminders.forget_wishes": lambda uow: uow.reminders.forget_wishes(IDS[3]),
    "doubts.forget": lambda uow: uow.doubts.forget(IDS[:5]),
    "deadlines.forget_source": lambda uow: uow.deadlines.forget_source("message 7"),
    "accounts.hold": lambda uow: uow.accounts.hold(make_hold(account=ACCOUNT), at=MOMENT),
    "accounts.capture": lambda uow: uow.accounts.capture("hold 7", at=MOMENT, reason="an answer"),
    "accounts.balance": lambda uow: uow.accounts.balance(ACCOUNT, since=MOMENT + timedelta(seconds=MANY - 50)),
    "accounts.history": lambda uow: uow.accounts.history(ACCOUNT, limit=20),
    "acts.latest": lambda uow: uow.acts.latest(limit=20, before=MANY),
    "links.head": lambda uow: uow.links.head(),
    "links.last_sealed": lambda uow: uow.links.last_sealed(RecordKind.ENTRY),
    "links.fresh": lambda uow: uow.links.fresh(RecordKind.ENTRY, limit=100),
    "links.fresh acts": lambda uow: uow.links.fresh(RecordKind.ACT, limit=100),
    "links.overlooked": lambda uow: uow.links.overlooked(RecordKind.ENTRY, after=MANY - FEW, upto=MANY),
    "accounts.last_credit_key": lambda uow: uow.accounts.last_credit_key(ACCOUNT),
}


@pytest.fixture
async def filled(database: Database) -> Database:
    async with database.writing() as connection:
        await fill(connection)
    if database.dialect_name == "mysql":
        # The server does so by itself in time; SQLite is never told to.
        async with database.writing() as connection:
            for table in metadata.tables:
                await connection.execute(text(f"ANALYZE TABLE {table}"))
    return database


async def _statements(connection: AsyncConnection, work: Work) -> list[tuple[str, Any]]:
    """What it runs, with its parameters as the driver gets them."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            seen.append((statement, parameters))

    assert connection.sync_connection is not None
    event.listen(connection.sync_connection, "before_cursor_execute", note)
    await work(SqlUnitOfWork(connection))
    await send_put_off(connection)
    event.remove(connection.sync_connection, "before_cursor_execute", note)
    return seen


async def _faults(connection: AsyncConnection, statement: str, parameters: Any) -> list[str]:
    """The lines of its plan that read or sort a whole table."""
    if connection.dialect.name == "sqlite":
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row.detail for row in plan if re.match(r"SCAN (?!.*USING (COVERING )?INDEX)", row.detail)]
    plan = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return [
        str(row)
        for row in plan
        if row.table is not None
        and (row.type == "ALL" or row.key is None or ("filesort" in row.Extra and int(row.rows) > 2 * FEW))
    ]


async def test_reads_no_whole_table_when_tables_are_large(filled: Database) -> None:
    faults: dict[str, list[str]] = {}
    for name, work in HOT.items():
        async with filled.writing() as connection:
            statements = await _statements(connection, work)
            assert statements
            for statement, parameters in statements:
                if found := await _faults(connection, statement, parameters):
                    faults[name] = [statement, *found]
            await connection.rollback()

    assert faults == {}
