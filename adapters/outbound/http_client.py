"""The HTTP client that outgoing adapters share the settings of."""

import ssl
from functools import cache
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx2

CONNECT_TIMEOUT: Final = 5.0
KEPT_SECONDS: Final = 30.0
"""How long a connection that nobody uses stays open."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def open_http_client(
    base_url: str, *, read_timeout: float, connections: int = 50, transport: httpx2.AsyncBaseTransport | None = None
) -> httpx2.AsyncClient:
    """
    A client for the server at ``base_url``; the caller closes it. Times are in seconds.

    Redirects are never followed: they would take a token elsewhere. Proxies of the environment are used, since some
    can reach the model in no other way, but not towards the machine itself. A ``transport`` of the caller's own uses
    none, and keeps to ``connections`` by itself.
    """
    return httpx2.AsyncClient(
        verify=certificates(base_url),
        transport=transport,
        timeout=httpx2.Timeout(connect=CONNECT_TIMEOUT, read=read_timeout, write=10.0, pool=5.0),
        # All may be kept: to open one anew, with TLS, costs more than to hold it for half a minute.
        limits=httpx2.Limits(
            max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=KEPT_SECONDS
        ),
        follow_redirects=False,
        trust_env=_trusts_environment(base_url),
    )


def has_proxy(base_url: str) -> bool:
    """Whether the environment names a proxy for such addresses; some may be excepted from it."""
    return _trusts_environment(base_url) and bool({"all", urlsplit(base_url).scheme} & getproxies().keys())


def certificates(base_url: str) -> ssl.SSLContext:
    """Those that a server at ``base_url`` may show."""
    return _certificates(_trusts_environment(base_url))


def _trusts_environment(base_url: str) -> bool:
    return urlsplit(base_url).hostname not in _LOOPBACK


@cache
def _certificates(trust_env: bool) -> ssl.SSLContext:
    """Read once for all clients of the process: a hundred and fifty authorities take 25 ms each time."""
    return httpx2.create_ssl_context(trust_env=trust_env)
