"""Which format a file is in, from its first kilobytes; also for what we do not read, so that a refusal can name it."""

import re

from references.formats.reading import decode
from references.formats.shapes import FormatError

HEAD = 8192  # bytes that are enough to tell
_RIS = re.compile(r"^\s*TY {0,2}- {0,2}[A-Z]{3,6}\s*$", re.M)
_NBIB = re.compile(
    r"^(?:PMID|OWN |STAT|ISBN|VI  |IP  |DP  |TI  |BTI |PG  |LID |FAU |AU  |CN  |FED |PT  )- ?\S", re.M
)
_BIBTEX = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.M)
_PUBMED = re.compile(r"<(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|PubmedBookArticleSet)[\s>/]")
_BINARY = ((b"PK\x03\x04", "zip"), (b"%PDF", "pdf"), (b"\x1f\x8b", "gzip"), (b"\xd0\xcf\x11\xe0", "office"))


def detect(head: bytes) -> str | None:
    """The name of the format (`ris`, `bibtex`, `nbib`, `csl`, `pubmed_xml`) that starts with `head`, or None."""
    text = _text(head)
    start = text.lstrip()[:1]
    if start == "<":
        return "pubmed_xml" if _PUBMED.search(text) else None
    # Ordered by how hard it is to be mistaken: a RIS note may hold "@", a BibTeX abstract may hold a JSON bracket.
    firsts = [
        (match.start(), name)
        for name, pattern in (("ris", _RIS), ("nbib", _NBIB), ("bibtex", _BIBTEX))
        if (match := pattern.search(text))
    ]
    if start in ("[", "{") and (re.match(r"\s*(?:\[\s*)?(?:\{\s*(?:\"|\}|$)|\]|$)", text)):
        return "csl"
    return min(firsts)[1] if firsts else None


def looks_like(head: bytes) -> str:
    """What a file that we do not take looks like: a format's name, `zip`, `pdf`, `html`, `xml`, `rtf`, … or "" ."""
    for magic, name in _BINARY:
        if head.startswith(magic):
            return name
    if known := detect(head):
        return known
    text = _text(head).lstrip()
    if text.startswith("{\\rtf"):
        return "rtf"
    if re.match(r"<!doctype html|<html", text, re.I):
        return "html"
    if text.startswith("<"):
        return "endnote_xml" if re.search(r"<xml>\s*<records>", text) else "xml"
    if re.match(r"FN |PT [JBCPS]\b", text):
        return "wos"
    if re.match(r"%[0A-Z] ", text):
        return "endnote"
    return "csv" if re.match(r"[^\n,;\t]+[,;\t][^\n]*[,;\t][^\n]*\n", text) else ""


def require(wanted: str, head: bytes) -> None:
    """Raise FormatError unless a file that starts with `head` can be in the format `wanted`."""
    if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\0"):
        raise FormatError("empty")
    if detect(head) != wanted:
        raise FormatError("wrong_format", wanted=wanted, looks_like=looks_like(head))


def _text(head: bytes) -> str:
    head = head[:HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", "replace")
    else:
        text = decode(head.removeprefix(b"\xef\xbb\xbf"))
    return text.replace("\r\n", "\n").replace("\r", "\n")
