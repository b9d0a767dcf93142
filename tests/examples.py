"""How much Hypothesis tries: all of it where everything is tested, a part of it where somebody waits."""

from typing import Final

from hypothesis import settings

THOROUGH: Final = "thorough"
"""The profile of ``make test``."""
FEWER: Final = 5
FEWEST: Final = 8


def examples(thorough: int) -> int:
    """How many of them, where a test needs another number than the profile has."""
    if settings.get_current_profile_name() == THOROUGH:
        return thorough
    return max(thorough // FEWER, FEWEST)
