from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.inbound.console.times import Times
from tests.fakes.clock import FakeClock

NOW = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "short", "full"),
    [
        (datetime(2026, 5, 3, 21, 5, tzinfo=UTC), "00:05", "00:05"),
        (datetime(2026, 5, 3, 20, 59, tzinfo=UTC), "3 мая", "3 мая, 23:59"),
        (datetime(2025, 12, 31, 20, 0, tzinfo=UTC), "31 дек 2025", "31 дек 2025, 23:00"),
    ],
)
def test_times_are_the_owners_and_name_the_day_unless_it_is_today(at: datetime, short: str, full: str) -> None:
    times = Times(clock=FakeClock(NOW), zone=ZoneInfo("Europe/Moscow"))

    assert times.short(at, "ru") == short
    assert times.full(at, "ru") == full


def test_times_speak_english() -> None:
    times = Times(clock=FakeClock(NOW), zone=ZoneInfo("Europe/Moscow"))

    assert times.full(datetime(2026, 5, 1, 9, 0, tzinfo=UTC), "en") == "1 May, 12:00"
