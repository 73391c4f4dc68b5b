"""The cookie that remembers a confirmed address: the only one that readers get, and only who confirms a reaction.

It holds no address but a keyed hash of one, so who finds it on a shared computer learns nothing, and it counts only for
that very address typed in the form. What a reader types proves nothing by itself.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

DAYS = 180
_AGE = DAYS * 24 * 60 * 60
_SALT = "comments.confirmed_address"


def remember(response: HttpResponse, email: str) -> None:
    """Let this browser send in further reactions from `email` without confirming each."""
    response.set_cookie(
        settings.ADDRESS_COOKIE_NAME,
        signing.TimestampSigner(salt=_SALT).sign(_fingerprint(email)),
        max_age=_AGE,
        path=settings.ADDRESS_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Take the cookie away."""
    response.delete_cookie(settings.ADDRESS_COOKIE_NAME, path=settings.ADDRESS_COOKIE_PATH, samesite="Lax")


def is_remembered(request: HttpRequest, email: str) -> bool:
    """Tell whether this browser's reader proved, at most `DAYS` ago, that `email` is theirs."""
    cookie = request.COOKIES.get(settings.ADDRESS_COOKIE_NAME, "")
    try:
        known = signing.TimestampSigner(salt=_SALT).unsign(cookie, max_age=_AGE)
    except signing.BadSignature:
        return False
    return constant_time_compare(known, _fingerprint(email))


def _fingerprint(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()
