"""
Who may use the console, and from where.

The session's token is in a cookie that scripts cannot read and that the browser sends to our own pages only
(``SameSite=Strict``). Besides, every POST and every socket has to name our own origin (``Origin``, which a page cannot
forge): a second check that needs no token in each form, and that also holds for a site on a sister domain, which
SameSite takes for ours. A request that names no origin is refused: every browser of the last years names it.
"""

from typing import Any, Final
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from adapters.inbound.console.words import pick_language

TOKEN: Final = "otklik_console"  # noqa: S105 - the cookie's name
LANGUAGE: Final = "otklik_language"
_YEAR: Final = 365 * 24 * 3600

Connection = ASGIConnection[Any, Any, Any, Any]


def comes_from_us(connection: Connection) -> bool:
    """Whether a page of our own origin sent it."""
    origin, host = connection.headers.get("origin", ""), connection.headers.get("host", "")
    parts = urlsplit(origin)
    return bool(host) and parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower()


def token_of(connection: Connection) -> str | None:
    return connection.cookies.get(TOKEN)


def is_encrypted(connection: Connection) -> bool:
    """Whether the browser speaks https: our form's origin tells, also behind a proxy that ends the encryption."""
    return urlsplit(connection.headers.get("origin", "")).scheme == "https" or connection.url.scheme == "https"


def token_cookie(connection: Connection, token: str | None) -> Cookie:
    """For as long as the browser is open; with None, gone."""
    return Cookie(
        key=TOKEN,
        value=token or "",
        path="/",
        httponly=True,
        secure=is_encrypted(connection),
        samesite="strict",
        max_age=None if token else 0,
    )


def language_cookie(connection: Connection, lang: str) -> Cookie:
    return Cookie(
        key=LANGUAGE,
        value=lang,
        path="/console",
        httponly=True,
        secure=is_encrypted(connection),
        samesite="strict",
        max_age=_YEAR,
    )


def language_of(connection: Connection) -> str:
    return pick_language(connection.cookies.get(LANGUAGE), connection.headers.get("accept-language", ""))


def own_path(given: str | None) -> str:
    """A path of the console to go to; what is none, such as another site, becomes the entry."""
    is_ours = given is not None and (given == "/console" or given.startswith(("/console/", "/console?")))
    return given if is_ours and given is not None and given.isprintable() and "\\" not in given else "/console"
