"""
Values for tests: every factory gives a valid default and takes overrides by name.

Ids ascend in the order of their making; ``make_id(7)`` is the same id in every run.
"""

import itertools
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from domain.act import Act, Deed
from domain.audit_chain import AuditRecord, RecordKind
from domain.balance import COMMUNITY_ACCOUNT, EntryKind, HoldRequest, LedgerEntry
from domain.channel import Channel
from domain.conversation import Conversation
from domain.delivery import Delivery, DialogTarget
from domain.event import Event
from domain.identifiers import (
    ConversationId,
    DeadlineId,
    DeliveryId,
    EventRowId,
    MessageId,
    NotificationId,
    PersonId,
    SessionId,
    TurnId,
)
from domain.message import Author, Message, NewMessage
from domain.notification import Notification
from domain.person import Person, PersonKind
from domain.rating import Rating, Verdict
from domain.session import Session, hash_token
from domain.stored_deadline import StoredDeadline, message_identity
from domain.turn import Turn

MOMENT: Final = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
"""A Wednesday, noon in Moscow: when everything happens unless a test says otherwise."""
TODAY: Final = date(2026, 7, 1)

_milliseconds = itertools.count(int(time.time() * 1000))


def make_id(number: int | None = None) -> UUID:
    """
    A version 7 id.

    With a number always the same one, larger for a larger number; without, a fresh one that sorts after all
    fresh ones before it.
    """
    stamp, tail = (next(_milliseconds), uuid4().int) if number is None else (number, number)
    value = (stamp & (2**48 - 1)) << 80 | 0x7 << 76 | 0b10 << 62 | tail & (2**62 - 1)
    return UUID(int=value)


def make_person(**overrides: Any) -> Person:
    """A guest of the site."""
    return replace(Person(id=PersonId(make_id()), kind=PersonKind.GUEST, created_at=MOMENT), **overrides)


def make_user(login: str, **overrides: Any) -> Person:
    """A registered user."""
    return replace(make_person(kind=PersonKind.USER, login=login, password_hash="a hash"), **overrides)


def make_vk_person(vk_id: int = 1001, **overrides: Any) -> Person:
    return replace(make_person(kind=PersonKind.VK, vk_id=vk_id), **overrides)


def make_conversation(**overrides: Any) -> Conversation:
    """A chat on the site that belongs to nobody yet."""
    id_ = ConversationId(make_id())
    default = Conversation(id=id_, channel=Channel.SITE_CHAT, key=f"test:{id_}", created_at=MOMENT)
    return replace(default, **overrides)


def make_new_message(**overrides: Any) -> NewMessage:
    """A person's question, not recorded yet."""
    id_ = MessageId(make_id())
    default = NewMessage(
        id=id_,
        conversation_id=ConversationId(make_id()),
        author=Author.PERSON,
        text="Когда экзамен?",
        natural_key=f"test:{id_}",
        at=MOMENT,
    )
    return replace(default, **overrides)


def make_message(**overrides: Any) -> Message:
    """A person's question, the first of its conversation."""
    id_ = MessageId(make_id())
    default = Message(
        id=id_,
        conversation_id=ConversationId(make_id()),
        author=Author.PERSON,
        text="Когда экзамен?",
        natural_key=f"test:{id_}",
        at=MOMENT,
        seq=1,
    )
    return replace(default, **overrides)


def make_turn(**overrides: Any) -> Turn:
    """An answer owed on the site at 5.00."""
    default = Turn(
        id=TurnId(make_id()),
        conversation_id=ConversationId(make_id()),
        channel=Channel.SITE_CHAT,
        person_id=PersonId(make_id()),
        payer=COMMUNITY_ACCOUNT,
        price=Decimal("5.00"),
        opened_by=MessageId(make_id()),
        created_at=MOMENT,
    )
    return replace(default, **overrides)


def make_delivery(**overrides: Any) -> Delivery:
    """The first part of an answer in a dialog, not sent yet."""
    default = Delivery(
        id=DeliveryId(make_id()),
        turn_id=TurnId(make_id()),
        conversation_id=ConversationId(make_id()),
        part=0,
        target=DialogTarget(peer_id=1001),
        text="Экзамен пятого июля.",
    )
    return replace(default, **overrides)


def make_event(**overrides: Any) -> Event:
    """A new comment, as VK sent it."""
    id_ = EventRowId(make_id())
    default = Event(
        id=id_,
        group_id=123,
        event_id=id_.hex.encode(),
        type="wall_reply_new",
        body=b'{"type":"wall_reply_new","object":{}}',
        received_at=MOMENT,
    )
    return replace(default, **overrides)


def make_notification(**overrides: Any) -> Notification:
    id_ = NotificationId(make_id())
    default = Notification(
        id=id_,
        key=f"test:{id_}",
        type="responses",
        payload={"id_lastResponses": ["1"], "responses": ["Экзамен пятого июля."]},
        created_at=MOMENT,
    )
    return replace(default, **overrides)


def make_session(token: str = "a token", **overrides: Any) -> Session:
    """An open session with that token."""
    default = Session(
        id=SessionId(make_id()),
        token_hash=hash_token(token),
        person_id=PersonId(make_id()),
        conversation_id=ConversationId(make_id()),
        opened_at=MOMENT,
        seen_at=MOMENT,
    )
    return replace(default, **overrides)


def make_deadline(**overrides: Any) -> StoredDeadline:
    """The end of 5 July in Moscow, four days ahead."""
    message_id = MessageId(make_id())
    default = StoredDeadline(
        id=DeadlineId(make_id()),
        at=datetime(2026, 7, 5, 20, 59, tzinfo=UTC),
        quote="до 5 июля",
        conversation_id=ConversationId(make_id()),
        message_id=message_id,
        created_at=MOMENT,
        zone="Europe/Moscow",
        identity=message_identity(message_id),
        changed_at=MOMENT,
    )
    return replace(default, **overrides)


def make_entry(**overrides: Any) -> LedgerEntry:
    """A top-up of 100.00."""
    default = LedgerEntry(
        account=COMMUNITY_ACCOUNT,
        kind=EntryKind.TOP_UP,
        amount=Decimal("100.00"),
        key=f"top-up:{make_id()}",
        at=MOMENT,
        author="owner",
        reason="paid",
    )
    return replace(default, **overrides)


def make_audit_record(**overrides: Any) -> AuditRecord:
    values: dict[str, Any] = {"kind": RecordKind.ENTRY, "position": 1, "at": MOMENT, "content": ("community", 500)}
    return AuditRecord(**(values | overrides))


def make_act(**overrides: Any) -> Act:
    values: dict[str, Any] = {
        "at": MOMENT,
        "by": "olga",
        "deed": Deed.BLOCKED,
        "on": "person 1",
        "details": {},
        "correlation": None,
    }
    return Act(**(values | overrides))


def make_hold(**overrides: Any) -> HoldRequest:
    """The price of one answer, with no daily limit."""
    default = HoldRequest(
        account=COMMUNITY_ACCOUNT,
        key=f"{make_id()}:1",
        amount=Decimal("5.00"),
        day=TODAY,
        daily_limit=None,
    )
    return replace(default, **overrides)


def make_rating(**overrides: Any) -> Rating:
    """A good word."""
    default = Rating(
        message_id=MessageId(make_id()),
        person_id=PersonId(make_id()),
        verdict=Verdict.GOOD,
        at=MOMENT,
    )
    return replace(default, **overrides)
