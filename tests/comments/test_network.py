"""Where a request came from: no full address is kept, and no header is believed that anybody may type."""

import ipaddress
from typing import Any

import pytest
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from comments import network

V4 = st.ip_addresses(v=4)
V6 = st.ip_addresses(v=6)
ANY_TEXT = st.one_of(
    st.text(max_size=60), st.ip_addresses().map(str), st.sampled_from(["unknown", "_x", "::"])
)


@given(V4)
def test_of_an_ipv4_address_the_last_part_is_gone(address: Any) -> None:
    assert network.truncated(str(address)) == f"{str(address).rpartition('.')[0]}.0/24"


@given(V4, V4.map(lambda a: int(a) % 256))
def test_neighbours_become_the_same(address: Any, last: int) -> None:
    neighbour = ipaddress.IPv4Address(int(address) - int(address) % 256 + last)
    assert network.truncated(str(neighbour)) == network.truncated(str(address))


@given(V6)
def test_of_an_ipv6_address_at_most_48_bits_stay(address: Any) -> None:
    kept = ipaddress.ip_network(network.truncated(str(address)))
    assert (kept.version, kept.prefixlen) in {(6, 48), (4, 24)}
    if kept.version == 6:
        assert int(kept.network_address) == int(address) >> 80 << 80


@given(address=V4)
@pytest.mark.parametrize(
    "carry",
    [
        lambda number: f"::ffff:{ipaddress.IPv4Address(number)}",
        lambda number: str(ipaddress.IPv6Address((0x2002 << 112) + (number << 80) + 5)),
        lambda number: str(ipaddress.IPv6Address((0x64FF9B << 96) + number)),
        lambda number: f"{ipaddress.IPv4Address(number)}:51234",
        lambda number: f"[::ffff:{ipaddress.IPv4Address(number)}]:443",
    ],
    ids=["mapped", "6to4", "NAT64", "with a port", "in brackets"],
)
def test_ipv4_inside_something_else_is_cut_as_ipv4(address: Any, carry: Any) -> None:
    assert network.truncated(carry(int(address))) == network.truncated(str(address))


@given(ANY_TEXT)
def test_anything_else_is_nobody(text: str) -> None:
    kept = network.truncated(text)
    assert kept is None or ipaddress.ip_network(kept).prefixlen in {24, 48}


@given(forwarded=st.lists(ANY_TEXT, max_size=4), remote=ANY_TEXT)
def test_without_a_proxy_of_ours_the_header_does_nothing(forwarded: list[str], remote: str) -> None:
    headers = {"X-Forwarded-For": ",".join(forwarded)}
    asked = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    assert network.client_ip(asked) == network.client_ip(RequestFactory().get("/", REMOTE_ADDR=remote))


@given(
    forwarded=st.lists(ANY_TEXT, max_size=4),
    real=V4.filter(lambda a: a not in ipaddress.ip_network("10.0.0.0/8")),
)
def test_what_a_reader_types_never_wins_from_what_our_proxy_saw(forwarded: list[str], real: Any) -> None:
    """Our proxy appends; everything to the left of that may be typed, also the address of the proxy itself."""
    typed = [text.replace(",", "") for text in forwarded]
    header = ", ".join([*typed, "10.1.2.3", str(real)])
    asked = RequestFactory().get("/", headers={"X-Forwarded-For": header}, REMOTE_ADDR="10.0.0.7")
    with override_settings(TRUSTED_PROXIES=["10.0.0.0/8"]):
        assert network.client_ip(asked) == str(real)


def test_a_zone_is_no_part_of_what_is_kept() -> None:
    assert network.truncated("fe80::1%eth0") == "fe80::/48"
