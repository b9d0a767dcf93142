"""
What VK's answers mean: one table of error codes.

Codes and meanings: VK's method errors (api schema 5.199); what to do is our policy.
"""

from enum import StrEnum
from typing import Final

from domain.errors import OtklikError


class Remedy(StrEnum):
    """What happens after an error: the only decisions there are."""

    RETRY = "retry"
    """The same call with the same key, soon, with growing waits."""

    PAUSE_CONVERSATION = "pause_conversation"
    """The same call much later; other conversations go on."""

    HALT = "halt"
    """Nothing is sent by anybody until a person has looked; the queue is kept."""

    GIVE_UP = "give_up"
    """Permanent for this target: the hold is released."""


_UNSURE = {1, 10, 36}
"""VK broke off inside: what was asked for may have been done."""

_MALFORMED = {8, 100}

_RETRY = {1, 6, 10, 32, 36, 43}
_PAUSE = {9, 29, 223}
_HALT = {5, 14, 17, 24, 25, 27, 28, 1117, 3609, 3610}
REMEDIES: Final[dict[int, Remedy]] = {
    **dict.fromkeys(_RETRY, Remedy.RETRY),
    **dict.fromkeys(_PAUSE, Remedy.PAUSE_CONVERSATION),
    **dict.fromkeys(_HALT, Remedy.HALT),
}
"""Any code that is not here is permanent for the target: repeating an unchanged call cannot help."""


class CommunityError(OtklikError):
    """
    A call to VK that did not succeed.

    ``code`` is VK's, None when there was no answer to read. With ``outcome_unknown`` only a repeat with the same key is
    safe. ``method`` is VK's name of the call. Carries no text that was sent and no token.
    """

    def __init__(self, *, method: str, code: int | None, detail: str) -> None:
        super().__init__(method, code, detail)
        self.method = method
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        what = "no answer" if self.code is None else f"error {self.code}"
        return f"{self.method}: {what} ({self.detail})"

    @property
    def outcome_unknown(self) -> bool:
        return self.code is None or self.code in _UNSURE

    @property
    def is_malformed(self) -> bool:
        """VK did not understand a parameter: it may be one that can be left out."""
        return self.code in _MALFORMED

    @property
    def remedy(self) -> Remedy:
        return Remedy.RETRY if self.code is None else REMEDIES.get(self.code, Remedy.GIVE_UP)
