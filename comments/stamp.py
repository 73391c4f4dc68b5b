"""The hidden stamp in the form: when it was opened, signed, so that it needs neither cookie nor session."""

import time

from django.core import signing

MAX_AGE = 24 * 60 * 60


def _signer(slug: str) -> signing.Signer:
    return signing.Signer(salt=f"comments.form:{slug}")


def fresh(slug: str, *, seconds_ago: float = 0) -> str:
    """Return a stamp for the form of the article at `slug`, as if opened some seconds ago."""
    return _signer(slug).sign(f"{time.time() - seconds_ago:.1f}")


def age(stamp: str, slug: str) -> float | None:
    """Return how many seconds ago the form was opened; None for a stamp that is missing, forged or of another form."""
    try:
        return max(0.0, time.time() - float(_signer(slug).unsign(stamp)))
    except (signing.BadSignature, ValueError):
        return None


def renewed(stamp: str, slug: str) -> str:
    """Return the stamp for a form that is shown again.

    A valid one is kept. Otherwise the new one is dated back a little: who only presses the button once more is quick,
    and no robot for that.
    """
    seconds = age(stamp, slug)
    return stamp if seconds is not None and seconds <= MAX_AGE else fresh(slug, seconds_ago=60)
