"""What the server does for the hot statements: with thousands of rows none of them reads a whole table."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import (
    accounts,
    conversations,
    deadlines,
    deliveries,
    events,
    holds,
    ledger_entries,
    messages,
    metadata,
    notifications,
    people,
    person_days,
    sessions,
    turns,
)
from adapters.outbound.database.unit_of_work import SqlUnitOfWork
from tests.contracts.rows import LONG
from tests.factories import MOMENT, TODAY, make_conversation, make_hold, make_id, make_new_message, make_turn

MANY = 3_000
FEW = 100
WAITING = 40
ACCOUNT = "an account"
IDS = [make_id(number) for number in range(1, MANY + 1)]

Work = Callable[[SqlUnitOfWork], Awaitable[object]]
HOT: dict[str, Work] = {
    "events.claim": lambda uow: uow.events.claim(limit=20, lease=LONG),
    "turns.get": lambda uow: uow.turns.get(IDS[5]),
    "turns.claim": lambda uow: uow.turns.claim(owner="worker 2", lease=LONG, limit=10),
    "turns.renew": lambda uow: uow.turns.renew(IDS[:5], owner="worker 1", lease=LONG),
    "turns.release": lambda uow: uow.turns.release(owner="worker 1"),
    "turns.joinable": lambda uow: uow.turns.joinable(IDS[2], person_id=IDS[2]),
    "turns.running": lambda uow: uow.turns.running(IDS[2]),
    "turns.latest": lambda uow: uow.turns.latest(limit=20),
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
    "sessions.touch": lambda uow: uow.sessions.touch(IDS[7], seen_at=MOMENT, conversation_id=IDS[2]),
    "deliveries.of_turn": lambda uow: uow.deliveries.of_turn(IDS[7]),
    "deliveries.recent": lambda uow: uow.deliveries.recent(IDS[3], limit=20),
    "deliveries.by_effect": lambda uow: uow.deliveries.by_effect(IDS[3], effect_id=7),
    "notifications.claim": lambda uow: uow.notifications.claim(limit=10, lease=LONG),
    "deadlines.latest": lambda uow: uow.deadlines.latest(limit=20),
    "deadlines.of_conversation": lambda uow: uow.deadlines.of_conversation(IDS[3]),
    "accounts.hold": lambda uow: uow.accounts.hold(make_hold(account=ACCOUNT), at=MOMENT),
    "accounts.capture": lambda uow: uow.accounts.capture("hold 7", at=MOMENT, reason="an answer"),
    "accounts.balance": lambda uow: uow.accounts.balance(ACCOUNT, since=MOMENT + timedelta(seconds=MANY - 50)),
    "accounts.history": lambda uow: uow.accounts.history(ACCOUNT, limit=20),
    "accounts.last_credit_key": lambda uow: uow.accounts.last_credit_key(ACCOUNT),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of EXPLAIN."""

    statement: str
    access: str | None
    key: str | None
    rows: int


