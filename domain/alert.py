"""What the owner is to be told of without asking: when it begins, and when it is over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from domain.signs import Signs
from domain.turn import TurnState


class AlertKind(StrEnum):
    BALANCE_LOW = "balance_low"
    VK_HALTED = "vk_halted"
    QUEUE_OLD = "queue_old"
    FAILURES = "failures"
    ANSWERING_STOPPED = "answering_stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLimits:
    """None: nobody is told of that. ``balance_below`` in roubles; ``failures`` is how many in a row, 1 at least."""

    balance_below: Decimal | None = None
    queue_age: timedelta | None = None
    failures: int | None = None


Details = Mapping[str, object]
"""Plain JSON values that say how bad it is."""


def troubles(signs: Signs, limits: AlertLimits, *, on: Collection[AlertKind]) -> Mapping[AlertKind, Details]:
    """
    Find what the owner has to know now; ``on`` is what they were told last.

    What is on goes off at another mark than it came on, so that nothing flickers between two looks: a queue at half the
    limit, failures with the first answer that is given, the balance (with what is held) when it is filled up.
    """
    found = {
        AlertKind.BALANCE_LOW: _balance(signs, limits),
        AlertKind.VK_HALTED: None if signs.vk_halt is None else {"reason": signs.vk_halt},
        AlertKind.QUEUE_OLD: _queue(signs, limits, is_on=AlertKind.QUEUE_OLD in on),
        AlertKind.FAILURES: _failures(signs, limits, is_on=AlertKind.FAILURES in on),
        AlertKind.ANSWERING_STOPPED: _stop(signs),
    }
    return {kind: details for kind, details in found.items() if details is not None}


def _stop(signs: Signs) -> Details | None:
    """Whoever stopped it knows; the others have to be told."""
    if signs.stop is None:
        return None
    return {"by": signs.stop.by, "reason": signs.stop.reason, "since": signs.stop.at.isoformat()}


def _balance(signs: Signs, limits: AlertLimits) -> Details | None:
    balance, below = signs.balance, limits.balance_below
    # What is held will be spent, or comes back: it must not end the alert for a moment.
    if below is None or balance.available + balance.held >= below:
        return None
    return {"available": str(balance.available), "held": str(balance.held), "below": str(below)}


def _queue(signs: Signs, limits: AlertLimits, *, is_on: bool) -> Details | None:
    if limits.queue_age is None or not signs.oldest:
        return None
    queue, age = max(signs.oldest.items(), key=lambda item: item[1])
    if age <= (limits.queue_age / 2 if is_on else limits.queue_age):
        return None
    return {"queue": queue.value, "seconds": int(age.total_seconds()), "limit": int(limits.queue_age.total_seconds())}


def _failures(signs: Signs, limits: AlertLimits, *, is_on: bool) -> Details | None:
    if limits.failures is None:
        return None
    ends = signs.latest_ends[: limits.failures]
    if is_on:
        goes_on = not ends or ends[0] is TurnState.FAILED
    else:
        goes_on = len(ends) == limits.failures and set(ends) == {TurnState.FAILED}
    return {"in_a_row": limits.failures} if goes_on else None
