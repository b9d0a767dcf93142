"""The send ledger: one row per outgoing VK call, with its idempotency key, written before the call."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final, Self

from domain.identifiers import ConversationId, DeliveryId, TurnId
from domain.rich_text import RichText, Span

PART_LENGTH: Final = 4_000
"""Characters of one VK message; VK takes 4,096 (messages.send), the rest is a margin for its own counting."""


REMEMBERED_FOR: Final = timedelta(minutes=50)
REMEMBERED_MESSAGES: Final = 80
"""How far a ``random_id`` is trusted: VK's hour and 100 messages, less a margin."""

MOST_COMMENT_CALLS: Final = 2


class DeliveryState(StrEnum):
    """A delivery known as sent stays so, whatever is reported of an earlier call later."""

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


class NextStep(StrEnum):
    CALL = "call"
    WAIT = "wait"
    LOOK_UP = "look_up"
    LEAVE_UNCONFIRMED = "leave_unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """
    One part of an answer on its way.

    ``open_calls`` counts the calls that were begun and whose outcome is not known: each is committed before it is
    made. ``age`` is how long ago the first of them began (the last one, for a comment), by the database's clock;
    without it nothing can have happened. ``tries`` counts calls that did not succeed. ``effect_id`` is the id VK gave
    to the comment or message, once it is known. ``spans`` are the marks of the text, kept so that a resend is the same
    call; none where VK shows none.
    """

    id: DeliveryId
    turn_id: TurnId
    conversation_id: ConversationId
    part: int
    target: Target
    text: str
    spans: tuple[Span, ...] = ()
    state: DeliveryState = DeliveryState.PENDING
    effect_id: int | None = None
    tries: int = 0
    reason: str | None = None
    open_calls: int = 0
    age: timedelta | None = None

    @property
    def guid(self) -> str:
        """Idempotency key of wall.createComment: the same for every resend of this part."""
        return f"otklik-{self.turn_id.hex}-{self.part}"

    @property
    def random_id(self) -> int:
        """Idempotency key of messages.send: a positive int32, never 0, which would switch VK's check off."""
        digest = hashlib.sha256(self.guid.encode()).digest()
        return int.from_bytes(digest[:4], "big") % (2**31 - 1) + 1

    def succeeded(self, effect_id: int) -> Self:
        return replace(self, state=DeliveryState.SENT, effect_id=effect_id, reason=None)

    def failed(self, reason: str, *, unknown: bool, counts: bool = True) -> Self:
        """
        Note a call that did not succeed; one that certainly had no effect leaves nothing open.

        It tells nothing of the calls before it: when the outcome of one of those is unknown, it stays unknown.
        """
        noted = replace(self, tries=self.tries + counts, reason=reason)
        return noted if unknown or self.open_calls > 1 else replace(noted, open_calls=0, age=None)

    def refused(self) -> Self:
        return replace(self, state=DeliveryState.REFUSED)

    def unmarked(self) -> Self:
        """The text alone, which says the same."""
        return replace(self, spans=())

    def left_unconfirmed(self) -> Self:
        return replace(self, state=DeliveryState.UNCONFIRMED)

    def forgotten(self) -> Self:
        """Start anew: what was called before certainly had no effect."""
        return replace(self.risked(), age=None)

    def risked(self) -> Self:
        """
        Start anew, though what was called before may have had its effect: the owner has decided so.

        ``age`` still says that there was a call: until there is another, a late event may prove the former.
        """
        return replace(self, state=DeliveryState.PENDING, tries=0, open_calls=0)

    @property
    def was_called(self) -> bool:
        """VK has it, or may have it."""
        return self.state is DeliveryState.SENT or self.age is not None

    @property
    def may_be_there(self) -> bool:
        """It was called, and nobody knows what became of it."""
        return self.effect_id is None and self.age is not None

    def next_step(self, *, confirm: timedelta, messages_since: int) -> NextStep:
        """
        Tell how to go on with a part that is not known to be sent.

        ``messages_since`` is how many messages the dialog has had since. VK remembers a ``random_id`` for an hour and
        100 messages; for a ``guid`` no window is documented, and a comment cannot be read back: its own event is waited
        for, then it is sent once more.
        """
        if self.open_calls == 0 or self.age is None:
            return NextStep.CALL
        if isinstance(self.target, DialogTarget):
            is_remembered = self.age < REMEMBERED_FOR and messages_since < REMEMBERED_MESSAGES
            return NextStep.CALL if is_remembered else NextStep.LOOK_UP
        if self.age < confirm:
            return NextStep.WAIT
        return NextStep.CALL if self.open_calls < MOST_COMMENT_CALLS else NextStep.LEAVE_UNCONFIRMED


def split_answer(text: RichText, limit: int = PART_LENGTH) -> list[RichText]:
    """
    Cut a text into parts of at most ``limit`` characters, at the end of a paragraph, sentence or word if it can.

    Joined parts differ from the text in nothing but the blanks at the cuts; a part is never empty.
    """
    parts: list[RichText] = []
    rest = text.strip()
    while len(rest) > limit:
        cut = _cut_point(rest.text, limit)
        parts.append(rest.cut(0, cut).rstrip())
        rest = rest.cut(cut).lstrip()
    return [*parts, rest] if len(rest) else parts


def _cut_point(text: str, limit: int) -> int:
    window = text[:limit]
    for mark in ("\n\n", "\n", ". ", "! ", "? ", "… ", "; ", " "):
        found = window.rfind(mark)
        # A cut in the first half would leave ragged little parts; the next weaker mark is better.
        if found >= limit // 2:
            return found + len(mark)
    return limit
