"""One value as one line of JSON, whatever its texts hold."""

import re

import msgspec

_ENCODER = msgspec.json.Encoder()
# What JSON lets stand but a terminal or a reader of lines acts upon: DEL and C1 controls, U+2028 to U+202E,
# U+2066 to U+2069, as they are in UTF-8. Outside a JSON string none of these bytes occurs.
_UNSAFE = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]")


def json_line(value: object) -> bytes:
    r"""The value in UTF-8 and its newline; the only newline in it.

    Raises:
        UnicodeEncodeError: a text holds half a surrogate pair; `whole_text` mends it.
        TypeError, OverflowError: a value JSON has no form for.

    """
    return _UNSAFE.sub(_escape, _ENCODER.encode(value)) + b"\n"


def whole_text(text: str) -> str:
    """The text with halves of surrogate pairs, which UTF-8 cannot carry, written out as escapes."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _escape(found: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(found[0].decode())
