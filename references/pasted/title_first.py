"""Lists that put the title before the names, as result pages do that are copied whole.

PubMed ("Similar articles"): `Title. Moreau P, Cavo M. Moreau P, et al. Blood. 2012 Aug 2;120(5):947-59. Blood. 2012.`
Europe PMC (reference list of an article): `Title. LeCun Y, Hinton G. Nature, (7553):436-444 2015.`
"""

import re
from dataclasses import replace

from references.pasted.names import Byline, read_byline
from references.pasted.text import sentence
from references.records import Record

_CUT = re.compile(r"[.?!]\s+")


def names_out_of_title(record: Record) -> Record:
    """`record` with the names that stand at the end of its title as its authors, when there are such names."""
    found: Byline | None = None
    title = record.title
    for cut in reversed(list(_CUT.finditer(record.title))[-4:]):
        byline = read_byline(record.title[cut.end() : len(title)].rstrip(" .") + ".")
        if not byline or byline.form == "group" or byline.bare:
            break
        if byline.end < len(record.title[cut.end() : len(title)].rstrip(" .")):
            break
        # PubMed prints the list twice, the second time shortened: the first is the whole one.
        found, title = byline, record.title[: cut.start() + 1]
    if not found:
        return record
    return replace(record, title=sentence(title), authors=found.people, et_al=found.et_al)
