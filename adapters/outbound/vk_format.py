"""``format_data`` of messages.send: bold, italic and linked parts of a text, counted in UTF-16 units."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from adapters.outbound.storable_text import storable
from domain.rich_text import Span, Style

_VERSION: Final = 1
_TYPES: Final = {Style.BOLD: "bold", Style.ITALIC: "italic", Style.LINK: "url"}


def format_data(text: str, spans: Sequence[Span]) -> str:
    """JSON, for the text as it is sent: without what nobody can store."""
    return msgspec.json.encode({"version": _VERSION, "items": list(_items(text, spans))}).decode()


def _items(text: str, spans: Sequence[Span]) -> Iterator[dict[str, Any]]:
    for span in spans:
        offset = _units(text[: span.start])
        length = _units(text[: span.start + span.length]) - offset
        if length:
            link = {"url": storable(span.mark.address)} if span.mark.style is Style.LINK else {}
            yield {"type": _TYPES[span.mark.style], "offset": offset, "length": length} | link


def _units(text: str) -> int:
    return len(storable(text).encode("utf-16-le")) // 2
