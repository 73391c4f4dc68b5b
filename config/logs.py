"""What goes to the log says what happened, never to whom: no address, no link from a mail, no row of the database."""

import ipaddress
import logging
import re

# Links in mails hold 256 random bits (comments.tokens); a signed one is a number, a colon and 43 characters.
_TOKEN = re.compile(r"(?<![\w-])(?:\d+:)?[\w-]{43}(?![\w-])")
_EMAIL = re.compile(r"[^\s\"'<>(),;=]+@[\w.-]+\.\w+")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_PERHAPS_IPV6 = re.compile(r"(?<![\w:.])[0-9a-fA-F:.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*")  # a time of day, too
# PostgreSQL repeats the row, or the value that was there already, in the lines after its message.
_ROW = re.compile(r"\nDETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\n\S+Error\b|\Z)", re.DOTALL)


def discreet(text: str) -> str:
    """Return a line for the log without what could lead to a person or open somebody's link."""
    text = _ROW.sub("", text)
    text = _TOKEN.sub("[link]", text)
    text = _EMAIL.sub("[e-mail]", text)
    return _IPV4.sub("[ip]", _PERHAPS_IPV6.sub(_without_ipv6, text))


def _without_ipv6(found: re.Match[str]) -> str:
    """Hide the address at the start of what looks like one; a colon behind it belongs to the sentence."""
    text = found[0]
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
