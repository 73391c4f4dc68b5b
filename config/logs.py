"""What goes to the log says what happened, never to whom: no address, no link from a mail, no row of the database."""

import ipaddress
import logging
import re

# Every 404 comes by here with an address of the sender's making, so the work must grow with its length and no faster:
# a repeat without a limit takes a whole run of characters, gives nothing back (`++`), and nothing has to follow it.
# Links in mails hold 256 random bits (comments.tokens); a signed one is a number, a colon and 43 characters.
_TOKEN = re.compile(r"(?<![\w-])(?:\d{1,19}:)?[\w-]{43}(?![\w-])")
_PERHAPS_EMAIL = re.compile(r"[^\s\"'<>(),;=]++")
_DOMAIN = re.compile(r"[\w.-]*+")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_PERHAPS_IPV6 = re.compile(r"(?<![\w:.])[0-9a-fA-F:.]++")
# PostgreSQL repeats the row, or the value that was there already, in the lines after its message.
_ROW = re.compile(r"\nDETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\n\S+Error\b|\Z)", re.DOTALL)


def discreet(text: str) -> str:
    """Return a line for the log without what could lead to a person or open somebody's link."""
    text = _ROW.sub("", text)
    text = _TOKEN.sub("[link]", text)
    text = _PERHAPS_EMAIL.sub(_without_email, text)
    return _IPV4.sub("[ip]", _PERHAPS_IPV6.sub(_without_ipv6, text))


def _without_email(found: re.Match[str]) -> str:
    """Hide everything up to the last domain in a run without spaces; what stands behind that belongs to the sentence."""
    before, _at, after = found[0].rpartition("@")
    return f"[e-mail]{_DOMAIN.sub('', after, count=1)}" if before else found[0]


def _without_ipv6(found: re.Match[str]) -> str:
    """Hide the address at the start of what may be one (a time of day, too); a colon behind it is the sentence's."""
    text = found[0]
    if text.count(":") < 2:
        return text
    for end in range(len(text), max(len(text) - 3, 1), -1):
        try:
            ipaddress.IPv6Address(text[:end])
        except ValueError:
            continue
        return f"[ip]{text[end:]}"
    return text


class Discreet(logging.Formatter):
    """Formats as usual, traceback and all, and then looks at every word of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return discreet(super().format(record))


class DiscreetFilter(logging.Filter):
    """The same for a logger whose formatter is somebody else's; gunicorn names the address of a malformed request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the message, keep the record."""
        record.msg, record.args = discreet(record.getMessage()), ()
        return True
