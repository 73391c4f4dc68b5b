"""By which few words a publication can be found again: computed when it is stored, asked for when a record arrives.

Comparing each arriving record with each work grows with the table. Instead a work stores some keys, each of which the
same publication would very likely share however it was printed; an index answers which works have one of them. Only
those are scored. A key holds the year, because works more than a year apart are not the same (`scoring`).
"""

from hashlib import blake2b

from references.matching.normal import first_page, initial, letters, name, words
from references.records import Record

UNKNOWN = "0"
_TELLING = 25  # letters from which a title is no "Editorial" or "Reply" that hundreds share


def keys_of(record: Record) -> list[str]:
    """What a work with these facts is stored under."""
    year = record.issued.year if record.issued else UNKNOWN
    keys = [f"{kind}:{year}:{rest}" for kind, rest in _without_year(record)]
    return [*keys, title_key(record)] if record.title else keys


def keys_to_ask(record: Record) -> list[str]:
    """Under what works that may be the same are stored: this year, the years beside it, and unknown years."""
    years = [UNKNOWN]
    if record.issued:
        years += [str(record.issued.year + apart) for apart in (0, -1, 1)]
    parts = _without_year(record)
    keys = [f"{kind}:{year}:{rest}" for year in years for kind, rest in parts]
    if len(letters(record.title)) >= _TELLING:
        keys.append(title_key(record))
    return keys


def title_key(record: Record) -> str:
    """The whole title, whatever the year."""
    return "n:" + blake2b(letters(record.title).encode(), digest_size=8).hexdigest()


def _without_year(record: Record) -> list[tuple[str, str]]:
    """The kind of each key, and what follows the year in it."""
    keys = []
    title = words(record.title)
    if title:
        keys.append(("t", "".join(title)[:20]))
    if len(title) >= 4:
        longest = sorted(sorted(set(title), key=lambda word: (-len(word), word))[:3])
        keys.append(("w", " ".join(word[:24] for word in longest)))
    first = record.authors[0] if record.authors else None
    if first and name(first):
        keys.append(("a", f"{name(first)[:24]}:{initial(first)}"))
    page = first_page(record.page or record.number)
    if record.volume and page:
        keys.append(("l", f"{letters(record.volume)[:12]}:{page[:16]}"))
    return keys
