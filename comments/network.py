"""Where a request came from: enough to stop a flood, never enough to find a person.

Of an address only the network is kept: /24 for IPv4, /48 for IPv6, as the Dutch privacy authority advises for
statistics. `X-Forwarded-For` can be typed by anyone, so it is believed only from the proxies named in the setting
`TRUSTED_PROXIES`, reading from the right: the last entry was written by the proxy nearest to us.
"""

import ipaddress
import re
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest

_KEPT = {4: 24, 6: 48}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_WITH_PORT = re.compile(r"(?:\[(?P<v6>[^\[\]]*)\]|(?P<v4>[0-9.]+))(?::[0-9]{1,5})?", re.ASCII)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def truncated(ip: str | None) -> str | None:
    """Return the network of `ip` as text, None for something that is not an address."""
    address = _parsed(ip or "")
    return str(ipaddress.ip_network((address, _KEPT[address.version]), strict=False)) if address else None


def any_address(network: str | None) -> str | None:
    """Return an address that stands for a stored network (see `truncated`), for comparing it with bans on networks."""
    return network.partition("/")[0] if network else None


def client_ip(request: HttpRequest) -> str | None:
    """Return the reader's address, for use during this request only; None where nobody can tell (a unix socket)."""
    proxies: Sequence[str] = getattr(settings, "TRUSTED_PROXIES", ())
    trusted = [ipaddress.ip_network(proxy) for proxy in proxies]
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    nearest = _parsed(request.META.get("REMOTE_ADDR", ""))
    while nearest and hops and any(nearest in network for network in trusted):
        nearest = _parsed(hops.pop())
    return str(nearest) if nearest else None


def _parsed(text: str) -> Address | None:
    """Read an address, with or without a port behind it (some proxies add one: `192.0.2.1:5123`, `[2001:db8::1]:5123`).

    One that carries IPv4 inside IPv6 is that IPv4 address.
    """
    text = text.strip()
    if with_port := _WITH_PORT.fullmatch(text):
        text = with_port["v6"] or with_port["v4"]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return _carried(address) or address if isinstance(address, ipaddress.IPv6Address) else address


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address inside a mapped (RFC 4291), 6to4 (RFC 3056) or NAT64 (RFC 6052) one, None for any other.

    Not a nicety: 6to4 has the whole IPv4 address within its first 48 bits, so a /48 of it would keep it in full.
    """
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
