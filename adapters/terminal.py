"""Text of strangers on a terminal."""

import re

# Control characters of both sets, line and paragraph separators, direction overrides, halves of surrogate pairs.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def escape_controls(text: str) -> str:
    """The text with everything that could move the cursor, end the line or reorder it written out as an escape."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
