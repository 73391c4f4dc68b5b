"""Strict reading of the process environment, the only source of settings.

A mistyped value must stop the start and name itself: a site that guesses what `DEBUG=flase` means has guessed
wrong on somebody's server. So there are no silent conversions here, and a secret never has a default.

An empty value counts as absent, because Compose and systemd hand over `NAME=` for a variable nobody filled in.
"""

import ipaddress
import os
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ON = frozenset({"1", "true", "yes", "on"})
OFF = frozenset({"0", "false", "no", "off"})

_SMTP = ("smtp+tls", "smtp+ssl", "smtps", "smtp")
_MAIL_OF_DEVELOPERS = ("consolemail", "filemail", "memorymail", "dummymail")
_SEE = "example.env explains every variable."


def required(name: str) -> str:
    """A value without which the site must not start."""
    value = _value(name)
    if value is None:
        raise ImproperlyConfigured(f"Set {name}; example.env lists every variable.")
    return value


def text(name: str, default: str = "") -> str:
    """A value as it was written, without the space around it."""
    value = _value(name)
    return default if value is None else value


def flag(name: str, default: bool = False) -> bool:
    """A switch. Anything that is not plainly on or off is refused."""
    value = _value(name)
    if value is None:
        return default
    word = value.lower()
    if word in ON:
        return True
    if word in OFF:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0. {_SEE}")


def number(name: str, default: int, minimum: int | None = None, maximum: int | None = None) -> int:
    """A whole number within bounds; a default outside them is our own mistake and refused as well."""
    value = _value(name)
    try:
        result = default if value is None else int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number. {_SEE}") from None
    if minimum is not None and result < minimum:
        raise ImproperlyConfigured(f"{name} is {result}; the least it may be is {minimum}. {_SEE}")
    if maximum is not None and result > maximum:
        raise ImproperlyConfigured(f"{name} is {result}; the most it may be is {maximum}. {_SEE}")
    return result


def listing(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Values between commas, in order; empty places between two commas are dropped."""
    value = _value(name)
    if value is None:
        return list(default)
    return [part for raw in value.split(",") if (part := raw.strip())]


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    """One of `options`, in capitals or not."""
    value = text(name, default).upper()
    if value not in options:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of {', '.join(options)}. {_SEE}")
    return value


def url(name: str, schemes: tuple[str, ...], default: str = "", *, bare: bool = False) -> str:
    """An address with one of `schemes` and a host; `bare` wants nothing after those. Absent stays absent.

    The value is not repeated in the refusal, because most addresses here hold a password.
    """
    value = text(name, default)
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        good = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # "http://[", or a port that is no number
        good = False
    if good and bare:
        good = parts.path in ("", "/") and not (parts.query or parts.fragment or "@" in parts.netloc)
    if not good:
        form = " or ".join(f"{scheme}://host" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} must look like {form}{', without more' if bare else ''}. {_SEE}")
    return value.rstrip("/") if bare else value


def hosts(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Names of the site between commas. A star is refused: with it, any name in a request would end up in our mails."""
    values = listing(name, default)
    if not values:
        raise ImproperlyConfigured(f"Set {name} to the names of the site; example.env lists every variable.")
    if any("*" in value or "/" in value for value in values):
        raise ImproperlyConfigured(
            f"{name} must hold plain names such as example.org, or .example.org for all below it. {_SEE}"
        )
    return values


def database(name: str) -> dict[str, Any]:
    """Django's settings for the PostgreSQL database in the variable: scheme, host (or socket folder) and name given."""
    try:
        value = required(name)
        known = value.startswith(("postgres://", "postgresql://"))
        found: dict[str, Any] = environ.Env.db_url_config(value) if known else {}
    except ValueError:  # a port that is no number
        found = {}
    if not (found.get("HOST") or found.get("OPTIONS", {}).get("host")) or not found.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} must look like postgres://user:password@host:5432/name, or postgres:////folder/of/socket/name; "
            f"PostgreSQL is the only database supported. {_SEE}"
        )
    return found


def mail(name: str, *, local: bool) -> dict[str, Any]:
    """Django's settings for how mail leaves, empty when the variable is absent.

    Mail to the screen or to a folder is for a developer: readers of a real site would wait for it in vain.
    """
    value = text(name)
    if local and value.split("://")[0] in _MAIL_OF_DEVELOPERS:
        found: dict[str, Any] = environ.Env.email_url_config(value)
        return found
    value = url(name, _SMTP)
    return environ.Env.email_url_config(value) if value else {}


def networks(name: str) -> list[str]:
    """Networks or addresses between commas ("10.0.0.0/8,127.0.0.1"), each checked to be one."""
    values = listing(name)
    for value in values:
        try:
            ipaddress.ip_network(value)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} holds {value!r}; write networks such as 10.0.0.0/8. {_SEE}"
            ) from None
    return values


def _value(name: str) -> str | None:
    return os.environ.get(name, "").strip() or None
