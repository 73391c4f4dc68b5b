"""A reader's plain words as safe HTML. Imports no Django."""

import re
from html import escape

QUOTED = 600  # characters of another's reaction above a form; more would push the form off the screen


def to_html(text: str) -> str:
    """Return `text` as escaped paragraphs: a blank line starts a new one, a line end stays a line end.

    Addresses are not made into links, on purpose: a link is what spam is posted for, and readers of a patients' site
    should not be one tap away from a shop that a stranger named. Who wants to follow one can copy it.
    """
    paragraphs = (part.strip() for part in text.split("\n\n"))
    return "\n".join(
        f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs if part
    )


def quoted(text: str) -> str:
    """Return the beginning of `text`, whole where it is short, else up to a word with an ellipsis.

    A box that scrolls would cut it in the middle of a line and hide, on a phone, that there is more.
    """
    if len(text) <= QUOTED:
        return text
    words = re.match(r".*(?=\s)", text[:QUOTED], re.DOTALL)
    return (words.group() if words else text[: QUOTED - 1]).rstrip(" \n,;:.") + "…"
