"""A reader's plain words as safe HTML. Imports no Django."""

from html import escape


def to_html(text: str) -> str:
    """Return `text` as escaped paragraphs: a blank line starts a new one, a line end stays a line end.

    Addresses are not made into links, on purpose: a link is what spam is posted for, and readers of a patients' site
    should not be one tap away from a shop that a stranger named. Who wants to follow one can copy it.
    """
    paragraphs = (part.strip() for part in text.split("\n\n"))
    return "\n".join(
        f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs if part
    )
