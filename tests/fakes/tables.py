"""What the fake storage keeps: rows are immutable, so a copy of the containers is a copy of the database."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Self, TypeVar
from uuid import UUID

from domain.act import Act
from domain.alert import AlertKind
from domain.answering import AnsweringControls
from domain.audit_chain import Link
from domain.balance import HoldState, LedgerEntry
from domain.channel import Channel
from domain.conversation import Conversation
from domain.deadline_doubt import DoubtState
from domain.delivery import Delivery
from domain.event import Event, EventState
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
from domain.knowledge import Passage
from domain.message import Message
from domain.notification import Notification, NotificationState
from domain.person import Person
from domain.prompt import PromptVersion
from domain.rating import Rating
from domain.reminder import ReminderWish
from domain.session import Session
from domain.stored_deadline import DeadlineSource, StoredDeadline
from domain.turn import Turn

Id = TypeVar("Id", bound=UUID)


def ids_between(rows: Iterable[Id], after: Id | None, before: Id) -> list[Id]:
    """Ascending."""
    return sorted(id_ for id_ in rows if (after is None or id_ > after) and id_ < before)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """``token`` grows when the row is claimed or given back; it is held until ``lease_until``."""

    due_at: datetime
    token: int = 0
    owner: str | None = None
    lease_until: datetime | None = None

    def is_free(self, now: datetime) -> bool:
        return self.due_at <= now and (self.lease_until is None or self.lease_until <= now)

    def given_back(self, due_at: datetime) -> Self:
        """Nobody's; the token moves on, so that the former holder can write no more."""
        return replace(self, due_at=due_at, token=self.token + 1, owner=None, lease_until=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRow(QueueRow):
    """A parked turn is claimed by nobody until it is woken."""

    turn: Turn
    is_parked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HaltRow:
    reason: str
    until: datetime
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    number: int
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeoverRow:
    by: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow:
    """Of a lease: its owner, and when it ends."""

    value: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow(QueueRow):
    """``reason`` is set when it was given up."""

    event: Event
    claims: int = 0
    finished: bool = False
    reason: str | None = None

    @property
    def is_waiting(self) -> bool:
        return self.state is EventState.NEW

    @property
    def state(self) -> EventState:
        if self.reason is not None:
            return EventState.FAILED
        return EventState.UNDERSTOOD if self.finished else EventState.NEW


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationRow(QueueRow):
    notification: Notification
    state: NotificationState = NotificationState.PENDING
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtRow(QueueRow):
    state: DoubtState = DoubtState.WAITING
    tries: int = 0
    reason: str | None = None

    @property
    def waits(self) -> bool:
        return self.state in {DoubtState.WAITING, DoubtState.FUNDED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    account: str
    key: str
    amount: Decimal
    day: date
    state: HoldState
    at: datetime
    channel: Channel | None = None


@dataclass(slots=True, kw_only=True)
class Tables:
    """``busy`` names the turn that has its conversation, from its first claim to its end."""

    events: dict[EventRowId, EventRow] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    answers: dict[tuple[PersonId, date], int] = field(default_factory=dict)
    conversations: dict[ConversationId, Conversation] = field(default_factory=dict)
    wanted: dict[ConversationId, datetime] = field(default_factory=dict)
    takeovers: dict[ConversationId, TakeoverRow] = field(default_factory=dict)
    messages: dict[MessageId, Message] = field(default_factory=dict)
    turns: dict[TurnId, TurnRow] = field(default_factory=dict)
    busy: dict[ConversationId, TurnId] = field(default_factory=dict)
    deliveries: dict[DeliveryId, Delivery] = field(default_factory=dict)
    called_at: dict[DeliveryId, datetime] = field(default_factory=dict)
    alerts: dict[AlertKind, AlertRow] = field(default_factory=dict)
    looks: dict[str, datetime] = field(default_factory=dict)
    knowledge: dict[str, tuple[str, tuple[Passage, ...]]] = field(default_factory=dict)
    told_passages: dict[TurnId, tuple[Passage, ...]] = field(default_factory=dict)
    halts: dict[str, HaltRow] = field(default_factory=dict)
    prompt_versions: dict[tuple[Channel, int], PromptVersion] = field(default_factory=dict)
    controls: dict[str, AnsweringControls] = field(default_factory=dict)
    positions: dict[str, PositionRow] = field(default_factory=dict)
    leases: dict[str, PositionRow] = field(default_factory=dict)
    notifications: dict[NotificationId, NotificationRow] = field(default_factory=dict)
    deadlines: dict[DeadlineId, StoredDeadline] = field(default_factory=dict)
    deadline_sources: dict[str, DeadlineSource] = field(default_factory=dict)
    doubts: dict[MessageId, DoubtRow] = field(default_factory=dict)
    wishes: dict[tuple[DeadlineId, PersonId], ReminderWish] = field(default_factory=dict)
    reminders: dict[tuple[DeadlineId, datetime, timedelta], datetime] = field(default_factory=dict)
    sessions: dict[SessionId, Session] = field(default_factory=dict)
    ratings: dict[tuple[MessageId, PersonId], Rating] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    entries: dict[str, LedgerEntry] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def copy(self) -> Self:
        # Each transaction does it twice or more, so it is done the quickest way.
        return type(self)(**{name: getattr(self, name).copy() for name in self.__slots__})
