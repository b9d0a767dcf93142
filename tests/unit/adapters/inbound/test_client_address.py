from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.client_address import ClientAddresses

PROXY = "10.0.0.2"
CLIENT = "203.0.114.7"
NAMED = ClientAddresses([ip_network("10.0.0.0/24"), ip_network("fd00::/64")])


def test_is_the_peer_when_it_is_public() -> None:
    assert ClientAddresses().find(CLIENT, "") == CLIENT
    assert NAMED.find(CLIENT, "") == CLIENT


@pytest.mark.parametrize("peer", [PROXY, "127.0.0.1", "::1", "", "/run/socket"])
def test_is_nobodys_when_a_proxy_may_be_there_that_nobody_has_named(peer: str) -> None:
    assert ClientAddresses().find(peer, CLIENT) is None


@given(st.text(max_size=60))
def test_is_not_what_a_stranger_claims(claimed: str) -> None:
    assert NAMED.find(CLIENT, claimed) == CLIENT


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "found"),
    [
        (PROXY, CLIENT, CLIENT),
        (PROXY, f"198.51.101.1, {CLIENT}", CLIENT),
        (PROXY, f"{CLIENT}, 10.0.0.3", CLIENT),
        (f"::ffff:{PROXY}", CLIENT, CLIENT),
        ("fd00::1%eth0", "2a01:4f8:1:2:3:4:5:6", "2a01:4f8:1:2::"),
        (PROXY, "", None),
        (PROXY, "10.0.0.3", None),
        (PROXY, "nonsense", "nonsense"),
    ],
)
def test_is_the_last_that_a_named_proxy_tells_of(peer: str, forwarded_for: str, found: str | None) -> None:
    assert NAMED.find(peer, forwarded_for) == found
