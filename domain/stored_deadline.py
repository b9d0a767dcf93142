"""A deadline that was read from a message and kept with its source."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from domain.identifiers import ConversationId, DeadlineId, MessageId


class Review(StrEnum):
    """What the owner says of a reading; it stands until the deadline moves."""

    NONE = "none"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDeadline:
    """
    ``at`` is aware; ``quote`` holds the words it was read from; ``message_id`` is the first message that set it.

    ``zone`` is where the clock of those words stands: a name such as ``Europe/Moscow``, or ``+05:00`` when they state
    an offset. ``identity`` is unique: what has the same is the same deadline. One is withdrawn when its message was
    deleted or says it no more.
    """

    id: DeadlineId
    at: datetime
    quote: str
    conversation_id: ConversationId
    message_id: MessageId
    created_at: datetime
    zone: str
    identity: str
    changed_at: datetime
    review: Review = Review.NONE
    withdrawn_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        """It counts: it is shown, told to the model, and reminded of."""
        return self.withdrawn_at is None and self.review is not Review.DISMISSED

    @property
    def state(self) -> str:
        """``open``, ``confirmed``, ``dismissed`` or ``withdrawn``."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if self.review is Review.NONE else self.review.value

    @property
    def local(self) -> datetime:
        """The moment as its words mean it."""
        return self.at.astimezone(zone_named(self.zone))

    def read_again(self, *, at: datetime, quote: str, now: datetime) -> Self:
        """After an edit, or back after it was withdrawn; what the owner said holds for the same moment only."""
        review = self.review if at == self.at else Review.NONE
        again = replace(self, at=at, zone=zone_name(at), quote=quote, review=review, withdrawn_at=None)
        return self if again == self else replace(again, changed_at=now)

    def withdrawn(self, *, now: datetime) -> Self:
        return self if self.withdrawn_at is not None else replace(self, withdrawn_at=now, changed_at=now)

    def reviewed(self, review: Review, *, now: datetime) -> Self:
        return self if self.review is review else replace(self, review=review, changed_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSource:
    """
    A message as the source of a deadline; ``key`` is its natural key.

    One that is withdrawn was deleted, which may be known before the message itself is.
    """

    key: str
    deadline_id: DeadlineId | None = None
    conversation_id: ConversationId | None = None
    withdrawn_at: datetime | None = None


def message_identity(message_id: MessageId) -> str:
    """A message sets one deadline, whatever becomes of its words."""
    return f"message:{message_id.hex}"


def post_identity(text: str, at: datetime) -> str:
    """The same words with the same moment, posted anew or reposted, are the same deadline."""
    digest = hashlib.sha256(" ".join(text.casefold().split()).encode(errors="replace")).hexdigest()
    return f"post:{digest[:32]}:{at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def zone_name(moment: datetime) -> str:
    """The zone of an aware moment: its name, or its offset from UTC where it has none."""
    name = getattr(moment.tzinfo, "key", None)
    offset = moment.strftime("%z")
    return name if isinstance(name, str) else f"{offset[:3]}:{offset[3:5]}"


def zone_named(name: str) -> tzinfo:
    """Raises ZoneInfoNotFoundError for a name that this machine does not know."""
    is_offset = name[0] in "+-"
    return timezone(_offset(name)) if is_offset else ZoneInfo(name)


def _offset(name: str) -> timedelta:
    size = timedelta(hours=int(name[1:3]), minutes=int(name[4:6]))
    return -size if name[0] == "-" else size
