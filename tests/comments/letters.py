"""Reading letters in tests."""

import re
from email.message import EmailMessage


def text_of(letter: EmailMessage) -> str:
    """The plain part."""
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())


def html_of(letter: EmailMessage) -> str:
    """The HTML part."""
    part = letter.get_body(("html",))
    assert part
    return str(part.get_content())


def link_in(letter: EmailMessage, beginning: str) -> str:
    """The path of a link in the plain part; the same address stands in the HTML part."""
    found = re.search(rf"http://127\.0\.0\.1:8000({beginning}\S*)", text_of(letter))
    assert found
    assert f'href="{found.group()}"' in html_of(letter).replace("&#x27;", "'")
    return found.group(1)
