"""The send ledger: one row per outgoing VK call, with its idempotency key, written before the call."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.identifiers import ConversationId, DeliveryId, TurnId

PART_LENGTH: Final = 4_000
"""Characters of one VK message; VK takes 4,096 (messages.send), the rest is a margin for its own counting."""


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentTarget:
    """``reply_to`` is the comment answered; None answers the post itself."""

    owner_id: int
    post_id: int
    reply_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogTarget:
    peer_id: int


Target = CommentTarget | DialogTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """``effect_id`` is the id VK gave to the comment or message, once it is known."""

    id: DeliveryId
    turn_id: TurnId
    conversation_id: ConversationId
    part: int
    target: Target
    text: str
    state: DeliveryState = DeliveryState.PENDING
    effect_id: int | None = None
    tries: int = 0
    reason: str | None = None

    @property
    def guid(self) -> str:
        """Idempotency key of wall.createComment: the same for every resend of this part."""
        return f"otklik-{self.turn_id.hex}-{self.part}"

    @property
    def random_id(self) -> int:
        """Idempotency key of messages.send: a positive int32, never 0, which would switch VK's check off."""
        digest = hashlib.sha256(self.guid.encode()).digest()
        return int.from_bytes(digest[:4], "big") % (2**31 - 1) + 1


def split_answer(text: str, limit: int = PART_LENGTH) -> list[str]:
    """
    Cut a text into parts of at most ``limit`` characters, at the end of a paragraph, sentence or word if it can.

    Joined parts differ from the text in nothing but the blanks at the cuts; a part is never empty.
    """
    parts: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        cut = _cut_point(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _cut_point(text: str, limit: int) -> int:
    window = text[:limit]
    for mark in ("\n\n", "\n", ". ", "! ", "? ", "… ", "; ", " "):
        found = window.rfind(mark)
        # A cut in the first half would leave ragged little parts; the next weaker mark is better.
        if found >= limit // 2:
            return found + len(mark)
    return limit
