from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.deadline_grammar.days import (
    add_days,
    add_months,
    add_working_days,
    day_of,
    day_of_week,
    full_year,
    last_day_of_month,
    nearest_date,
    nearest_day_of_month,
    next_weekday,
)

todays = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@settings(max_examples=30)
@given(todays, st.integers(1, 40))
def test_counts_working_days_one_by_one_when_adding_them(today: date, days: int) -> None:
    expected = today
    for _ in range(days):
        expected += timedelta(days=1)
        while expected.weekday() > 4:
            expected += timedelta(days=1)

    assert add_working_days(today, days) == expected


def test_stays_today_when_no_working_day_is_added() -> None:
    assert add_working_days(date(2025, 3, 15), 0) == date(2025, 3, 15)


@settings(max_examples=30)
@given(todays, st.integers(1, 12), st.integers(1, 31))
def test_finds_the_first_such_date_when_searched_day_by_day(today: date, month: int, day: int) -> None:
    expected = next(
        (
            found
            for found in (today + timedelta(days=ahead) for ahead in range(366 * 9))
            if (found.month, found.day) == (month, day)
        ),
        None,
    )

    assert nearest_date(today, month, day) == expected


@settings(max_examples=30)
@given(todays, st.integers(1, 31))
def test_finds_the_first_such_day_of_month_when_searched_day_by_day(today: date, day: int) -> None:
    expected = next(found for found in (today + timedelta(days=ahead) for ahead in range(70)) if found.day == day)

    assert nearest_day_of_month(today, day) == expected


@settings(max_examples=30)
@given(todays, st.integers(0, 30))
def test_holds_the_day_to_a_shorter_month_when_months_are_added(today: date, months: int) -> None:
    found = add_months(today, months)

    assert found is not None
    assert (found.year * 12 + found.month) - (today.year * 12 + today.month) == months
    assert found.day == min(today.day, monthrange(found.year, found.month)[1])


@settings(max_examples=30)
@given(todays, st.integers(0, 6), st.integers(-3, 3))
def test_takes_the_weekday_of_its_week_when_a_week_is_named(today: date, weekday: int, weeks: int) -> None:
    monday = today - timedelta(days=today.weekday())

    assert day_of_week(today, weekday, weeks) == monday + timedelta(days=7 * weeks + weekday)
    assert day_of_week(today, weekday) == monday + timedelta(days=weekday)


@settings(max_examples=30)
@given(todays, st.integers(0, 6))
def test_takes_the_nearest_weekday_after_today(today: date, weekday: int) -> None:
    found = next_weekday(today, weekday)

    assert found is not None
    assert found.weekday() == weekday
    assert 1 <= (found - today).days <= 7


@pytest.mark.parametrize(
    ("written", "year"),
    [(0, 2000), (26, 2026), (69, 2069), (70, 1970), (95, 1995), (99, 1999), (100, 100), (2026, 2026)],
)
def test_completes_a_year_of_two_digits(written: int, year: int) -> None:
    assert full_year(written) == year


def test_is_none_when_the_calendar_has_no_such_day() -> None:
    assert day_of(2025, 2, 29) is None
    assert day_of(2025, 13, 1) is None
    assert day_of(2025, 0, 1) is None
    assert day_of(2025, 1, 0) is None
    assert day_of(1, 1, 1) is None
    assert day_of(9999, 1, 1) is None
    assert last_day_of_month(9999, 1) is None
    assert add_days(date(9998, 12, 31), 1) is None
    assert add_days(date(2, 1, 1), -1) is None
    assert add_days(date(2025, 1, 1), 10**9) is None
    assert add_months(date(9998, 12, 1), 1) is None


def test_reaches_the_edges_of_the_calendar() -> None:
    assert day_of(9998, 12, 31) == date(9998, 12, 31)
    assert day_of(2, 1, 1) == date(2, 1, 1)
    assert add_days(date(9998, 12, 30), 1) == date(9998, 12, 31)
    assert add_months(date(9998, 11, 30), 1) == date(9998, 12, 30)
    assert last_day_of_month(2024, 2) == date(2024, 2, 29)
