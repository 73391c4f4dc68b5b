"""How many reactions one network and one address may send in a while.

A fixed window with `add` and `incr`, which every cache of Django's does atomically. Keys are hashed, so that no address
lies in the cache. A cache that is away lets everybody through: moderators look at every reaction anyway, and a
patient's words matter more than a count. With a cache per process (no Redis) the real limit is that many per process.
"""

import logging
from hashlib import blake2b

from django.conf import settings
from django.core.cache import cache

WINDOW = 600  # seconds
PER_NETWORK = 30  # a hospital ward may share one
PER_ADDRESS = 10
_log = logging.getLogger(__name__)


def limit(kind: str) -> int:
    """Return how many are allowed within the window; `REACTION_LIMITS` in the settings overrides."""
    limits: dict[str, int] = getattr(settings, "REACTION_LIMITS", {})
    return limits.get(kind, {"network": PER_NETWORK, "address": PER_ADDRESS}[kind])


def too_many(*, network: str | None, email: str) -> bool:
    """Count one more try, and tell whether that is more than allowed."""
    counts = [
        _count(kind, value) > limit(kind)
        for kind, value in (("network", network), ("address", email))
        if value
    ]
    return any(counts)


def _count(kind: str, value: str) -> int:
    key = (
        "reactions:"
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
