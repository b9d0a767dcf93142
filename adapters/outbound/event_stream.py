"""Server-sent events, as WHATWG HTML has them in "Server-sent events", cut anywhere on their way."""

from typing import Final

LONGEST: Final = 1 << 20
"""Bytes; the most that httpx2 lets an event have too."""
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_DATA: Final = b"data:"


class EventDecoder:
    """
    Gives the data of each event; names, ids and times of retrying are for those who come back to a stream.

    As many events as a piece ends are read at once. ``longest`` is how many bytes may wait for the end of an event.
    """

    __slots__ = ("_after_return", "_is_first", "_length", "_longest", "_waiting")

    def __init__(self, *, longest: int = LONGEST) -> None:
        self._longest = longest
        self._waiting: list[bytes] = []
        self._length = 0
        self._after_return = False
        self._is_first = True

    def feed(self, piece: bytes) -> list[bytes]:
        """
        Take the next bytes and return the data of the events that they end.

        What no blank line has ended is no event. Raises ValueError when an event has no end in sight.
        """
        piece = self._with_line_feeds(piece)
        self._waiting.append(piece)
        self._length += len(piece)
        found = self._ended() if b"\n" in piece else []
        if self._length > self._longest:
            raise ValueError(f"an event of more than {self._longest} bytes")
        return found

    def _ended(self) -> list[bytes]:
        *events, rest = b"".join(self._waiting).split(b"\n\n")
        self._waiting = [rest]
        self._length = len(rest)
        if self._is_first and events:
            self._is_first = False
            events[0] = events[0].removeprefix(_BYTE_ORDER_MARK)
        return [data for event in events if (data := _data(event)) is not None]

    def _with_line_feeds(self, piece: bytes) -> bytes:
        """CR and CRLF end a line too; one CRLF may be cut in two."""
        if self._after_return and piece:
            self._after_return = False
            piece = piece.removeprefix(b"\n")
        if b"\r" not in piece:
            return piece
        self._after_return = piece.endswith(b"\r")
        return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _data(event: bytes) -> bytes | None:
    """None when it has no data: a comment that keeps the connection, a name alone."""
    if event.startswith(_DATA) and b"\n" not in event:
        return event[len(_DATA) :].removeprefix(b" ")
    values = [
        line[len(_DATA) :].removeprefix(b" ")
        for line in event.split(b"\n")
        if line.startswith(_DATA) or line == _DATA[:-1]
    ]
    return b"\n".join(values) if values else None
