"""
The money: an account with a ledger.

A hold reserves the price before the model is called, is captured when the answer is sent and released when it is
not. Available = sum of entries − open holds, never below zero.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from domain.channel import Channel
from domain.identifiers import PersonId

COMMUNITY_ACCOUNT: Final = "community"
"""Key of the account that the community's owner prepays."""

NOBODY: Final = "nobody"
"""Payer of what is said without a model, such as the answer to a command: it costs nothing and nothing is held."""

_PERSONAL: Final = "person:"


class Payer(StrEnum):
    """Whose account answers are charged to; see the setting of that name."""

    COMMUNITY = "community"
    PERSON = "person"


class HoldState(StrEnum):
    OPEN = "open"
    CAPTURED = "captured"
    RELEASED = "released"


class HoldOutcome(StrEnum):
    HELD = "held"
    BALANCE_EXHAUSTED = "balance_exhausted"
    DAILY_LIMIT_REACHED = "daily_limit_reached"


class EntryKind(StrEnum):
    STARTING = "starting"
    TOP_UP = "top_up"
    CAPTURE = "capture"
    GIFT = "gift"
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """``spent_today`` is what was captured and given away since midnight of the owner's time zone."""

    available: Decimal
    held: Decimal
    spent_today: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """
    One change of an account, never altered afterwards.

    ``amount`` is signed: a capture is negative, and so is a gift on the account that pays for it. ``key`` is unique:
    the same change cannot be booked twice. ``author`` and ``reason`` say who and why; ``channel`` is where the answer
    was given that was charged.
    """

    account: str
    kind: EntryKind
    amount: Decimal
    key: str
    at: datetime
    author: str
    reason: str
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRequest:
    """
    Reserve ``amount``; a key that is already held is not held again.

    ``day`` is today in the owner's time zone, ``daily_limit`` what may be held and captured in it, together.
    ``channel`` is noted for what is charged.
    """

    account: str
    key: str
    amount: Decimal
    day: date
    daily_limit: Decimal | None
    channel: Channel | None = None


SPENDING: Final = frozenset({EntryKind.CAPTURE, EntryKind.GIFT})
"""Kinds of entries that are spent money, where their amount is negative."""


def account_of(person_id: PersonId) -> str:
    """Key of a person's own account."""
    return f"{_PERSONAL}{person_id}"


def is_personal(account: str) -> bool:
    return account.startswith(_PERSONAL)
