"""Who and what there is in every house."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from application.rules import Rules

GROUP: Final = 123
WALL: Final = -GROUP
POST: Final = 10
SECRET: Final = "a secret"
SECRETS: Final = {"VK_SECRET": "a-secret-of-vk"}
"""What no prompt may hold."""
BODY: Final = b'{"object":{}}'
"""Of every event: what it says is told to the reader."""
LEASE: Final = timedelta(seconds=30)
GATHER: Final = 2.0
MOST_ROUNDS: Final = 500
ANN: Final = 1001
BOB: Final = 1002

CONFIRM_SECONDS = 5.0


def make_rules(**overrides: Any) -> Rules:
    values: dict[str, Any] = {
        "group_id": GROUP,
        "price": Decimal("5.00"),
        "timezone": ZoneInfo("Europe/Moscow"),
        "gather_seconds": GATHER,
    }
    return Rules(**(values | overrides))
