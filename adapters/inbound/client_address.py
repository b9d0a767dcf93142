"""Whose request it is, for limits: an address, or nobody's in particular behind a proxy that is not known."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_IPV6_NETWORK: Final = 64
"""Bits: whoever has one address of such a network has all of them."""
_MOST_CHARACTERS: Final = 64


class ClientAddresses:
    """
    What ``X-Forwarded-For`` claims is believed only of proxies that the owner has named.

    Each proxy adds its peer at the end of that header, so the client is the last one there that is no proxy of ours.
    """

    def __init__(self, proxies: Sequence[Network] = ()) -> None:
        self._proxies = proxies

    def find(self, peer: str, forwarded_for: str) -> str | None:
        """
        Give the address that a limit may be counted under.

        None when the peer is no public address and no named proxy: it may be a proxy before all visitors.
        """
        if not self._is_proxy(peer):
            address = normalised(peer)
            return address if is_public(address) else None
        for claimed in reversed([each.strip() for each in forwarded_for.split(",") if each.strip()]):
            if not self._is_proxy(claimed):
                return normalised(claimed)
        return None

    def _is_proxy(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self._proxies)


@lru_cache(maxsize=4_096)
def normalised(peer: str) -> str:
    """One spelling of an address; of an IPv6 address its network, which belongs to one client."""
    try:
        parsed = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return peer[:_MOST_CHARACTERS]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, _IPV6_NETWORK), strict=False).network_address)
    return str(parsed)


def is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        # A socket without addresses: a proxy on this machine.
        return False
