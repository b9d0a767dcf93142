"""What a frame of a visitor leads to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.inbound.chat import frames
from application.chat.visitor import Visitor
from domain.identifiers import MessageId, TurnId


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """
    ``visitor`` is who the socket speaks for from now on; ``posted`` are messages that its own feed need not tell.

    ``frame`` is None when the reply is the end of the turn ``stopping``, which is still to come; ``more`` is said
    after it. ``told_upto`` is the number of the last message that is shown of a conversation just opened.
    """

    frame: frames.ServerFrame | None
    visitor: Visitor
    more: Sequence[frames.ServerFrame] = ()
    posted: Sequence[MessageId] = ()
    stopping: TurnId | None = None
    told_upto: int = 0
    signed_out: bool = False


Answer = Callable[[Any, Visitor], Awaitable[Reply]]
"""Of one type of frame. Raises what its use case raises."""
