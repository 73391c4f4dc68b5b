"""Strict reading of the process environment, the only source of settings.

A mistyped value must stop the start and name itself: a site that guesses what `DEBUG=flase` means has guessed
wrong on somebody's server. So there are no silent conversions here, and a secret never has a default.

An empty value counts as absent, because Compose and systemd hand over `NAME=` for a variable nobody filled in.
"""

import ipaddress
import os

from django.core.exceptions import ImproperlyConfigured

ON = frozenset({"1", "true", "yes", "on"})
OFF = frozenset({"0", "false", "no", "off"})

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
