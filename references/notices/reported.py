"""One notice as a source reports it, in the one shape that is stored, whatever the source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from references.clients.found import Update
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


def from_updates(source: str, updates: Iterable[Update]) -> list[Reported]:
    """What a service's client found, in our kinds. Words that are no notice, and words that we do not know, are left out.

    A publisher's own report goes before the same one from Retraction Watch, which Crossref has taken in as well.
    """
    told = sorted(updates, key=lambda each: each.source == "retraction-watch")
    return once(
        reported(kind, doi=each.doi, pmid=each.pmid, number=_number(each), date=each.date, note=each.text)
        for each in told
        if (kind := kind_in(source, each.kind))
    )


def kind_in(source: str, word: str) -> str | None:
    """Our kind for a word of a client's, which may have translated it already."""
    return word if word in kinds.LEVELS else kinds.kind_of(source, word)


def strange_words(source: str, updates: Iterable[Update]) -> set[str]:
    """Words of a service that are in no table of ours: to be looked at, not guessed."""
    return {
        each.kind
        for each in updates
        if each.kind not in kinds.LEVELS and not kinds.is_known(source, each.kind)
    }


def _number(update: Update) -> str:
    return f"rw:{update.number}" if update.number else ""


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
