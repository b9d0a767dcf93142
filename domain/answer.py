"""What the model is asked and what it gives back."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.errors import OtklikError
from domain.message import Author, Message
from domain.surroundings import NOTHING, Surroundings

MAX_LINES: Final = 30
MAX_CHARACTERS: Final = 16_000
"""Bounds of the conversation that is sent along: about 6,000 tokens of Russian."""
MAX_BACKGROUND: Final = 4_000
"""Characters of the post above a thread, and of what was said there before us."""


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    role: Role
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnswer:
    """The whole text and what it cost in tokens; None where the server did not say."""

    text: str
    model: str
    input_tokens: int | None
    output_tokens: int | None


class Fault(StrEnum):
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    TIMED_OUT = "timed_out"
    CUT = "cut"
    MALFORMED = "malformed"
    REFUSED = "refused"
    UNAUTHORISED = "unauthorised"


RETRYABLE: Final = frozenset(Fault) - {Fault.REFUSED, Fault.UNAUTHORISED}


class AnswerWriterError(OtklikError):
    """
    The model gave no whole answer.

    ``retry_after`` is in seconds, from the server, if it said so. ``detail`` is safe to log: no key, no text.
    """

    def __init__(self, fault: Fault, *, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.fault}: {self.detail}" if self.detail else str(self.fault)

    @property
    def is_retryable(self) -> bool:
        return self.fault in RETRYABLE


_ROLES = {Author.PERSON: Role.USER, Author.ASSISTANT: Role.ASSISTANT, Author.OPERATOR: Role.ASSISTANT}


def conversation_lines(
    messages: Sequence[Message], *, post: str | None = None, around: Surroundings = NOTHING
) -> list[Line]:
    """
    The conversation as lines for the model: the latest that fit the bounds, oldest first.

    What strangers wrote stays in the ``user`` role, the post above a thread and their names too: data, never
    instructions. System messages and empty texts are left out. ``post`` was seen, the one in ``around`` was not.
    """
    kept: list[Line] = []
    room = MAX_CHARACTERS
    for message in reversed(messages[-MAX_LINES:]):
        role = _ROLES.get(message.author)
        text = message.text.strip()
        if role is None or not text:
            continue
        if role is Role.USER and message.person_id is not None and (name := around.names.get(message.person_id)):
            text = f"{name}: {text}"
        if len(text) > room:
            # The newest message is cut rather than dropped: there must be something to answer.
            if not kept:
                kept.append(Line(role=role, text=text[:room]))
            break
        room -= len(text)
        kept.append(Line(role=role, text=text))
    return [*_background(post or around.post or "", "\n".join(around.earlier)), *kept[::-1]]


def _background(post: str, earlier: str) -> list[Line]:
    told = {"[Пост сообщества / the post]": post, "[Ветка до этого / the thread before this]": earlier}
    return [
        Line(role=Role.USER, text=f"{head}\n{text.strip()[:MAX_BACKGROUND]}")
        for head, text in told.items()
        if text.strip()
    ]
