"""What shows from outside how the work is going."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.answering import Stop
from domain.balance import Balance
from domain.turn import TurnState


class Backlog(StrEnum):
    """What may pile up."""

    EVENTS = "events"
    """Delivered by VK, not understood yet."""
    TURNS = "turns"
    """Answers owed; those of quiet hours from the morning on."""
    DELIVERIES = "deliveries"
    """Answers for VK that are written and not out yet."""
    NOTIFICATIONS = "notifications"
    """In the outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """
    Of the whole service, whichever process asks.

    ``oldest`` is how long the oldest one of each backlog that is watched has waited, zero when none waits.
    ``latest_ends`` are the latest turns that were settled or have failed, newest first. ``vk_halt`` is why nothing is
    sent to VK any more, None while it is. ``stop`` is the owner's word that nothing is answered.
    """

    balance: Balance
    oldest: Mapping[Backlog, timedelta]
    latest_ends: Sequence[TurnState]
    vk_halt: str | None
    stop: Stop | None = None
