"""A database with thousands of rows, most of them done with, as in a community that has been at it for a while."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.schema import (
    accounts,
    acts,
    audit_links,
    conversations,
    deadline_sources,
    deadlines,
    deliveries,
    doubts,
    events,
    holds,
    ledger_entries,
    messages,
    notifications,
    people,
    person_days,
    reminder_wishes,
    reminders,
    sessions,
    turns,
)
from tests.factories import MOMENT, TODAY, make_id

MANY: Final = 3_000
FEW: Final = 100
WAITING: Final = 40
ACCOUNT: Final = "an account"
IDS: Final[Any] = [make_id(number) for number in range(1, MANY + 1)]
"""Of whatever kind they are needed."""


Rows = dict[Any, list[dict[str, Any]]]

QUEUE: Final = {"lease_token": 1, "claimable_at": None, "lease_owner": None}
SOME: Final = [(number, (id_, MOMENT + timedelta(seconds=number))) for number, id_ in enumerate(IDS)]


def _people() -> Rows:
    return {
        people: [{"id": id_, "kind": "user", "created_at": at, "login": f"login {n}"} for n, (id_, at) in SOME],
        person_days: [{"person_id": id_, "day": TODAY, "answers": 1} for id_ in IDS],
        sessions: [
            {"id": id_, "token_hash": b"hash %d" % n, "person_id": id_, "conversation_id": id_}
            | {"opened_at": at, "seen_at": at}
            for n, (id_, at) in SOME
        ],
        conversations: [
            {"id": id_, "channel": "site_chat", "key": f"key {n}", "created_at": at, "last_seq": FEW, "person_id": id_}
            for n, (id_, at) in SOME
        ],
    }


def _said() -> Rows:
    return {
        events: [
            {"id": id_, "group_id": 1, "event_id": b"event %d" % n, "type": "t", "body": b"{}", "received_at": at}
            | {"state": "understood", "tries": 1}
            | QUEUE
            for n, (id_, at) in SOME
        ],
        messages: [
            {"id": id_, "conversation_id": IDS[n // FEW], "seq": n % FEW + 1, "author": "person", "text": "words"}
            | {"natural_key": f"message {n}", "at": at, "turn_id": IDS[n // 2]}
            for n, (id_, at) in SOME
        ],
        turns: [
            {"id": id_, "conversation_id": IDS[n // FEW], "channel": "site_chat", "person_id": IDS[n // FEW]}
            | {"payer": ACCOUNT, "price_kopecks": 500, "opened_by": id_, "created_at": at, "state": "settled"}
            | {"attempt": 1, "tries": 0}
            | QUEUE
            for n, (id_, at) in SOME
        ],
        deliveries: [
            {"id": id_, "turn_id": IDS[n // 2], "conversation_id": IDS[n // FEW], "part": n % 2, "peer_id": n}
            | {"text": "words", "state": "sent", "effect_id": n, "tries": 1}
            for n, (id_, _) in SOME
        ],
        notifications: [
            {"id": id_, "key": f"key {n}", "type": "responses", "payload": "{}", "created_at": at}
            | {"state": "delivered", "tries": 0}
            | QUEUE
            for n, (id_, at) in SOME
        ],
    }


def _deadlines() -> Rows:
    return {
        deadlines: [
            {
                "id": id_,
                "at": at,
                "quote": "words " * 50,
                "conversation_id": IDS[n // FEW],
                "message_id": id_,
                "created_at": at,
                "identity": f"message {n}",
                "changed_at": at,
            }
            for n, (id_, at) in SOME
        ],
        deadline_sources: [
            {"key": f"message {n}", "deadline_id": id_, "conversation_id": IDS[n // FEW]} for n, (id_, _) in SOME
        ],
        doubts: [{"id": id_, "created_at": at, "state": "answered", "tries": 0} | QUEUE for _, (id_, at) in SOME],
        reminder_wishes: [
            {"deadline_id": id_, "person_id": id_, "message_id": id_, "conversation_id": IDS[n // FEW], "at": at}
            for n, (id_, at) in SOME
        ],
        reminders: [{"deadline_id": id_, "at": at, "lead_seconds": 7200, "told_at": at} for _, (id_, at) in SOME],
    }


def _money() -> Rows:
    return {
        accounts: [
            {"key": key, "balance_kopecks": MANY * 500, "held_kopecks": MANY * 500 // 2, "day": TODAY}
            | {"day_used_kopecks": 0}
            for key in (ACCOUNT, *(f"account {n}" for n in range(FEW)))
        ],
        holds: [
            {"key": f"hold {n}", "account": ACCOUNT, "amount_kopecks": 500, "day": TODAY, "state": "open", "at": at}
            for n, (_, at) in SOME
        ],
        ledger_entries: [
            {"account": ACCOUNT, "kind": "capture" if n else "top_up", "amount_kopecks": -500 if n else 500}
            | {"key": f"entry {n}", "at": at, "author": "otklik", "reason": "r", "position": n + 1}
            for n, (_, at) in SOME
        ],
        acts: [
            {"position": n + 1, "at": at, "by": "olga", "deed": "blocked", "subject": str(id_), "details": "{}"}
            for n, (id_, at) in SOME
        ],
        # All but the latest entries are sealed, and no act.
        audit_links: [
            {"number": n + 1, "kind": "entry", "position": n + 1, "sealed_at": at}
            | dict.fromkeys(("digest", "previous", "hash"), bytes(32))
            for n, (_, at) in SOME[:-WAITING]
        ],
    }


async def fill(connection: AsyncConnection) -> None:
    for table, rows in (_people() | _said() | _deadlines() | _money()).items():
        await connection.execute(insert(table), rows)
    waiting = {"claimable_at": MOMENT - timedelta(days=365)}
    for table, state in ((events, "waiting"), (turns, "owed"), (notifications, "pending"), (doubts, "waiting")):
        await connection.execute(update(table).where(table.c.id.in_(IDS[-WAITING:])).values(waiting | {"state": state}))
    await connection.execute(
        update(turns).where(turns.c.state == "owed").values(open_conversation_id=turns.c.conversation_id)
    )
