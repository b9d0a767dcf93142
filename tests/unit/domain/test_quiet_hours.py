"""When it is quiet: across midnight, and where the clock is set forward or back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.quiet_hours import QuietHours, parse_quiet_hours
from tests.examples import examples

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = parse_quiet_hours("23:00-08:00")
ZONES = st.sampled_from([MOSCOW, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])
CLOCKS = st.times().map(lambda moment: moment.replace(second=0, microsecond=0, fold=0))
MOMENTS = st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


def left(hours: QuietHours, local: str, zone: ZoneInfo = MOSCOW, *, fold: int = 0) -> timedelta | None:
    return hours.remaining(datetime.fromisoformat(local).replace(tzinfo=zone, fold=fold), zone)


@pytest.mark.parametrize(
    ("local", "remaining"),
    [
        ("2026-07-05T22:59:59", None),
        ("2026-07-05T23:00", timedelta(hours=9)),
        ("2026-07-06T00:00", timedelta(hours=8)),
        ("2026-07-06T07:59:59", timedelta(seconds=1)),
        ("2026-07-06T08:00", None),
        ("2026-07-06T12:00", None),
    ],
)
def test_lasts_past_midnight(local: str, remaining: timedelta | None) -> None:
    assert left(NIGHT, local) == remaining


@pytest.mark.parametrize(
    ("local", "remaining"),
    [("2026-07-05T12:59", None), ("2026-07-05T13:00", timedelta(hours=1)), ("2026-07-05T14:00", None)],
)
def test_can_be_at_noon(local: str, remaining: timedelta | None) -> None:
    assert left(parse_quiet_hours("13:00-14:00"), local) == remaining


def test_can_begin_at_midnight() -> None:
    hours = parse_quiet_hours("00:00-06:00")

    assert left(hours, "2026-07-05T23:59") is None
    assert left(hours, "2026-07-06T00:00") == timedelta(hours=6)


def test_is_an_hour_shorter_when_the_clock_is_set_forward() -> None:
    assert left(NIGHT, "2026-03-28T23:00", BERLIN) == timedelta(hours=8)


def test_is_an_hour_longer_when_the_clock_is_set_back() -> None:
    assert left(NIGHT, "2026-10-24T23:00", BERLIN) == timedelta(hours=10)


def test_ends_after_the_hour_that_is_skipped() -> None:
    assert left(parse_quiet_hours("23:00-02:30"), "2026-03-29T01:59", BERLIN) == timedelta(minutes=31)


def test_ends_with_the_second_of_two_equal_hours() -> None:
    hours = parse_quiet_hours("23:00-02:30")

    assert left(hours, "2026-10-25T02:45", BERLIN) == timedelta(minutes=45)
    assert left(hours, "2026-10-25T02:29", BERLIN, fold=1) == timedelta(minutes=1)
    assert left(hours, "2026-10-25T02:30", BERLIN, fold=1) is None


@settings(max_examples=examples(200))
@given(CLOCKS, CLOCKS, MOMENTS, ZONES)
def test_is_over_when_it_was_waited_for(start: time, end: time, now: datetime, zone: ZoneInfo) -> None:
    assume(start != end)
    hours = QuietHours(start=start, end=end)

    remaining = hours.remaining(now, zone)

    if remaining is not None:
        assert timedelta(0) < remaining <= timedelta(hours=25)
        # Where the clock is set back just then, a new quiet may begin with the end of the old one.
        assert zone is not MOSCOW or hours.remaining(now + remaining, zone) is None


@given(CLOCKS, CLOCKS)
def test_is_read_as_it_is_written(start: time, end: time) -> None:
    assume(start != end)

    assert parse_quiet_hours(str(QuietHours(start=start, end=end))) == QuietHours(start=start, end=end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23:00",
        "23:00-",
        "23-8",
        "23:00-23:00",
        "24:00-08:00",
        "23:60-08:00",
        "a:b-c:d",
        "1:2-3:4-5:6",
        "²3:00-08:00",
    ],
)
def test_is_refused_when_it_is_no_pair_of_times(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_quiet_hours(text)


def test_may_leave_out_a_zero() -> None:
    assert parse_quiet_hours(" 9:00 - 8:05 ") == QuietHours(start=time(9), end=time(8, 5))
