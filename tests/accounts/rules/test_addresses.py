"""Addresses of visitors: whose they are, what is near them, how they are shown."""

import pytest

from accounts.rules.addresses import client_of, masked_address, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", ("203.0.113.0", "203.0.113.255")),
        ("2001:db8:7:9::1", ("2001:db8:7::", "2001:db8:7:ffff:ffff:ffff:ffff:ffff")),
    ],
)
def test_a_network_is_what_one_office_is_given(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("address", "shown"),
    [("203.0.113.77", "203.0.113.*"), ("2001:db8:7:9::1", "2001:db8:7:*"), ("::1", "0:0:0:*"), (None, ""), ("", "")],
)
def test_an_address_is_shown_masked(address, shown):
    assert masked_address(address) == shown


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "client"),
    [
        ("203.0.113.5", "", [], "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", [], "203.0.113.5"),
        ("127.0.0.1", "198.51.100.1", ["127.0.0.1"], "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", ["127.0.0.1"], "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, 10.0.0.2", ["127.0.0.1", "10.0.0.2"], "198.51.100.1"),
        ("127.0.0.1", "", ["127.0.0.1"], None),
        ("127.0.0.1", "nonsense", ["127.0.0.1"], None),
        ("127.0.0.1", "127.0.0.1", ["127.0.0.1"], "127.0.0.1"),
        ("::ffff:203.0.113.5", "", [], "203.0.113.5"),
        ("", "", [], None),
    ],
)
def test_only_our_own_proxies_are_believed(remote, forwarded, proxies, client):
    assert client_of(remote, forwarded, proxies=proxies) == client
