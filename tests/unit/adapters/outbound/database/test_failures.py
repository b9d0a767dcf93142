import sqlite3

import pytest
from asyncmy.errors import IntegrityError as MysqlIntegrityError
from asyncmy.errors import OperationalError as MysqlOperationalError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from adapters.outbound.database.failures import describe, is_duplicate_key, is_lost_race


def from_mysql(number: int, text: str = "Duplicate entry 'a secret'") -> OperationalError:
    return OperationalError("SELECT 'a secret'", {}, MysqlOperationalError(number, text))


def from_sqlite(number: int) -> OperationalError:
    origin = sqlite3.OperationalError("something about 'a secret'")
    origin.sqlite_errorcode = number
    return OperationalError("SELECT 'a secret'", {}, origin)


@pytest.mark.parametrize(
    "error",
    [
        from_mysql(1205),
        from_mysql(1213),
        from_mysql(1020),
        from_sqlite(sqlite3.SQLITE_BUSY),
        from_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
        from_sqlite(sqlite3.SQLITE_LOCKED),
    ],
)
def test_is_a_lost_race_when_the_same_may_succeed_again(error: DBAPIError) -> None:
    assert is_lost_race(error)


@pytest.mark.parametrize(
    "error", [from_mysql(2013), from_mysql(1045), from_mysql(5), from_sqlite(sqlite3.SQLITE_FULL), from_sqlite(1205)]
)
def test_is_no_lost_race_when_the_same_would_fail_again(error: DBAPIError) -> None:
    assert not is_lost_race(error)


def test_is_no_lost_race_when_the_driver_gave_no_number() -> None:
    assert not is_lost_race(OperationalError("SELECT 1", {}, sqlite3.OperationalError("closed")))
    assert not is_lost_race(OperationalError("SELECT 1", {}, MysqlOperationalError("closed")))


@pytest.mark.parametrize(("number", "expected"), [(1062, True), (1452, False), (1048, False)])
def test_tells_a_duplicate_key_from_other_faults_when_mysql_says_so(number: int, expected: bool) -> None:
    assert is_duplicate_key(IntegrityError("INSERT", {}, MysqlIntegrityError(number, "..."))) is expected


def test_tells_a_duplicate_key_from_other_faults_when_sqlite_says_so() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c TEXT NOT NULL, CHECK (a < 9))")
        connection.execute("INSERT INTO t VALUES (1, 'b', 'c')")
        found = [
            is_duplicate_key(IntegrityError("INSERT", {}, _error(connection, values)))
            for values in ("(1, 'x', 'c')", "(2, 'b', 'c')", "(3, 'x', NULL)", "(9, 'x', 'c')")
        ]
    connection.close()

    assert found == [True, True, False, False]


def test_tells_neither_statement_nor_value_when_described() -> None:
    assert describe(from_mysql(1213)) == "OperationalError 1213"
    assert describe(from_sqlite(5)) == "OperationalError 5"
    assert describe(TimeoutError("a secret")) == "TimeoutError"


def _error(connection: sqlite3.Connection, values: str) -> sqlite3.IntegrityError:
    with pytest.raises(sqlite3.IntegrityError) as caught:
        connection.execute(f"INSERT INTO t VALUES {values}")
    return caught.value
