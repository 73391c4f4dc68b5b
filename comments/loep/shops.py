"""Links to shops, codes for them, and the words with which things are sold."""

import re
from collections.abc import Iterator
from itertools import chain

from comments.folding import Folded
from comments.loep.kinds import Kind

_LINK = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?P<host>(?:[\w-]{1,63}\.){1,5}(?:nl|com|be|eu|de|net|org|info|shop|store|online|co|uk|biz|io|me))"
    r"(?![\w-])(?P<path>/[^\s<>\"]{0,300})?"
)
# With "https://" or "www." it is an address whatever it ends in; without, most endings are words after a full stop.
_PLAIN_LINK = re.compile(
    r"(?<![\w@.-])(?:https?://|www\.)(?P<host>(?:[\w-]{1,63}\.){1,5}[a-z][a-z0-9-]{1,40})(?![\w-])(?P<path>/[^\s<>\"]{0,300})?"
)
_SHOP_HOST = re.compile(
    r"shop|winkel|store|kopen|koop|bestel|pillen|supplement|drogist|vitamine|apotheek|pharma|outlet|deal|sale|korting|"
    r"(?:^|\.)(?:bol|amazon|aliexpress|alibaba|ebay|etsy|marktplaats|temu|wish|iherb|vitacost|hollandandbarrett|kruidvat|etos)\."
)
_SHOP_PATH = re.compile(r"/(?:product|products|shop|winkel|cart|winkelmand|bestel|bestellen|kopen|koop|aanbieding|checkout)|[?&](?:ref|aff|affiliate|partner|tag)=")  # fmt: skip
_CODE = re.compile(r"(?<!\w)(?:kortingscode|actiecode|vouchercode|couponcode)(?: is)?:? ?[\w-]{0,20}")
_WORDS = re.compile(
    r"(?<![\w/])(?:webshop|webwinkel|te koop|te bestellen|nu verkrijgbaar|gratis verzending|gratis verzonden|"
    r"\d{1,2} ?% korting|(?:stuur|mail|app) (?:mij|me) (?:een )?(?:pb|prive|bericht|mail|berichtje)(?: voor)?|"
    r"(?:bestel|koop)(?: je| u| het| ze| nu| hier| deze| dit| direct| gewoon| via| bij| op){1,4}|"
    r"(?:bestellen|kopen|verkrijgbaar) (?:via|bij|op) (?:[\w.-]{1,60})|op voorraad|scherpe prijs|beste prijs|geld[- ]terug[- ]garantie)"
    r"(?!\w)"
)
_NO_SHOP = ("kanker.nl", "kwf.nl", "apotheek.nl", "farmacotherapeutischkompas.nl")


def find(text: Folded) -> Iterator[tuple[int, int, Kind]]:
    """Give links to shops, discount codes, and selling words (weaker)."""
    for match in chain(_LINK.finditer(text.lower), _PLAIN_LINK.finditer(text.lower)):
        host, path = match.group("host"), match.group("path") or ""
        if host.removeprefix("www.") in _NO_SHOP:
            continue
        if _SHOP_HOST.search(host) or host.endswith((".shop", ".store")) or _SHOP_PATH.search(path):
            yield match.start(), match.end(), Kind.SHOP
    yield from ((*match.span(), Kind.SHOP) for match in _CODE.finditer(text.lower))
    yield from ((*match.span(), Kind.SHOP_WORDS) for match in _WORDS.finditer(text.lower))
