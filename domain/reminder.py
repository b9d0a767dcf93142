"""Reminders of deadlines: who asked for them, when they are due, and whether they may be sent."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.identifiers import ConversationId, DeadlineId, MessageId, PersonId
from domain.stored_deadline import StoredDeadline

DIALOG_OPEN: Final = timedelta(hours=24)
"""For so long after the person's last message a community may write to them; later VK wants a type of message."""

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class Request(StrEnum):
    """What a person wants of reminders."""

    WANTED = "wanted"
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderWish:
    """Asked for in ``message_id``, and to be reminded in its conversation."""

    deadline_id: DeadlineId
    person_id: PersonId
    message_id: MessageId
    conversation_id: ConversationId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReminder:
    """``leads``: the times before it that have come and were not told, longest first; ``now`` is the database's."""

    deadline: StoredDeadline
    leads: tuple[timedelta, ...]
    now: datetime


# «напомни», «напомнишь?», «поставь напоминание», remind me; not «напоминаем» and «напоминаю», which remind others.
_WANTED: Final = re.compile(
    r"\bнапомн(?:и|ите|ишь)\b|\bнапоминай(?:те)?\b"
    r"|\b(?:можешь|можете|сможешь|сможете|могли\s+бы|мог\s+бы|прошу|не\s+забудь(?:те)?)\s+(?:\w+\s+)?напомнить\b"
    r"|\b(?:поставь(?:те)?|создай(?:те)?|включи(?:те)?)\s+(?:\w+\s+)?напомина(?:ние|лку)\b"
    r"|\bremind\s+(?:me|us)\b|\b(?:set|add|create)\s+(?:\w+\s+)?reminder\b",
    re.IGNORECASE,
)
# «не напоминай», «отмени напоминание», do not remind me.
_UNWANTED: Final = re.compile(
    r"\bне\s+(?:(?:надо|нужно|стоит)\s+)?напомина(?:й|йте|ть)\b|\bне\s+напомни(?:те)?\b"
    r"|\b(?:отмени(?:те)?|убери(?:те)?|выключи(?:те)?)\s+(?:\w+\s+)?напомина(?:ние|ния|лку)\b"
    r"|\b(?:do\s+not|don['’]?t|stop)\s+remind(?:ing)?\b|\b(?:cancel|remove)\s+(?:\w+\s+)?reminders?\b",
    re.IGNORECASE,
)
# «напомни, когда срок?» and “remind me when it is due” ask what was said, not to be told later.
_QUESTION: Final = re.compile(
    r"\b(?:напомн\w+|remind\s+(?:me|us))[\s,:—-]+(?:(?:мне|нам|пожалуйста|please)[\s,]+)*"
    r"(?:когда|как\w*|что|где|куда|сколько|чей|кто|до\s+как\w+|when|what|which|where|how|who)\b",
    re.IGNORECASE,
)


def request_of(text: str) -> Request | None:
    """None when it asks for nothing: «напоминаем о сроке» reminds others, «напомни, когда срок?» is a question."""
    if _UNWANTED.search(text):
        return Request.UNWANTED
    if _WANTED.search(text) and not _QUESTION.search(text):
        return Request.WANTED
    return None


def may_write_to(*, last_said_at: datetime | None, now: datetime) -> bool:
    """Whether VK lets the community write in a dialog whose person said something last at that moment."""
    return last_said_at is not None and now - last_said_at < DIALOG_OPEN


def lead_name(lead: timedelta) -> str:
    """``24h``, ``90m``: as the owner writes it."""
    return f"{lead // _HOUR}h" if lead % _HOUR == timedelta() else f"{lead // _MINUTE}m"


def split_time(left: timedelta) -> tuple[int, int, int]:
    """Days, hours and minutes, of which the last are left out (0) when there are days."""
    days, rest = divmod(left, _DAY)
    hours, rest = divmod(rest, _HOUR)
    return days, hours, 0 if days else rest // _MINUTE
