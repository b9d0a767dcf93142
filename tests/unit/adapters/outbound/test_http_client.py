import pytest

from adapters.outbound.http_client import open_http_client


@pytest.mark.parametrize(
    ("url", "uses_proxies"),
    [
        ("http://127.0.0.1:8000/v1", False),
        ("http://[::1]:8000", False),
        ("http://localhost", False),
        ("https://api.vk.ru", True),
        ("http://127.0.0.1.example.org", True),
    ],
)
async def test_uses_proxies_of_the_environment_unless_the_server_is_this_machine(
    url: str, *, uses_proxies: bool
) -> None:
    async with open_http_client(url, read_timeout=15) as client:
        assert client.trust_env is uses_proxies


async def test_bounds_every_wait_and_follows_no_redirects() -> None:
    async with open_http_client("https://api.vk.ru", read_timeout=15) as client:
        assert all(client.timeout.as_dict().values())
        assert client.timeout.read == 15
        assert not client.follow_redirects
