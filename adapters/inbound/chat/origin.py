"""Who may open a socket: pages of our own origin, and of those the owner has named."""

from collections.abc import Collection


def is_allowed_origin(origin: str | None, *, host: str, allowed: Collection[str]) -> bool:
    """
    Compare the whole origin: scheme, host and port.

    ``host`` is the request's Host header: our own page is served under it. A browser always names its page's origin
    (RFC 6455, 10.2), so a handshake without one comes from a program, which has no visitor's cookies to abuse.
    """
    if origin is None:
        return True
    own = {f"{scheme}://{host.lower()}" for scheme in ("http", "https") if host}
    return origin.lower() in own | {known.lower() for known in allowed}
