"""Network addresses: what belongs together, and how one is shown to its owner."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NETWORK_BITS = {4: 24, 6: 48}
"""What one household or office is usually given, by version of the protocol."""


def network_of(address: str) -> tuple[str, str]:
    """Return the first and the last address of the network around ``address``."""
    parsed = ip_address(address)
    network = ip_network((parsed, NETWORK_BITS[parsed.version]), strict=False)
    return str(network[0]), str(network[-1])


def masked_address(address: str | None) -> str:
    """Return an address as its owner may recognise it: ``203.0.113.*``, ``2001:db8:7:*``; empty when unknown."""
    if not address:
        return ""
    parsed = ip_address(address)
    if isinstance(parsed, IPv4Address):
        return f"{address.rpartition('.')[0]}.*"
    groups = IPv6Address(parsed).exploded.split(":")[:3]
    return ":".join(group.lstrip("0") or "0" for group in groups) + ":*"


def client_of(remote: str, forwarded: str, *, proxies: list[str]) -> str | None:
    """Return whose request it is: ``remote``, or the address that our own proxies say they forward for.

    ``forwarded`` is the header X-Forwarded-For, to which every proxy adds at the end; read from the end, the first
    address that is not one of ours is the visitor's. Whatever a visitor wrote there before is never reached.
    """
    for candidate in [remote, *reversed(forwarded.split(","))]:
        address = _address(candidate)
        if address is None:
            return None
        if address not in proxies:
            return address
    return _address(remote)


def _address(text: str) -> str | None:
    try:
        parsed = ip_address(text.strip())
    except ValueError:
        return None
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
