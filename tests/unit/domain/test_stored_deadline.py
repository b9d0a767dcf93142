from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.stored_deadline import Review, message_identity, post_identity, zone_name, zone_named
from tests.factories import MOMENT, make_deadline, make_id

LATER = MOMENT + timedelta(hours=1)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001 - a zone is put on below
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ZONES = st.sampled_from(["Europe/Moscow", "Asia/Omsk", "America/St_Johns", "UTC"]).map(ZoneInfo)


@given(moment=MOMENTS, zone=OFFSETS | ZONES)
def test_zone_gives_back_the_clock_it_was_named_for(moment: datetime, zone: timezone | ZoneInfo) -> None:
    aware = moment.replace(tzinfo=zone)

    local = aware.astimezone(UTC).astimezone(zone_named(zone_name(aware)))

    assert local.replace(tzinfo=None) == aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (MOMENT.astimezone(ZoneInfo("Asia/Omsk")), "Asia/Omsk"),
        (MOMENT, "+00:00"),
        (MOMENT.astimezone(timezone(timedelta(hours=-3, minutes=-30))), "-03:30"),
    ],
)
def test_zone_is_named_by_its_name_or_its_offset(moment: datetime, name: str) -> None:
    assert zone_name(moment) == name


def test_post_is_the_same_when_only_blanks_and_case_differ() -> None:
    same = post_identity("Приём  заявок\nдо 5 июля", MOMENT)

    assert post_identity("приём заявок до 5 июля", MOMENT.astimezone(ZoneInfo("Asia/Omsk"))) == same
    assert post_identity("приём заявок до 5 июля", LATER) != same
    assert post_identity("приём работ до 5 июля", MOMENT) != same
    assert len(post_identity("\ud800", MOMENT)) == len(same)
    assert message_identity(make_id(7)) != message_identity(make_id(8))  # type: ignore[arg-type]  # any id will do


def test_counts_until_it_is_withdrawn_or_dismissed() -> None:
    deadline = make_deadline()
    confirmed, dismissed = (deadline.reviewed(each, now=LATER) for each in (Review.CONFIRMED, Review.DISMISSED))
    withdrawn = confirmed.withdrawn(now=LATER)

    shown = [(each.state, each.is_live) for each in (deadline, confirmed, dismissed, withdrawn)]
    assert shown == [("open", True), ("confirmed", True), ("dismissed", False), ("withdrawn", False)]


def test_is_unchanged_when_nothing_new_is_said() -> None:
    deadline = make_deadline(at=MOMENT.astimezone(ZoneInfo("Europe/Moscow")))

    assert deadline.read_again(at=deadline.at, quote=deadline.quote, now=LATER) is deadline
    assert deadline.reviewed(Review.NONE, now=LATER) is deadline
    withdrawn = deadline.withdrawn(now=LATER)
    assert withdrawn.withdrawn(now=LATER + timedelta(hours=1)) is withdrawn


def test_is_back_with_the_owners_word_when_it_says_the_same_again() -> None:
    deadline = make_deadline(review=Review.CONFIRMED, withdrawn_at=MOMENT)

    back = deadline.read_again(at=deadline.at, quote="до пятого июля", now=LATER)
    moved = deadline.read_again(at=deadline.at + timedelta(days=1), quote="до 6 июля", now=LATER)

    assert (back.state, back.quote, back.changed_at) == ("confirmed", "до пятого июля", LATER)
    assert (moved.state, moved.at) == ("open", deadline.at + timedelta(days=1))
