"""Bodies as VK posts them, and as nobody should."""

import json
from collections.abc import Iterable
from typing import Any, Final

GROUP: Final = 229_000_001
SECRET: Final = "a-made-up-secret"

COMMENT: Final[dict[str, Any]] = {
    "type": "wall_reply_new",
    "group_id": GROUP,
    "event_id": "4e0f5f1f9c9c1d0b",
    "v": "5.199",
    "secret": SECRET,
    "object": {
        "id": 7,
        "from_id": 555,
        "post_id": 3,
        "owner_id": -GROUP,
        "text": "Вы открыты?",
        "thread": {"count": 0},
    },
}
MESSAGE: Final[dict[str, Any]] = COMMENT | {
    "type": "message_new",
    "event_id": "5a0f5f1f9c9c1d0b",
    "object": {
        "message": {"id": 1, "peer_id": 555, "text": "👋\n[club1|привет]", "fwd_messages": []},
        "client_info": {},
    },
}
UNKNOWN: Final[dict[str, Any]] = COMMENT | {"type": "a_type_of_next_year", "event_id": "6b", "object": {}}
CONFIRMATION: Final[dict[str, Any]] = {"type": "confirmation", "group_id": GROUP}


def raw(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields).encode()


def comment(**overrides: Any) -> bytes:
    return raw(COMMENT | overrides)


def without(*names: str) -> bytes:
    return raw({name: value for name, value in COMMENT.items() if name not in names})


def with_object(literal: bytes) -> bytes:
    """A comment whose ``object`` is this, byte for byte."""
    return raw(COMMENT | {"object": "HERE"}).replace(b'"HERE"', literal)


def nested(levels: int, openers: Iterable[str] = "[") -> bytes:
    """``levels`` lists or objects inside one another."""
    opened = [opener for opener, _ in zip(_cycle(openers), range(levels), strict=False)]
    inside = "".join('{"a":' if opener == "{" else "[" for opener in opened)
    outside = "".join("}" if opener == "{" else "]" for opener in reversed(opened))
    return f"{inside}1{outside}".encode()


def _cycle(openers: Iterable[str]) -> Iterable[str]:
    kinds = list(openers)
    while True:
        yield from kinds
