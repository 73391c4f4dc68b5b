"""What makes a reaction look like a robot's work: signals with a weight, in words.

No signal refuses or drops anything: a moderator sees every reaction, with the signals beside it. A person who fills in
quickly, or whose browser fills in every field, must not lose their words to a guess.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

QUICK_SECONDS = 3
SUSPECT = 5  # from this score the queue marks a reaction
_LINK = re.compile(r"https?://|(?<!/)\bwww\.", re.IGNORECASE)

WORDS = {
    "trap": _("a field that people do not see was filled in"),
    "quick": _("sent within %(detail)s seconds"),
    "no_stamp": _("not sent from our own form"),
    "links": _("%(detail)s web addresses in the text"),
    "link_in_name": _("a web address as name"),
}


@dataclass(frozen=True)
class Signal:
    """One remark: its name (a key of `WORDS`), how heavy it weighs, and a figure where it has one."""

    name: str
    weight: int
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored with the reaction."""
        return asdict(self)


def signals(*, name: str, text: str, trap: str, seconds: float | None) -> list[Signal]:
    """Return what stands out; `seconds` is the age of the form, None where it carried no stamp of ours."""
    links = len(_LINK.findall(text))
    found = (
        Signal("trap", 5) if trap else None,
        Signal("no_stamp", 3) if seconds is None else None,
        Signal("quick", 3, str(QUICK_SECONDS)) if seconds is not None and seconds < QUICK_SECONDS else None,
        Signal("links", 2 if links < 3 else 5, str(links)) if links else None,
        Signal("link_in_name", 5) if _LINK.search(name) else None,
    )
    return [signal for signal in found if signal]


def score(found: list[Signal]) -> int:
    """Return how suspicious these signals are together."""
    return sum(signal.weight for signal in found)


def in_words(stored: dict[str, Any]) -> str:
    """Return a stored signal in the moderator's language; one of an older version by its name."""
    words = WORDS.get(str(stored.get("name")))
    return str(words) % {"detail": stored.get("detail", "")} if words else str(stored.get("name", ""))
