from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.types import TypeDecorator

from adapters.outbound.database.column_types import Key, UtcDateTime, UuidBytes

MYSQL: Dialect = mysql.dialect()
SQLITE: Dialect = sqlite.dialect()
DIALECTS = st.sampled_from([MYSQL, SQLITE])
ZONES = st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours)))
MOMENTS = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=ZONES)  # noqa: DTZ001 - bounds have no zone


def stored(column_type: TypeDecorator[Any], value: object, dialect: Dialect) -> Any:
    return column_type.process_bind_param(value, dialect)


def loaded(column_type: TypeDecorator[Any], value: object, dialect: Dialect) -> Any:
    return column_type.process_result_value(value, dialect)


@given(moment=MOMENTS, dialect=DIALECTS)
def test_gives_the_same_moment_in_utc_when_loaded(moment: datetime, dialect: Dialect) -> None:
    found = loaded(UtcDateTime(), stored(UtcDateTime(), moment, dialect), dialect)

    assert found == moment
    assert found.tzinfo is UTC


@given(one=MOMENTS, other=MOMENTS)
def test_sorts_as_time_does_when_kept_as_text(one: datetime, other: datetime) -> None:
    first, second = (stored(UtcDateTime(), moment, SQLITE) for moment in (one, other))

    assert (first < second) == (one < other)
    assert len(first) == len(second) == 26


@pytest.mark.parametrize("dialect", [MYSQL, SQLITE])
def test_refuses_a_moment_when_it_has_no_zone(dialect: Dialect) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        stored(UtcDateTime(), datetime(2026, 7, 1), dialect)  # noqa: DTZ001 - what is refused


@given(value=st.uuids(), dialect=DIALECTS)
def test_gives_the_same_id_when_loaded(value: UUID, dialect: Dialect) -> None:
    kept = stored(UuidBytes(), value, dialect)

    assert len(kept) == 16
    assert loaded(UuidBytes(), kept, dialect) == value


@given(value=st.text(), dialect=DIALECTS)
def test_gives_the_same_key_when_loaded(value: str, dialect: Dialect) -> None:
    assert loaded(Key(255), stored(Key(255), value, dialect), dialect) == value


@pytest.mark.parametrize("column_type", [UtcDateTime(), UuidBytes(), Key(255)])
@pytest.mark.parametrize("dialect", [MYSQL, SQLITE])
def test_keeps_nothing_when_there_is_nothing(column_type: TypeDecorator[Any], dialect: Dialect) -> None:
    assert stored(column_type, None, dialect) is None
    assert loaded(column_type, None, dialect) is None
