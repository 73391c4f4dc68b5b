"""What can be banned, and what a sender must be compared with. Imports no Django."""

import ipaddress
import re

# Banning one of these would silence a good part of the Netherlands and Belgium: big mail services and providers.
_SHARED = """
aol.com caiway.nl casema.nl chello.nl freedom.nl gmail.com gmx.com gmx.de gmx.net googlemail.com hetnet.nl home.nl
hotmail.be hotmail.com hotmail.nl icloud.com kpnmail.nl kpnplanet.nl live.be live.com live.nl mac.com mail.com me.com
msn.com online.nl outlook.be outlook.com outlook.nl planet.nl proton.me protonmail.com proximus.be quicknet.nl
skynet.be solcon.nl tele2.nl telenet.be telfort.nl upcmail.nl web.de xs4all.nl yahoo.com yahoo.nl zeelandnet.nl
ziggo.nl zonnet.nl
"""
SHARED_DOMAINS = frozenset(_SHARED.split())
# Second labels below which a country's registry sells names to everybody, as in co.uk or com.br (publicsuffix.org lists
# thousands; these are the usual ones). Refusing one too many costs little: the domain below it can still be banned.
_ENDINGS = "ac co com edu gob gouv gov gv ltd ne net nhs or org plc sch"
_SOLD_BELOW = frozenset(_ENDINGS.split())
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
# Wider than this is no longer one sender's provider but a part of the world.
_WIDEST = {4: 16, 6: 32}
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NotBannable(ValueError):
    """The value cannot be banned; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def canonical(kind: str, value: str) -> str:
    """Return `value` in the one form in which it is stored and compared, or raise `NotBannable`."""
    value = value.strip().lower()
    if kind == "network":
        return str(_network(value))
    if kind == "domain":
        return _domain(value.removeprefix("@"))
    local, at, domain = value.rpartition("@")
    if not local or not at or not _DOMAIN.fullmatch(domain) or re.search(r"[\s,;<>@]", local):
        raise NotBannable("address")
    return value


def _domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise NotBannable("domain")
    if value in SHARED_DOMAINS:
        raise NotBannable("too_many_people")
    labels = value.split(".")
    if len(labels) == 2 and labels[0] in _SOLD_BELOW and len(labels[1]) == 2:
        raise NotBannable("whole_suffix")
    return value


def _network(value: str) -> Network:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise NotBannable("network") from None
    if isinstance(network, ipaddress.IPv6Network) and (mapped := network.network_address.ipv4_mapped):
        network = ipaddress.ip_network((mapped, network.prefixlen - 96), strict=False)
    if network.prefixlen < _WIDEST[network.version]:
        raise NotBannable("too_wide")
    return network


def values_of(*, email: str, ip: str | None) -> dict[str, list[str]]:
    """Return, per kind of ban, the values that would hit this sender."""
    email = email.strip().lower()
    labels = email.rpartition("@")[2].split(".")
    return {
        "address": [email],
        "domain": [".".join(labels[start:]) for start in range(len(labels) - 1)],
        "network": _networks_around(ip),
    }


def _networks_around(ip: str | None) -> list[str]:
    if not ip:
        return []
    address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    return [
        str(ipaddress.ip_network((address, length), strict=False))
        for length in range(_WIDEST[address.version], address.max_prefixlen + 1)
    ]
