"""System prompts that the owner edits: versions, and what no prompt may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.channel import Channel
from domain.errors import MisconfiguredError, OtklikError

MAX_BYTES: Final = 64 * 1024
SHORTEST_SECRET: Final = 6
"""Characters; a shorter "secret" would be found in ordinary words."""
THE_FILE: Final = 0
"""The number that stands for the prompt's file, which counts while there is no version."""


class UnusablePromptError(MisconfiguredError):
    """``reason`` says what is wrong and where, and repeats nothing of the text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"the prompt cannot be used: {self.reason}"


class StalePromptError(OtklikError):
    """Somebody else has changed the prompt since it was read."""

    def __init__(self, channel: Channel, *, current: int) -> None:
        super().__init__(channel, current)
        self.channel = channel
        self.current = current

    def __str__(self) -> str:
        return f"the prompt {self.channel} has been changed meanwhile: it is at version {self.current}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptVersion:
    """
    ``number`` counts a channel's versions: 1, 2, 3…; the last one counts. None is ever changed or deleted.

    ``text`` is None for the return to the file. ``note`` says what it is for.
    """

    channel: Channel
    number: int
    text: str | None
    at: datetime
    by: str
    note: str


def usable_prompt(text: str, secrets: Mapping[str, str]) -> str:
    """
    The text without the white space around it.

    ``secrets`` are values that must never be shown, by the names of their settings. Raises UnusablePromptError.
    """
    prompt = text.strip()
    if not prompt:
        raise UnusablePromptError("it is empty")
    if len(prompt.encode(errors="replace")) > MAX_BYTES:
        raise UnusablePromptError(f"it is larger than {MAX_BYTES // 1024} KiB")
    refuse_secrets(text, secrets)
    return prompt


def refuse_secrets(text: str, secrets: Mapping[str, str]) -> None:
    """What a prompt holds is told to the model, and a stranger may talk it out of it. Raises UnusablePromptError."""
    for number, line in enumerate(text.split("\n"), start=1):
        for name, secret in secrets.items():
            if len(secret) >= SHORTEST_SECRET and secret in line:
                raise UnusablePromptError(f"line {number} holds the secret of {name}: take it out and change it")
