import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.chat.origin import is_allowed_origin

HOST = "chat.example:8000"
ALLOWED = ("https://shop.example", "http://localhost:3000")


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "http://chat.example:8000",
        "https://chat.example:8000",
        "HTTP://Chat.Example:8000",
        "https://shop.example",
        "https://SHOP.example",
        "http://localhost:3000",
    ],
)
def test_is_allowed_when_it_is_ours_or_named_by_the_owner(origin: str | None) -> None:
    assert is_allowed_origin(origin, host=HOST, allowed=ALLOWED)


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://evil.example",
        "http://chat.example:8000.evil.example",
        "http://evil.chat.example:8000",
        "http://chat.example",
        "http://chat.example:8001",
        "http://chat.example:80001",
        "http://chat.example:8000/",
        "http://chat.example:8000/path",
        "http://user@chat.example:8000",
        "ftp://chat.example:8000",
        "file://",
        "http://",
        "https://shop.example.evil.example",
        "https://shop.example:8443",
        "http://shop.example",
        "shop.example",
        "http://[",
        "http://[::1",
    ],
)
def test_is_refused_when_it_is_anybody_elses(origin: str) -> None:
    assert not is_allowed_origin(origin, host=HOST, allowed=ALLOWED)


@pytest.mark.parametrize("origin", ["http://", "https://", "null", "http://evil.example"])
def test_is_refused_when_the_request_names_no_host(origin: str) -> None:
    assert not is_allowed_origin(origin, host="", allowed=())


@given(st.text())
def test_is_refused_without_stumbling_whatever_it_is(origin: str) -> None:
    assert not is_allowed_origin(f"{origin}.", host=HOST, allowed=ALLOWED)
