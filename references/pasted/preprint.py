"""Preprints: `Title. medRxiv [Preprint]. 2024 Jun 21:2024.06.18.24309054.`, `arXiv 2023, arXiv:2305.18367.`, `Preprint at https://…`

Citing Medicine, chapter 24 (preprints in PubMed's records); Nature's and MDPI's instructions for the other two.
"""

import re
from urllib.parse import urlsplit

from references.pasted.line import Line
from references.pasted.locator import DATE, read_date
from references.pasted.text import ascii_dashes, sentence
from references.records import PartialDate, Record

_SERVERS = "arXiv|bioRxiv|medRxiv|chemRxiv|PsyArXiv|SocArXiv|EarthArXiv|Research Square|SSRN|Preprints\\.org|Authorea|OSF Preprints|PeerJ Preprints|Zenodo"
_NUMBER = r"(?P<number>(?:(?:arXiv|e-?prints?):?\s?)?(?:\d{4}\.\d{4,5}|\d{4}\.\d\d\.\d\d\.\d{5,9}|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7}|rs\.\d\.rs-\d{5,8}|\d{6})(?:v\d{1,2})?)"
# Here a day may be followed by a colon: "2024 Jun 21:2024.06.18.24309054".
_WHEN = DATE.replace(r"(?!\s?[(:])", "")
_FORM = re.compile(
    rf"(?:^|(?P<stop>[.?!,;\]”\"])\s)(?:Preprint (?:at|on|in)\s|in\s)?(?P<server>{_SERVERS})(?:\s?[\[(]?(?:e-?|pre)print[\])]?(?:\sserver)?)?"
    rf"(?:[.,;:]?\s?\(?{_WHEN}\)?)?(?:[.,;:]?\s?\[?{_NUMBER}(?:\s\[[\w.-]{{2,12}}\])?\]?)?(?:[.,;:]?\s?\(?(?P<later>(?:19|20)\d\d)\)?)?[\s.,;]*$",
    re.I | re.A,
)
_AT_ADDRESS = re.compile(
    r"[.?!]\s(?:Preprint|Pre-print) (?:at|on)(?:[.,;:]?\s?\(?(?P<later>(?:19|20)\d\d)\)?)?[\s.,;]*$",
    re.I | re.A,
)
_HOSTS = {"arxiv.org": "arXiv", "biorxiv.org": "bioRxiv", "medrxiv.org": "medRxiv", "researchsquare.com": "Research Square",
          "ssrn.com": "SSRN", "chemrxiv.org": "ChemRxiv", "preprints.org": "Preprints.org", "osf.io": "OSF Preprints"}  # fmt: skip


def read(line: Line) -> Record | None:
    """The preprint on a line that ends in the name of a preprint server, or None."""
    offset = max(0, len(line.rest) - 240)
    window = ascii_dashes(line.rest)[offset:]
    if match := _FORM.search(window):
        server, number = (
            line.rest[offset:][match.start("server") : match.end("server")],
            match["number"] or "",
        )
        issued = read_date(match) if match["year"] else None
        if not (issued or match["later"] or line.issued or number or line.tail.doi):
            return None
    elif match := _AT_ADDRESS.search(window):
        server, number, issued = _HOSTS.get(_host(line.tail.url), ""), "", None
    else:
        return None
    title = sentence(line.rest[: offset + match.start()] + (match[0][:1] if match[0][:1] in '?!]”"' else ""))
    if not title or not server:
        return None
    later = PartialDate(int(match["later"])) if match["later"] else None
    return line.record(
        type="article", title=title, container_title=server, issued=issued or later or line.issued, page=number, number=number,
        url=line.tail.url,
    )  # fmt: skip


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("papers.")
    except ValueError:  # "https://[" is no address
        return ""
