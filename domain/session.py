"""A visitor's session: it outlives its socket, and its token resumes it with its conversation."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.identifiers import ConversationId, PersonId, SessionId

IDLE_LIFETIME: Final = timedelta(days=30)
ABSOLUTE_LIFETIME: Final = timedelta(days=180)


class SessionEnd(StrEnum):
    """Why a session is over."""

    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason
    EXPIRED = "expired"
    ERASED = "erased"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``end_reason`` and ``ended_at`` are set once it is over; only the hash of its token is kept."""

    id: SessionId
    token_hash: bytes
    person_id: PersonId
    conversation_id: ConversationId
    opened_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    end_reason: str | None = None

    def is_alive(self, now: datetime) -> bool:
        if self.ended_at is not None:
            return False
        return now < self.seen_at + IDLE_LIFETIME and now < self.opened_at + ABSOLUTE_LIFETIME

    def __repr__(self) -> str:
        return f"Session(id={self.id})"


def hash_token(token: str) -> bytes:
    """A token carries 256 random bits, so a plain digest is enough: there is nothing to guess."""
    return hashlib.sha256(token.encode()).digest()
