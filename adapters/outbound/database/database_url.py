"""What ``DATABASE_URL`` may say."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from domain.errors import MisconfiguredError

_MYSQL: Final = {"mysql", "mysql+asyncmy", "mariadb", "mariadb+asyncmy"}
_SQLITE: Final = {"sqlite", "sqlite+aiosqlite"}
_OPTIONS: Final = {"ssl", "ssl_ca", "unix_socket", "charset"}
_PORTS: Final = range(1, 65_536)
_FORMS: Final = "sqlite:///path/to/file.db or mysql://user:password@host:3306/name"


class DatabaseUrlError(MisconfiguredError):
    """A database URL that cannot be used; ``problem`` says why and repeats no password."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"database URL: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteUrl:
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class MysqlUrl:
    """``tls`` is None for a connection in the clear."""

    user: str
    host: str
    port: int
    name: str
    password: str = field(default="", repr=False)
    unix_socket: str | None = None
    tls: ssl.SSLContext | None = field(default=None, repr=False)


def parse_database_url(given: str) -> SqliteUrl | MysqlUrl:
    """
    Read ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``mysql://user:password@host:3306/name``.

    A password with ``@ : / ? #`` or ``%`` in it is written percent-encoded. Options of MySQL: ``ssl=true``,
    ``ssl_ca=file`` (the server's certificate is verified either way), ``unix_socket=path``. Raises DatabaseUrlError.
    """
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        # Not chained: the library's words repeat what was given, the password included.
        raise DatabaseUrlError(f"cannot be read; expected {_FORMS}") from None
    if url.drivername in _SQLITE:
        return _sqlite(url)
    if url.drivername in _MYSQL:
        return _mysql(url)
    raise DatabaseUrlError(f"unknown kind {url.drivername!r}; expected {_FORMS}")


def _sqlite(url: URL) -> SqliteUrl:
    if url.host or url.username:
        raise DatabaseUrlError("SQLite takes a file and no host: three slashes before a relative path, four before /")
    if not url.database or url.database == ":memory:":
        raise DatabaseUrlError("SQLite needs a file: sqlite:///path/to/file.db")
    if url.query:
        raise DatabaseUrlError(f"SQLite takes no options; found {', '.join(sorted(url.query))}")
    return SqliteUrl(path=Path(url.database))


def _mysql(url: URL) -> MysqlUrl:
    options = _options(url)
    missing = [
        name
        for name, value in (
            ("a user", url.username),
            ("a host", url.host or options.get("unix_socket")),
            ("the name of the database", url.database),
        )
        if not value
    ]
    if missing:
        raise DatabaseUrlError(f"{' and '.join(missing)} missing; expected {_FORMS}")
    port = 3306 if url.port is None else url.port
    if port not in _PORTS:
        raise DatabaseUrlError(f"{port} is no port")
    return MysqlUrl(
        user=url.username or "",
        password=url.password or "",
        host=url.host or "localhost",
        port=port,
        name=url.database or "",
        unix_socket=options.get("unix_socket"),
        tls=_tls(options),
    )


def _options(url: URL) -> dict[str, Any]:
    if unknown := sorted(set(url.query) - _OPTIONS):
        raise DatabaseUrlError(f"unknown option {', '.join(unknown)}; known: {', '.join(sorted(_OPTIONS))}")
    options = {name: value for name, value in url.query.items() if isinstance(value, str)}
    if len(options) < len(url.query):
        raise DatabaseUrlError("an option is given twice")
    if options.get("charset", "utf8mb4") != "utf8mb4":
        raise DatabaseUrlError("charset can only be utf8mb4")
    return options


def _tls(options: dict[str, Any]) -> ssl.SSLContext | None:
    wanted = options.get("ssl", "true" if "ssl_ca" in options else "false")
    if wanted not in {"true", "false"}:
        raise DatabaseUrlError("ssl is either true or false")
    if wanted == "false":
        return None
    try:
        return ssl.create_default_context(cafile=options.get("ssl_ca"))
    except OSError as error:
        raise DatabaseUrlError(f"ssl_ca cannot be used: {error.strerror or 'not a certificate'}") from error
