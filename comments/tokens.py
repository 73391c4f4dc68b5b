"""Tokens in mailed links. A random one is stored as its hash only; a signed one needs no storing.

What leaks from the database (a backup, a log) must not open anybody's link: NIST SP 800-63B, 5.1.2.2, on look-up
secrets. The random part has 256 bits, so a plain hash is enough; there is nothing to guess.
"""

import hashlib
import secrets

from django.core import signing

_UNSUBSCRIBE = "comments.unsubscribe"


def new_token() -> tuple[str, str]:
    """Return a fresh random token for a link, and the hash to store."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def unsubscribe_token(subscription_id: int) -> str:
    """Return the token of the "stop" link. It never expires: an old mail must still be able to stop the mails."""
    return signing.Signer(salt=_UNSUBSCRIBE).sign(str(subscription_id))


def subscription_of(token: str) -> int:
    """Return the number of the subscription that a "stop" link is about, 0 (nobody's) for a link that is not ours."""
    try:
        return int(signing.Signer(salt=_UNSUBSCRIBE).unsign(token))
    except (signing.BadSignature, ValueError):
        return 0
