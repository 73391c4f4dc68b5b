"""A puzzle for a reaction that looks like a robot's: the sender's device finds a number, which costs a second or two.

Nobody is refused over it. A reaction without a solution (no script, an old phone, a reader who would not wait) goes to
the moderators like any other, with a signal. The puzzle only makes sending thousands expensive.

The library `altcha` (its version 1: find the number whose SHA-256 with a salt is given) signs and checks puzzles, and
accepts a solution as often as it comes. So the ones used are kept in the cache until they expire, and each puzzle is made
for one text from one address under one article: elsewhere its solution is worth nothing. While the cache is away nobody
can tell a first use from a second, and a solution counts as none: that costs a signal, not a reader's words. With a cache
per process (no Redis) one solution can be used once in each process, for the same words, which `posting` stores once.

No cookie and no session: the puzzle travels in the form.
"""

import logging
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from altcha import v1
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

HARDEST = 50_000  # numbers to try at most, half of them on average: about a second on a cheap phone
EXPIRES = timedelta(minutes=30)  # a phone may fall asleep over it
LONGEST = 2_000  # characters of a solution; ours have some 400
_log = logging.getLogger(__name__)


def puzzle_for(*, slug: str, email: str, text: str) -> dict[str, Any]:
    """Return a new puzzle as the page needs it: `algorithm`, `challenge`, `maxNumber`, `salt`, `signature`."""
    challenge = v1.create_challenge(
        v1.ChallengeOptions(
            hmac_key=_key(),
            max_number=HARDEST,
            expires=timezone.now() + EXPIRES,
            params={"about": _about(slug, email, text)},
        )
    )
    made: dict[str, Any] = challenge.to_dict()
    return made


def is_solved(solution: str, *, slug: str, email: str, text: str) -> bool:
    """Tell whether `solution` (base64 of JSON, as our script sends it) solves a puzzle made for this reaction, for the first time."""
    if not solution or len(solution) > LONGEST:
        return False
    try:
        payload = v1.Payload.from_base64(solution)
        solved, _ = v1.verify_solution(payload, _key())
        about = v1.extract_params(payload.to_dict()).get("about", [])
    except (
        Exception
    ):  # anything can be typed into a field: no JSON, a list, a number that is none, half a letter
        return False
    return bool(solved) and about == [_about(slug, email, text)] and _is_first_use(payload.challenge)


def _is_first_use(challenge: str) -> bool:
    try:
        return bool(cache.add(f"puzzles:{challenge}", 1, int(EXPIRES.total_seconds()) + 60))
    except Exception:  # each cache has its own errors
        _log.warning("the cache does not answer; a solved puzzle counts as none", exc_info=True)
        return False


def _about(slug: str, email: str, text: str) -> str:
    """Return what ties a puzzle to one reaction; with a key, because it travels beside an address and readable words."""
    return blake2b(
        repr((slug, email.lower(), text)).encode("utf-8", "replace"), key=_key()[:64].encode(), digest_size=12
    ).hexdigest()


def _key() -> str:
    return blake2b(f"comments.proof:{settings.SECRET_KEY}".encode(), digest_size=32).hexdigest()
