"""The books, compared in SQL: see ``pairing`` for how."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import open_database
from adapters.outbound.database.failures import translated
from adapters.outbound.database.pairing import Pairing, allowed, bare, digits, there, wanted
from adapters.outbound.database.schema import accounts, doubts, holds, ledger_entries, messages, notifications, turns
from domain.audit import AccountBooks, Books, Flaw
from domain.balance import NOBODY, EntryKind, HoldState
from domain.deadline_doubt import DoubtState
from domain.message import Author
from domain.money import from_kopecks
from domain.turn import TurnState

PATIENCE: Final = 600.0
"""Seconds that one statement may take: nobody waits for it but whoever asked."""
_FUNDED: Final = (TurnState.FUNDED, TurnState.WRITING, TurnState.WRITTEN, TurnState.SENT)


class SqlAuditor:
    """On a connection of its own, which is let wait for longer than those that serve."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    async def read(self, *, limit: int) -> Books:
        async with open_database(self._url, pool_size=1, read_timeout=PATIENCE) as database:
            with translated():
                async with database.snapshot() as connection:
                    pairings = (*_money(), *_words())
                    unpaired = [flaw for each in pairings for flaw in await each.flaws(connection, limit=limit)]
                    return Books(accounts=await _accounts(connection), unpaired=unpaired)


async def _accounts(connection: AsyncConnection) -> list[AccountBooks]:
    stored = {row.key: row for row in await connection.execute(select(accounts))}
    entries = await _sums(connection, select(ledger_entries.c.account, func.sum(ledger_entries.c.amount_kopecks)))
    open_holds = select(holds.c.account, func.sum(holds.c.amount_kopecks)).where(holds.c.state == HoldState.OPEN.value)
    held = await _sums(connection, open_holds)
    return [
        AccountBooks(
            account=key,
            balance=from_kopecks(stored[key].balance_kopecks if key in stored else 0),
            held=from_kopecks(stored[key].held_kopecks if key in stored else 0),
            entries=from_kopecks(entries.get(key, 0)),
            holds=from_kopecks(held.get(key, 0)),
        )
        for key in sorted({*stored, *entries, *held})
    ]


async def _sums(connection: AsyncConnection, of_accounts: Select[Any]) -> dict[str, int]:
    rows = await connection.execute(of_accounts.group_by(of_accounts.selected_columns[0]))
    return {account: int(total) for account, total in rows}


def _is(*states: TurnState) -> ColumnElement[bool]:
    return turns.c.state.in_([state.value for state in states])


_TURN: Final = digits(turns.c.id)
_SETTLED: Final = _is(TurnState.SETTLED)
_STOPPED: Final = _is(TurnState.STOPPED)
_IS_PAID: Final = turns.c.payer != NOBODY


def _money() -> Sequence[Pairing]:
    """Turns and doubts with what was held and taken for them."""
    hold = _TURN.concat(":").concat(turns.c.attempt)
    doubt = literal("doubt:").concat(digits(doubts.c.id))
    capture = literal("capture:").concat(hold)
    return (
        Pairing(
            rows=(
                wanted(capture, _SETTLED, _IS_PAID),
                wanted(literal("capture:").concat(doubt), doubts.c.state == DoubtState.ANSWERED.value),
                allowed(capture, _STOPPED, _IS_PAID),
                there(bare(ledger_entries.c.key), ledger_entries.c.kind == EntryKind.CAPTURE.value),
            ),
            missing=Flaw.CAPTURE_MISSING,
            unexpected=Flaw.CAPTURE_UNEXPECTED,
        ),
        Pairing(
            rows=(
                wanted(hold, _is(*_FUNDED), _IS_PAID),
                wanted(doubt, doubts.c.state == DoubtState.FUNDED.value),
                there(bare(holds.c.key), holds.c.state == HoldState.OPEN.value),
            ),
            missing=Flaw.HOLD_MISSING,
            unexpected=Flaw.HOLD_UNEXPECTED,
        ),
    )


def _words() -> Sequence[Pairing]:
    """Turns with what was said in them, and with what the other service is told of it."""
    ours = messages.c.author.in_([Author.ASSISTANT.value, Author.OPERATOR.value, Author.SYSTEM.value])
    announcement = literal("responses:").concat(_TURN)
    return (
        Pairing(
            rows=(
                wanted(_TURN, _SETTLED),
                allowed(_TURN, _STOPPED),
                there(digits(messages.c.turn_id), messages.c.turn_id.is_not(None), ours),
            ),
            missing=Flaw.ANSWER_MISSING,
            unexpected=Flaw.ANSWER_UNEXPECTED,
        ),
        Pairing(
            rows=(
                wanted(announcement, _SETTLED, _IS_PAID),
                allowed(announcement, _STOPPED, _IS_PAID),
                there(bare(notifications.c.key), notifications.c.type == "responses"),
            ),
            missing=Flaw.ANNOUNCEMENT_MISSING,
            unexpected=Flaw.ANNOUNCEMENT_UNEXPECTED,
        ),
    )
