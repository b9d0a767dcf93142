"""Where the money went: spent by day and by channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.channel import Channel
from domain.money import ZERO


class SpendingKind(StrEnum):
    """What an owner tells apart: posts and the comments below them are one."""

    VK_COMMENTS = "vk_comments"
    VK_MESSAGES = "vk_messages"
    SITE = "site"
    OTHER = "other"
    """The second reader of deadlines, and what was charged before channels were noted."""

    @classmethod
    def of(cls, channel: Channel | None) -> "SpendingKind":
        return _KINDS.get(channel, cls.OTHER)


_KINDS: Mapping[Channel | None, SpendingKind] = {
    Channel.VK_POST: SpendingKind.VK_COMMENTS,
    Channel.VK_COMMENT: SpendingKind.VK_COMMENTS,
    Channel.VK_MESSAGE: SpendingKind.VK_MESSAGES,
    Channel.SITE_CHAT: SpendingKind.SITE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHold:
    """Money that is reserved since ``at``; ``channel`` is None when no answer is written for it."""

    key: str
    amount: Decimal
    at: datetime
    channel: Channel | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What was charged in one span of time, counted from 0, and one channel; roubles, positive."""

    span: int
    channel: Channel | None
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendingDay:
    """Kinds for which nothing was spent are missing."""

    day: date
    amounts: Mapping[SpendingKind, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), start=ZERO)


def spending_days(days: Sequence[date], spent: Sequence[Spent]) -> list[SpendingDay]:
    """One for each day, also when nothing was spent; ``span`` numbers the days."""
    amounts: list[dict[SpendingKind, Decimal]] = [{} for _ in days]
    for each in spent:
        kind = SpendingKind.of(each.channel)
        amounts[each.span][kind] = amounts[each.span].get(kind, ZERO) + each.amount
    return [SpendingDay(day=day, amounts=found) for day, found in zip(days, amounts, strict=True)]
