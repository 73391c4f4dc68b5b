"""What a mark is."""

from dataclasses import dataclass
from enum import StrEnum

from comments.loep import words


class Kind(StrEnum):
    """What is marked. The order is the rank: where two marks cover the same words, the first one stays."""

    CRISIS = "crisis"
    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"
    ADDRESS = "address"
    NAME = "name"
    STOP = "stop"  # advice to stop a treatment
    DOSE = "dose"
    SHOP = "shop"  # a link to a shop, or a code for one
    SHOP_WORDS = "shop_words"
    STOPPED = "stopped"  # somebody tells that they stopped: their own story, so a weaker mark


RANK = {kind: rank for rank, kind in enumerate(Kind)}
WEAK = {Kind.STOPPED, Kind.SHOP_WORDS}


@dataclass(frozen=True)
class Mark:
    """Characters `start` up to `end` of the text as it was written (not of a folded copy)."""

    start: int
    end: int
    kind: Kind

    @property
    def weak(self) -> bool:
        """Whether it is only a hint: it gives no priority and proposes nothing."""
        return self.kind in WEAK

    @property
    def label(self) -> str:
        """Its kind in one or two words, in the moderator's language."""
        return str(words.LABELS[self.kind])

    @property
    def explanation(self) -> str:
        """Why it is marked, in a sentence, in the moderator's language."""
        return str(words.EXPLANATIONS[self.kind])

    @property
    def proposal(self) -> str:
        """What could stand there instead, in the site's language; empty where leaving out would change what is said."""
        return str(words.PROPOSALS.get(self.kind, ""))
