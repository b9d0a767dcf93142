"""Where the server is found."""

from configuration.settings import Settings


def address(settings: Settings, port: int) -> str:
    """The URL on the server's own machine."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
