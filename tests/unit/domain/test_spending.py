from datetime import date
from decimal import Decimal

import pytest

from domain.channel import Channel
from domain.spending import SpendingKind, Spent, spending_days

DAYS = [date(2026, 7, 1), date(2026, 7, 2)]


def spent(span: int, channel: Channel | None, amount: str) -> Spent:
    return Spent(span=span, channel=channel, amount=Decimal(amount))


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        (Channel.VK_POST, SpendingKind.VK_COMMENTS),
        (Channel.VK_COMMENT, SpendingKind.VK_COMMENTS),
        (Channel.VK_MESSAGE, SpendingKind.VK_MESSAGES),
        (Channel.SITE_CHAT, SpendingKind.SITE),
        (None, SpendingKind.OTHER),
    ],
)
def test_every_channel_is_of_a_kind(channel: Channel | None, kind: SpendingKind) -> None:
    assert SpendingKind.of(channel) is kind


def test_posts_and_comments_are_added_up_and_days_without_spending_are_there() -> None:
    first, second = spending_days(
        DAYS, [spent(1, Channel.VK_POST, "5.00"), spent(1, Channel.VK_COMMENT, "2.50"), spent(1, None, "1.00")]
    )

    assert (first.day, first.amounts, first.total) == (DAYS[0], {}, Decimal("0.00"))
    assert second.amounts == {SpendingKind.VK_COMMENTS: Decimal("7.50"), SpendingKind.OTHER: Decimal("1.00")}
    assert second.total == Decimal("8.50")
