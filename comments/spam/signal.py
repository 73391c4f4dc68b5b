"""A remark about a reaction, and what it says to a moderator."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SUSPECT = 5  # from this score the queue marks a reaction

WORDS = {
    "trap": _("a field that people do not see was filled in"),
    "quick": _("sent within %(detail)s seconds"),
    "no_stamp": _("not sent from our own form"),
    "busy_network": _("many reactions from this network in ten minutes: %(detail)s"),
    "busy_address": _("many reactions from this address in ten minutes: %(detail)s"),
    "no_puzzle": _("no puzzle solved"),
    "links": _("%(detail)s web addresses in the text"),
    "link_in_name": _("a web address as name"),
    "short_link": _("a shortened web address: %(detail)s"),
    "repeat": _("almost the same as a reaction of the last days (%(detail)s)"),
    "gambling": _("words about gambling: %(detail)s"),
    "loans": _("words about loans: %(detail)s"),
    "pills": _("words about selling medicines: %(detail)s"),
    "seo": _("words about selling links and visitors: %(detail)s"),
    "crypto": _("words about crypto coins and quick money: %(detail)s"),
    "adult": _("words about paid sex: %(detail)s"),
    "capitals": _("almost everything in capitals"),
    "mixed_scripts": _("letters of different alphabets in one word: %(detail)s"),
    "learned": _("resembles what was spam here before, by the words: %(detail)s"),
    "check_failed": _("check failed: %(detail)s"),
}


@dataclass(frozen=True)
class Signal:
    """One remark: its name (a key of `WORDS`), how heavy it weighs, and a figure or the words found where it has them."""

    name: str
    weight: int
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored with the reaction."""
        return asdict(self)


def score(found: Iterable[Signal]) -> int:
    """Return how suspicious these signals are together."""
    return sum(signal.weight for signal in found)


def in_words(stored: Mapping[str, Any]) -> str:
    """Return a stored signal in the moderator's language; one of an older version by its name."""
    words = WORDS.get(str(stored.get("name")))
    return str(words) % {"detail": stored.get("detail", "")} if words else str(stored.get("name", ""))
