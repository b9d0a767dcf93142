import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.database.database_url import DatabaseUrlError, MysqlUrl, SqliteUrl, parse_database_url


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///var/otklik.db", "var/otklik.db"),
        ("sqlite:////srv/otklik.db", "/srv/otklik.db"),
        ("sqlite+aiosqlite:///otklik.db", "otklik.db"),
    ],
)
def test_names_the_file_when_it_is_sqlite(url: str, path: str) -> None:
    assert parse_database_url(url) == SqliteUrl(path=Path(path))


@pytest.mark.parametrize("kind", ["mysql", "mysql+asyncmy", "mariadb"])
def test_reads_every_part_when_it_is_mysql(kind: str) -> None:
    parsed = parse_database_url(f"{kind}://anna:s%40crет@db.example:3307/otklik")

    assert parsed == MysqlUrl(user="anna", password="s@crет", host="db.example", port=3307, name="otklik")


def test_takes_the_usual_port_when_none_is_given() -> None:
    parsed = parse_database_url("mysql://anna:secret@db.example/otklik?charset=utf8mb4&ssl=false")

    assert isinstance(parsed, MysqlUrl)
    assert (parsed.port, parsed.tls) == (3306, None)


def test_takes_a_socket_for_a_host_when_one_is_given() -> None:
    parsed = parse_database_url("mysql://anna:secret@/otklik?unix_socket=/run/mysqld.sock")

    assert isinstance(parsed, MysqlUrl)
    assert parsed.unix_socket == "/run/mysqld.sock"


def test_verifies_the_server_when_told_to_encrypt() -> None:
    parsed = parse_database_url("mysql://anna:secret@db.example/otklik?ssl=true")

    assert isinstance(parsed, MysqlUrl)
    assert parsed.tls is not None
    assert parsed.tls.check_hostname


def test_shows_no_password_when_printed() -> None:
    assert "secret" not in repr(parse_database_url("mysql://anna:secret@db.example/otklik"))


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "cannot be read"),
        ("otklik.db", "cannot be read"),
        ("postgresql://anna:secret@db.example/otklik", "unknown kind 'postgresql'"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite://var/otklik.db", "three slashes"),
        ("sqlite:///otklik.db?mode=ro", "no options; found mode"),
        ("mysql://db.example/otklik", "a user missing"),
        ("mysql://anna:secret@db.example", "the name of the database missing"),
        ("mysql://anna:secret@/otklik", "a host missing"),
        ("mysql://anna:secret@db.example:port/otklik", "cannot be read"),
        ("mysql://anna:secret@db.example:99999/otklik", "port"),
        ("mysql://anna:secret@db.example:0/otklik", "port"),
        ("mysql://anna:secret@db.example/otklik?timeout=5", "unknown option timeout"),
        ("mysql://anna:secret@db.example/otklik?ssl=true&ssl=true", "twice"),
        ("mysql://anna:secret@db.example/otklik?ssl=maybe", "either true or false"),
        ("mysql://anna:secret@db.example/otklik?charset=latin1", "only be utf8mb4"),
        ("mysql://anna:secret@db.example/otklik?ssl_ca=/no/such/file.pem", "ssl_ca cannot be used"),
    ],
)
def test_names_the_problem_and_no_password_when_it_cannot_be_used(url: str, problem: str) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        parse_database_url(url)

    assert problem in str(caught.value)
    assert "secret" not in str(caught.value)


@given(st.text(max_size=60) | st.from_regex(r"\A(mysql|sqlite)://[a-z@:/?#%\[\]=&0-9]{0,40}\Z"))
def test_gives_a_target_or_an_error_whatever_is_given(given_url: str) -> None:
    with contextlib.suppress(DatabaseUrlError):
        assert isinstance(parse_database_url(given_url), SqliteUrl | MysqlUrl)
