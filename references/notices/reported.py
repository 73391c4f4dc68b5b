"""One notice as a source reports it, in the one shape that is stored, whatever the source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from references.identifiers import doi_key
from references.links import doi_url, pmid_url
from references.notices import kinds
from references.records import PartialDate

DAY, MONTH, YEAR = "day", "month", "year"
_UNLINKED = "text:"


@dataclass(frozen=True, slots=True)
class Reported:
    """A notice: our kind, and where it is to be read.

    `key` tells one notice of a source from another: the notice's own DOI or PMID, else the source's number for it, else
    a print of its text (`is_weak`), which a link that the source adds later replaces.
    """

    kind: str
    key: str
    date: PartialDate | None = None
    url: str = ""
    note: str = ""

    @property
    def is_weak(self) -> bool:
        """Whether nothing but the text tells which notice this is."""
        return self.key.startswith(_UNLINKED)


def reported(
    kind: str, *, doi: str = "", pmid: str = "", number: str = "", date: PartialDate | None = None, note: str = ""
) -> Reported:  # fmt: skip
    """A notice with its key and address made from what is known of it. `doi` and `pmid` are the notice's, canonical."""
    note = " ".join(note.split())
    if pmid:
        key, url = f"pmid:{pmid}", pmid_url(pmid)
    elif doi:
        key, url = f"doi:{doi_key(doi)}", doi_url(doi)
    elif number:
        key, url = number, ""
    else:
        key, url = _UNLINKED + blake2b(note.encode(), digest_size=8).hexdigest(), ""
    return Reported(kind, key[:320], date, url, note)


def once(notices: Iterable[Reported]) -> list[Reported]:
    """Each notice once, the first of those that are the same; one source may have it from two."""
    return list({(each.kind, each.key): each for each in reversed(list(notices))}.values())[::-1]


def from_types(types: Sequence[str], links: Sequence[Reported]) -> list[Reported]:
    """Notices that only a publication type tells of: none where a link of the same weight is there already."""
    told = {each.kind for each in links}
    found = []
    for name in types:
        kind = kinds.kind_of_type(name)
        if kind and not (told & set(kinds.BAD)):
            found.append(reported(kind, note=name))
    return found


def stored_date(partial: PartialDate | None) -> tuple[date | None, str]:
    """A day for the database, the first of what is known, and how precise it is."""
    if partial is None:
        return None, DAY
    month, day = partial.month, partial.day
    try:
        if month and day:
            return date(partial.year, month, day), DAY
    except ValueError:
        pass  # 30 February: the month is still right
    return date(partial.year, month or 1, 1), MONTH if month else YEAR