def _rows() -> dict[Any, list[dict[str, Any]]]:
    queue = {"lease_token": 1, "claimable_at": None, "lease_owner": None}
    moments = [MOMENT + timedelta(seconds=number) for number in range(MANY)]
    some = list(enumerate(zip(IDS, moments, strict=True)))
    return {
        events: [
            {"id": id_, "group_id": 1, "event_id": b"event %d" % n, "type": "t", "body": b"{}", "received_at": at}
            | {"state": "understood", "tries": 1}
            | queue
            for n, (id_, at) in some
        ],
        people: [{"id": id_, "kind": "user", "created_at": at, "login": f"login {n}"} for n, (id_, at) in some],
        person_days: [{"person_id": id_, "day": TODAY, "answers": 1} for id_ in IDS],
        sessions: [
            {"id": id_, "token_hash": b"hash %d" % n, "person_id": id_, "conversation_id": id_}
            | {"opened_at": at, "seen_at": at}
            for n, (id_, at) in some
        ],
        conversations: [
            {"id": id_, "channel": "site_chat", "key": f"key {n}", "created_at": at, "last_seq": FEW, "person_id": id_}
            for n, (id_, at) in some
        ],
        messages: [
            {"id": id_, "conversation_id": IDS[n // FEW], "seq": n % FEW + 1, "author": "person", "text": "words"}
            | {"natural_key": f"message {n}", "at": at, "turn_id": IDS[n // 2]}
            for n, (id_, at) in some
        ],
        turns: [
            {"id": id_, "conversation_id": IDS[n // FEW], "channel": "site_chat", "person_id": IDS[n // FEW]}
            | {"payer": ACCOUNT, "price_kopecks": 500, "opened_by": id_, "created_at": at, "state": "settled"}
            | {"attempt": 1, "tries": 0}
            | queue
            for n, (id_, at) in some
        ],
        deliveries: [
            {"id": id_, "turn_id": IDS[n // 2], "conversation_id": IDS[n // FEW], "part": n % 2, "peer_id": n}
            | {"text": "words", "state": "sent", "effect_id": n, "tries": 1}
            for n, (id_, _) in some
        ],
        notifications: [
            {"id": id_, "key": f"key {n}", "type": "responses", "payload": "{}", "created_at": at}
            | {"state": "delivered", "tries": 0}
            | queue
            for n, (id_, at) in some
        ],
        deadlines: [
            {"id": id_, "at": at, "quote": "q", "conversation_id": IDS[n // FEW], "message_id": id_, "created_at": at}
            for n, (id_, at) in some
        ],
        accounts: [
            {"key": key, "balance_kopecks": MANY * 500, "held_kopecks": MANY * 500 // 2, "day": TODAY}
            | {"day_used_kopecks": 0}
            for key in (ACCOUNT, *(f"account {n}" for n in range(FEW)))
        ],
        holds: [
            {"key": f"hold {n}", "account": ACCOUNT, "amount_kopecks": 500, "day": TODAY, "state": "open", "at": at}
            for n, (_, at) in some
        ],
        ledger_entries: [
            {"account": ACCOUNT, "kind": "capture" if n else "top_up", "amount_kopecks": -500 if n else 500}
            | {"key": f"entry {n}", "at": at, "author": "otklik", "reason": "r"}
            for n, (_, at) in some
        ],
    }


async def _fill(connection: AsyncConnection) -> None:
    for table, rows in _rows().items():
        await connection.execute(insert(table), rows)
    waiting = {"claimable_at": MOMENT - timedelta(days=365)}
    for table, state in ((events, "waiting"), (turns, "owed"), (notifications, "pending")):
        await connection.execute(
            update(table).where(table.c.id.in_(IDS[-WAITING:])).values(waiting | {"state": state})
        )


@pytest.fixture
async def filled(mariadb_database: Database) -> AsyncIterator[Database]:
    async with mariadb_database.writing() as connection:
        await _fill(connection)
    async with mariadb_database.writing() as connection:
        for table in metadata.tables:
            await connection.execute(text(f"ANALYZE TABLE {table}"))
    yield mariadb_database


async def _explain(connection: AsyncConnection, work: Work) -> list[Step]:
    """Run it, then ask how each of its statements was run."""
    statements: list[tuple[str, Any]] = []

    def record(_c: Connection, _cursor: object, statement: str, parameters: Any, _context: object, _many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            statements.append((statement, parameters))

    assert connection.sync_connection is not None
    event.listen(connection.sync_connection, "before_cursor_execute", record)
    await work(SqlUnitOfWork(connection))
    event.remove(connection.sync_connection, "before_cursor_execute", record)
    steps = []
    for statement, parameters in statements:
        for row in await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters):
            if row.table is not None:
                steps.append(Step(statement=statement, access=row.type, key=row.key, rows=int(row.rows or 0)))
    return steps


async def test_reads_no_whole_table_when_tables_are_large(filled: Database) -> None:
    offenders: list[tuple[str, Step]] = []
    for name, work in HOT.items():
        async with filled.reading() as connection:
            steps = await _explain(connection, work)
        assert steps, name
        offenders += [
            (name, step) for step in steps if step.access == "ALL" or step.key is None or step.rows > 2 * FEW
        ]

    assert offenders == []
