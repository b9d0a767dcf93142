"""Rows that the suites start from, made through the ports so that foreign keys are kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from domain.balance import Balance, HoldOutcome, HoldRequest, LedgerEntry
from domain.conversation import Conversation
from domain.identifiers import ConversationId, TurnId
from domain.message import Message, NewMessage
from domain.person import Person
from domain.turn import ClaimedTurn, Turn
from ports.storage import Storage, UnitOfWork
from tests.factories import MOMENT, make_conversation, make_entry, make_new_message, make_person, make_turn

AT_ONCE: Final = timedelta()
LATER: Final = timedelta(hours=1)
LONG: Final = timedelta(hours=1)
LAPSED: Final = timedelta(seconds=-1)
"""A lease that is over as soon as it is given: time need not pass in a test."""


async def add_person(storage: Storage, person: Person | None = None) -> Person:
    added = person or make_person()
    await storage.run(lambda uow: uow.people.add(added))
    return added


async def add_conversation(storage: Storage, **overrides: Any) -> Conversation:
    conversation = make_conversation(**overrides)
    await storage.run(lambda uow: uow.conversations.add(conversation))
    return conversation


async def get_conversation(storage: Storage, id_: ConversationId) -> Conversation:
    return await storage.read(lambda uow: uow.conversations.get(id_))


async def add_message(storage: Storage, conversation_id: ConversationId, **overrides: Any) -> Message:
    recorded, _ = await record(storage, make_new_message(conversation_id=conversation_id, **overrides))
    return recorded


async def record(storage: Storage, message: NewMessage) -> tuple[Message, bool]:
    return await storage.run(lambda uow: uow.messages.add(message))


async def add_turn(
    storage: Storage,
    conversation_id: ConversationId | None = None,
    *,
    after: timedelta = AT_ONCE,
    **overrides: Any,
) -> Turn:
    """A turn with its person, its question and, unless one is given, its conversation."""
    conversation_id = conversation_id or (await add_conversation(storage)).id
    if "person_id" not in overrides:
        overrides["person_id"] = (await add_person(storage)).id
    person_id = overrides["person_id"]
    question = make_new_message(conversation_id=conversation_id, person_id=person_id)
    turn = make_turn(conversation_id=conversation_id, opened_by=question.id, **overrides)

    async def owe(uow: UnitOfWork) -> None:
        await uow.messages.add(question)
        await uow.turns.add(turn, after=after)
        await uow.messages.assign(question.id, turn_id=turn.id)

    await storage.run(owe)
    return turn


async def get_turn(storage: Storage, id_: TurnId) -> Turn:
    return await storage.read(lambda uow: uow.turns.get(id_))


async def claim_turns(
    storage: Storage, owner: str = "first", *, lease: timedelta = LONG, limit: int = 10
) -> Sequence[ClaimedTurn]:
    return await storage.run(lambda uow: uow.turns.claim(owner=owner, lease=lease, limit=limit))


async def claimed_ids(storage: Storage, owner: str = "first", *, limit: int = 10) -> list[TurnId]:
    """Claim for long and tell which."""
    return [claimed.turn.id for claimed in await claim_turns(storage, owner, limit=limit)]


async def add_credit(storage: Storage, account: str, amount: str) -> LedgerEntry:
    entry = make_entry(account=account, amount=Decimal(amount))
    await storage.run(lambda uow: uow.accounts.credit(entry))
    return entry


async def hold(storage: Storage, request: HoldRequest) -> HoldOutcome:
    return await storage.run(lambda uow: uow.accounts.hold(request, at=MOMENT))


async def capture(storage: Storage, key: str, *, at: datetime = MOMENT) -> Decimal:
    return await storage.run(lambda uow: uow.accounts.capture(key, at=at, reason="an answer"))


async def release(storage: Storage, key: str) -> bool:
    return await storage.run(lambda uow: uow.accounts.release(key, at=MOMENT))


async def get_balance(storage: Storage, account: str) -> Balance:
    return await storage.read(lambda uow: uow.accounts.balance(account, since=MOMENT))
