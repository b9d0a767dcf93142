import pytest

from adapters.outbound.http_client import has_proxy, open_http_client


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


@pytest.mark.parametrize(
    ("url", "proxies", "found"),
    [
        ("https://model.test/v1", {}, False),
        ("https://model.test/v1", {"HTTPS_PROXY": "http://proxy.test:3128"}, True),
        ("https://model.test/v1", {"https_proxy": "http://proxy.test:3128", "no_proxy": "other.test"}, True),
        ("https://model.test/v1", {"ALL_PROXY": "socks5://proxy.test"}, True),
        ("https://model.test/v1", {"HTTP_PROXY": "http://proxy.test:3128", "NO_PROXY": "*"}, False),
        ("http://127.0.0.1:8000/v1", {"ALL_PROXY": "http://proxy.test:3128"}, False),
    ],
)
def test_knows_whether_a_proxy_is_in_the_way(
    monkeypatch: pytest.MonkeyPatch, url: str, proxies: dict[str, str], *, found: bool
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in proxies.items():
        monkeypatch.setenv(name, value)

    assert has_proxy(url) is found
