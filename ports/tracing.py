"""What was done for whom, how long it took and within what, for whoever has to find out why something was slow."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol
from uuid import UUID

Attribute = str | int | float | bool
Attributes = Mapping[str, Attribute | None]
"""Names with dots. None is left out. Never a text that somebody has said, never a secret; ids, words and numbers."""

NOTHING: Final[Attributes] = {}


class Span(Protocol):
    def note(self, attributes: Attributes) -> None:
        """Add what is known only now; the latest value of a name counts."""
        ...


class Tracing(Protocol):
    """No method blocks and none raises; what cannot be kept is dropped."""

    def span(
        self, name: str, attributes: Attributes = NOTHING, *, trace: UUID | None = None, calls_out: bool = False
    ) -> AbstractContextManager[Span]:
        """
        Time what is done inside, by this task and those it starts there.

        It belongs to the span around it, or begins a trace: ``trace`` names it, so that what several processes do for
        one thing is found together. ``calls_out``: another system works meanwhile. An error that passes is noted as
        the name of its class, no more; a cancellation is noted as well.
        """
        ...


class NoSpan:
    def note(self, attributes: Attributes) -> None:
        """Nobody looks."""


class NoTracing:
    """Nobody wants to know."""

    def span(
        self, name: str, attributes: Attributes = NOTHING, *, trace: UUID | None = None, calls_out: bool = False
    ) -> AbstractContextManager[Span]:
        del name, attributes, trace, calls_out
        return nullcontext(_NO_SPAN)


_NO_SPAN: Final = NoSpan()
NO_TRACING: Final = NoTracing()
