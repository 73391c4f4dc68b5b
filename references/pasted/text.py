"""What every reading rule needs of text: folded white space, ASCII dashes, the list number cut off."""

import re
import unicodedata

# str.isspace() misses the zero-width characters, which browsers put inside pasted DOIs and names.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None)
_SPACES = {code: " " for code in (*range(0x3001), 0xFEFF) if chr(code).isspace()}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_INLINE_MARKUP = re.compile(r"</?(?:i|em|b|strong|sub|sup|u|span)(?:\s[^<>]{0,200})?>", re.I)
_NUMBERING = re.compile(
    r"\s*(?:[•·▪●◦‣∙*]\s*|[-–—]\s+)?(?:(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)](?=\D))(?:[.:]?\s*)|\d{1,4}(?:\t+\s*|:\s+))?",
    re.A,
)

UPPER = "".join(re.escape(chr(code)) for code in range(0x41, 0x2000) if chr(code).isupper())


LETTER = rf"[{UPPER}a-zß-ÿ\u0100-\u1fff]"


def words(text: str) -> frozenset[str]:
    """The set of words in `text`: the readable way to write a long list of them."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """`text` composed (NFC), every white space one plain space, zero-width characters and inline markup gone, stripped."""
    plain = (
        unicodedata.normalize("NFC", _INLINE_MARKUP.sub("", text)).translate(_INVISIBLE).translate(_SPACES)
    )
    return " ".join(plain.split())


def ascii_dashes(text: str) -> str:
    """The same text, the same length, with every kind of dash as "-": offsets found in it hold in `text`."""
    return text.translate(_DASHES)


def without_number(line: str) -> str:
    """A list line without its bullet and number: "1. ", "[1] ", "1) ", "• "."""
    rest = line
    for _ in range(2):
        match = _NUMBERING.match(rest)
        rest = rest[match.end() :] if match else rest
    return rest


def sentence(text: str) -> str:
    """A title without the full stop, comma or quotation marks around it; `?`, `!` and `…` stay."""
    text = text.strip(" ,;:")
    if text[:1] in "“\"'‘«„" and text[-1:] in "”\"'’»“.,":
        inner = text[1:].rstrip(".,;")
        if inner[-1:] in "”\"'’»“":
            text = inner[:-1]
    text = text.rstrip(" ,;:-–")
    return text[:-1].rstrip(" ,;:") if text.endswith(".") and not text.endswith("...") else text


def without_trailing_punctuation(url: str) -> str:
    """An address without the sentence's punctuation after it; a bracket that was opened inside stays."""
    end = len(url)
    depth = {")": url.count("(") - url.count(")"), "]": url.count("[") - url.count("]")}
    while end and url[end - 1] in ".,;:)]'’":
        if (last := url[end - 1]) in depth:
            if depth[last] >= 0:
                break
            depth[last] += 1
        end -= 1
    return url[:end]
