from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.channel import Channel
from tests.unit.application.house import make_rules


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 20, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 21, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_day_begins_at_the_owners_midnight_when_the_moment_is_in_utc(moment: datetime, day: date) -> None:
    rules = make_rules()

    assert rules.day(moment) == day
    assert rules.day_start(moment) == datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Moscow"))
    assert rules.day_start(moment) <= moment < rules.day_start(moment) + timedelta(days=1)


def test_only_vk_messages_wait_for_a_burst_when_a_turn_is_opened() -> None:
    rules = make_rules(gather_seconds=2.5)

    assert {channel: rules.gather(channel).total_seconds() for channel in Channel} == {
        Channel.VK_POST: 0,
        Channel.VK_COMMENT: 0,
        Channel.VK_MESSAGE: 2.5,
        Channel.SITE_CHAT: 0,
    }
