"""Where a request came from: enough to stop a flood, never enough to find a person.

Of an address only the network is kept: /24 for IPv4, /48 for IPv6, as the Dutch privacy authority advises for
statistics. `X-Forwarded-For` can be typed by anyone, so it is believed only from the proxies named in the setting
`TRUSTED_PROXIES`, reading from the right: the last entry was written by the proxy nearest to us.
"""

import ipaddress
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest

_KEPT = {4: 24, 6: 48}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def truncated(ip: str | None) -> str | None:
    """Return the network of `ip` as text, None for something that is not an address."""
    address = _parsed(ip or "")
    return str(ipaddress.ip_network((address, _KEPT[address.version]), strict=False)) if address else None


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
    """Read an address; one that carries IPv4 inside IPv6 (`::ffff:192.0.2.1`) is that IPv4 address."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address
    return address
