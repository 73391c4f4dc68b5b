"""How many reactions one network and one address may send in a while.

A fixed window with `add` and `incr`, which every cache of Django's does atomically. Keys are hashed, so that no address
lies in the cache. A cache that is away lets everybody through: moderators look at every reaction anyway, and a
patient's words matter more than a count. With a cache per process (no Redis) the real limit is that many per process.
"""

import logging
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings
from django.core.cache import cache

WINDOW = 600  # seconds
PER_NETWORK = 30  # a hospital ward may share one
PER_ADDRESS = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tries:
    """How often the network and the address tried within the window, this time included; 0 where nobody could count."""

    counts: dict[str, int]

    @property
    def too_many(self) -> bool:
        """Whether one of them is over its limit."""
        return any(count > limit(kind) for kind, count in self.counts.items())

    @property
    def busy(self) -> dict[str, int]:
        """Those that used half of their limit, and more than once: not yet a reason to refuse, but to look."""
        return {kind: count for kind, count in self.counts.items() if count > 1 and count * 2 >= limit(kind)}


def limit(kind: str) -> int:
    """Return how many are allowed within the window; `REACTION_LIMITS` in the settings overrides."""
    limits: dict[str, int] = getattr(settings, "REACTION_LIMITS", {})
    return limits.get(kind, {"network": PER_NETWORK, "address": PER_ADDRESS}[kind])


def count(*, network: str | None, email: str, what: str = "reactions") -> Tries:
    """Count one more try of both; tries of another `what` are counted apart, so that one never costs the other."""
    kinds = (("network", network), ("address", email))
    return Tries({kind: _count(what, kind, value) for kind, value in kinds if value})


def too_many(*, network: str | None, email: str, what: str = "reactions") -> bool:
    """Count one more try, and tell whether that is more than allowed."""
    return count(network=network, email=email, what=what).too_many


def _count(what: str, kind: str, value: str) -> int:
    key = (
        f"{what}:"
        + blake2b(f"{settings.SECRET_KEY}{kind}{value.lower()}".encode(), digest_size=16).hexdigest()
    )
    try:
        cache.add(key, 0, WINDOW)
        return cache.incr(key)
    except (
        Exception
    ):  # each cache has its own errors (also for a key that ended just now); none may cost a reader words
        _log.warning("the cache does not answer; reactions are not counted", exc_info=True)
        return 0
