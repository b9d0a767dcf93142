"""The rows of a community that has been at it for long: thread after thread, all answered, paid for and announced."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table

from adapters.outbound.database.schema import (
    conversations,
    deliveries,
    events,
    holds,
    ledger_entries,
    messages,
    notifications,
    people,
    turns,
)
from domain.balance import COMMUNITY_ACCOUNT

PRICE: Final = 500
TOP_UP: Final = 100_000
WALL: Final = -229_000_001
BEGIN: Final = datetime(2024, 1, 1, tzinfo=UTC)
DAY: Final = date(2024, 1, 1)
CHANNELS: Final = ("vk_comment", "vk_message", "site_chat")
QUESTION: Final = "Здравствуйте! Подскажите, пожалуйста, до какого числа можно подать заявку на участие?"
ANSWER: Final = "Здравствуйте! Заявки принимаются до конца месяца, форма открыта на странице сообщества. " * 3
DONE: Final[dict[str, Any]] = {"claimable_at": None, "lease_owner": None, "lease_token": 1, "tries": 0}

Row = tuple[Table, dict[str, Any]]
Rows = dict[Table, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many rows there are; the other tables follow from the messages: half of them are answers."""

    messages: int
    conversations: int
    entries: int

    def __post_init__(self) -> None:
        if self.messages < 2 * self.conversations or self.conversations < 1:
            raise ValueError("a conversation has a question and its answer at least")
        if (self.entries - self.turns) * TOP_UP < self.turns * PRICE:
            raise ValueError(
                "the ledger has an entry for every answer, and at least so many more that they are paid for"
            )

    @property
    def turns(self) -> int:
        return self.messages // 2


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One turn: its number among all, its conversation's, and its place there. Its ids are made once."""

    number: int
    conversation: int
    place: int

    @property
    def channel(self) -> str:
        return CHANNELS[self.conversation % len(CHANNELS)]

    @property
    def is_on_site(self) -> bool:
        return self.channel == "site_chat"

    @cached_property
    def at(self) -> datetime:
        return BEGIN + timedelta(seconds=self.number)

    @property
    def seq(self) -> int:
        """The question's; the answer's is the next."""
        return 2 * self.place + 1

    @cached_property
    def id(self) -> UUID:
        return made_id(3, self.number)

    @cached_property
    def conversation_id(self) -> UUID:
        return made_id(2, self.conversation)

    @cached_property
    def person_id(self) -> UUID:
        return made_id(1, self.conversation)

    @cached_property
    def question_id(self) -> UUID:
        return made_id(4, 2 * self.number)

    @cached_property
    def answer_id(self) -> UUID:
        return made_id(4, 2 * self.number + 1)


def made_id(kind: int, number: int) -> UUID:
    """Ascends with ``number``, one a second; no two kinds share an id."""
    milliseconds = int(BEGIN.timestamp() * 1_000) + number * 1_000
    return UUID(int=milliseconds << 80 | 0x7 << 76 | 0b10 << 62 | kind)


def conversation_rows(first: int, end: int, size: Size) -> Rows:
    per_one = size.turns // size.conversations
    more = size.turns % size.conversations
    rows: Rows = {people: [], conversations: []}
    for number in range(first, end):
        person = made_id(1, number)
        channel = CHANNELS[number % len(CHANNELS)]
        owner = None if channel == "vk_comment" else person
        at = BEGIN + timedelta(seconds=number)
        vk_id = None if channel == "site_chat" else 1_000_000 + number
        rows[people].append(
            {"id": person, "kind": "guest" if vk_id is None else "vk", "created_at": at, "vk_id": vk_id}
        )
        rows[conversations].append(
            {"id": made_id(2, number), "channel": channel, "key": f"grown:{number}", "created_at": at}
            | {"last_seq": 2 * (per_one + (number < more)), "person_id": owner}
        )
    return rows


def turn_rows(taken: Taken) -> Iterator[Row]:
    yield from _said(taken)
    yield turns, _turn(taken)
    yield notifications, _notification(taken)
    yield from _paid(taken)
    if not taken.is_on_site:
        yield deliveries, _delivery(taken)
        yield events, _event(taken)


def _said(taken: Taken) -> Iterator[Row]:
    nowhere = {"person_id": None, "wall_owner_id": None, "wall_post_id": None, "wall_comment_id": None}
    common = nowhere | {"conversation_id": taken.conversation_id, "turn_id": taken.id, "at": taken.at}
    source = {} if taken.is_on_site else {"wall_owner_id": WALL, "wall_post_id": 1, "wall_comment_id": taken.number}
    yield (
        messages,
        common
        | {"id": taken.question_id, "seq": taken.seq, "author": "person", "text": QUESTION}
        | {"person_id": taken.person_id, "natural_key": f"grown:{taken.number}"}
        | source,
    )
    yield (
        messages,
        common
        | {"id": taken.answer_id, "seq": taken.seq + 1, "author": "assistant", "text": ANSWER}
        | {"natural_key": f"answer:{taken.id}"},
    )


def _turn(taken: Taken) -> dict[str, Any]:
    return (
        DONE
        | {"id": taken.id, "conversation_id": taken.conversation_id, "channel": taken.channel}
        | {"person_id": taken.person_id, "payer": COMMUNITY_ACCOUNT, "price_kopecks": PRICE}
        | {"opened_by": taken.question_id, "created_at": taken.at, "state": "settled", "attempt": 1}
        | {"input_upto_seq": taken.seq, "answer": ANSWER, "model": "grown", "answer_message_id": taken.answer_id}
    )


def _notification(taken: Taken) -> dict[str, Any]:
    payload = {"id_lastResponses": [str(taken.answer_id)], "responses": [ANSWER]}
    return (
        DONE
        | {"id": made_id(5, taken.number), "key": f"responses:{taken.id}", "type": "responses"}
        | {"payload": json.dumps(payload, ensure_ascii=False), "created_at": taken.at}
        | {"state": "delivered", "lane": taken.conversation_id}
    )


def _paid(taken: Taken) -> Iterator[Row]:
    hold = f"{taken.id}:1"
    yield (
        holds,
        {"key": hold, "account": COMMUNITY_ACCOUNT, "amount_kopecks": PRICE, "day": DAY}
        | {"state": "captured", "at": taken.at},
    )
    yield ledger_entries, _entry("capture", -PRICE, f"capture:{hold}", taken.at)


def _delivery(taken: Taken) -> dict[str, Any]:
    return (
        {"id": made_id(6, taken.number), "turn_id": taken.id, "conversation_id": taken.conversation_id, "part": 0}
        | {"owner_id": WALL, "post_id": 1, "reply_to": taken.number, "text": ANSWER, "state": "sent"}
        | {"effect_id": taken.number, "tries": 0}
    )


def _event(taken: Taken) -> dict[str, Any]:
    return (
        DONE
        | {"id": made_id(7, taken.number), "group_id": -WALL, "event_id": b"grown-%d" % taken.number}
        | {"type": "wall_reply_new", "body": QUESTION.encode(), "received_at": taken.at, "state": "understood"}
    )


def top_up_row(number: int) -> dict[str, Any]:
    return _entry("top_up", TOP_UP, f"grown:{number}", BEGIN + timedelta(seconds=number))


def _entry(kind: str, kopecks: int, key: str, at: datetime) -> dict[str, Any]:
    return {"account": COMMUNITY_ACCOUNT, "kind": kind, "amount_kopecks": kopecks, "key": key, "at": at} | {
        "author": "grown",
        "reason": "a grown database",
    }
