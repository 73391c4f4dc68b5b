"""Web addresses: how many, hidden ones, and in the name."""

import re
from collections.abc import Iterator

from comments.folding import fold
from comments.spam.facts import Facts
from comments.spam.signal import Signal
from comments.spam.wordlists import lines

_START = re.compile(r"https?://|(?<!/)\bwww\.", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:www\.)?((?:[\w-]{1,63}\.){1,4}[a-z]{2,10})(?![\w.-]{0,3}\w)", re.IGNORECASE
)
# In a name only endings that are sold to everybody: "dr.Jansen" and "J.P. de Vries" are people.
_SITE = re.compile(
    r"(?<![\w@-])[\w-]{2,63}\.(?:nl|com|net|org|info|be|de|eu|shop|store|online|site|xyz|top|club|biz|io|ru|cn|bet|casino|link)"
    r"(?!\w)",
    re.IGNORECASE,
)
SHORTENERS = frozenset(lines("shorteners"))


def links(facts: Facts) -> Iterator[Signal]:
    """Count the web addresses in the text; one is a hint, three are a reason to look closely."""
    count = sum(1 for _ in _START.finditer(fold(facts.text).text))
    if count:
        yield Signal("links", 2 if count < 3 else 5, str(count))


def short_links(facts: Facts) -> Iterator[Signal]:
    """See addresses that hide where they lead, also without "http" before them."""
    hosts = (match.group(1).lower() for match in _HOST.finditer(fold(facts.text).text))
    found = list(dict.fromkeys(host for host in hosts if host in SHORTENERS))
    if found:
        yield Signal("short_link", 3, ", ".join(found[:5]))


def link_in_name(facts: Facts) -> Iterator[Signal]:
    """See a web address in the name, where people write their name."""
    name = fold(facts.name).text
    if _START.search(name) or _SITE.search(name):
        yield Signal("link_in_name", 5)
