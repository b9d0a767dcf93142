"""Marks of a text in one column."""

from collections.abc import Sequence

import msgspec

from domain.rich_text import Mark, Span, Style

_Row = tuple[int, int, str, str]


def encode_spans(spans: Sequence[Span]) -> str | None:
    """JSON; None for none."""
    rows = [(span.start, span.length, span.mark.style.value, span.mark.address) for span in spans]
    return msgspec.json.encode(rows).decode() if rows else None


def decode_spans(stored: str | None) -> tuple[Span, ...]:
    rows = msgspec.json.decode(stored, type=list[_Row]) if stored else []
    return tuple(
        Span(start=start, length=length, mark=Mark(style=Style(style), address=address))
        for start, length, style, address in rows
    )
