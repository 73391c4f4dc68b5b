"""What is written is read back the same: RIS, BibTeX and CSL-JSON, over invented records."""

import re
from dataclasses import replace

import pytest
import rispy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from references.formats import Entry, Section, bibtex, csl, nbib, ris
from references.formats.latex import decode, encode
from references.records import PartialDate, Person, Record

_TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="éß–“{}\\$%&~^#_'`-"),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()))  # fmt: skip
_WORDS = _TEXT.filter(lambda text: text and any(c.isalnum() for c in text) and "<" not in text)
_MAYBE = st.just("") | _WORDS
_NAME = st.from_regex(r"[A-ZÉÖ][a-zéöß’'-]{1,9}", fullmatch=True)
_DATE = st.builds(PartialDate, st.integers(1400, 2099)) | st.dates().map(
    lambda day: PartialDate(max(day.year, 1400), day.month, day.day)
)
_PAGE = st.sampled_from(["", "947-59", "S77-S81", "e12", "12", "1-2-3", "iv-x"])
_SIMPLE = st.builds(
    Person,
    family=st.builds(" ".join, st.lists(_NAME, min_size=1, max_size=2)),
    given=st.builds(" ".join, st.lists(_NAME, min_size=1, max_size=2)),
    suffix=st.sampled_from(["", "Jr", "III"]),
)
_TYPES = ["article-journal", "book", "chapter", "paper-conference", "report", "thesis", "webpage", "article", "dataset", "document"]  # fmt: skip


_NEVER = st.just(False)


def _records(groups, names=_SIMPLE, et_al=_NEVER):
    people = st.lists(names | groups, max_size=3, unique=True).map(tuple)
    return st.builds(
        Record,
        type=st.sampled_from(_TYPES),
        title=_WORDS,
        container_title=_MAYBE,
        authors=people,
        editors=people,
        issued=st.none() | _DATE,
        et_al=et_al,
        volume=_MAYBE,
        issue=_MAYBE,
        page=_PAGE,
        number=_MAYBE,
        publisher=_MAYBE,
        publisher_place=_MAYBE,
        edition=_MAYBE,
        isbn=st.sampled_from(["", "978-1-4443-3241-4", "0-306-40615-2"]),
        doi=st.sampled_from(["", "10.1000/xyz", "10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-A", "10.1000/A_b%c&d"]),
        pmid=st.sampled_from(["", "25918291"]),
        pmcid=st.sampled_from(["", "PMC4488123"]),
        url=st.sampled_from(["", "https://example.org/a_b?c=1&d=%20~e#f"]),
    )  # fmt: skip


_GROUP = _WORDS.map(lambda text: Person(literal=text))
_RIS_GROUP = st.sampled_from(["World Health Organization", "Department of Health, London, UK", "Réseau"]).map(
    lambda text: Person(literal=text)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_records(_RIS_GROUP), min_size=1, max_size=3))
def test_ris(records):
    # A book's title and its series are TI and T2; every other field has a tag of its own for every type. EP is a whole
    # number of a page, so NLM's short range comes back written out.
    parsed = ris.parse(ris.write(records))
    whole = {"947-59": "947-959"}
    assert list(parsed.records) == [replace(each, page=whole.get(each.page, each.page)) for each in records]
    assert parsed.problems == ()


@settings(max_examples=40, deadline=None)
@given(_records(_RIS_GROUP))
def test_another_reader_finds_the_same_in_our_ris(record):
    (found,) = rispy.loads(ris.write([record]).replace("\r\n", "\n"))
    assert found["title"] == record.title
    assert found.get("year", "") == (f"{record.issued.year:04d}" if record.issued else "")
    assert found.get("doi", "") == record.doi
    assert found.get("volume", "") == record.volume
    assert len(found.get("authors", [])) == len(record.authors)


@settings(max_examples=60, deadline=None)
@given(st.lists(_records(_GROUP, et_al=st.booleans()), min_size=1, max_size=3))
def test_bibtex(records):
    """BibTeX says "and others" after a name only, and a month in three letters."""
    records = [replace(record, et_al=record.et_al and bool(record.authors)) for record in records]
    assume(all(bibtex_can_hold(record) for record in records))
    parsed = bibtex.parse(bibtex.write(records))
    assert list(parsed.records) == records
    assert parsed.problems == ()


def bibtex_can_hold(record: Record) -> bool:
    # Some types have no field of their own for a number beside the issue, and "misc" with an address is a web page.
    return not (record.type == "document" and record.url)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            replace,
            _records(_GROUP, et_al=st.booleans()),
            raw=_MAYBE,
            labels=st.sampled_from([(), ("DOI", "PubMed")]),
            status=st.sampled_from(["parsed", "check"]),
        ),
        max_size=3,
    )
)
def test_csl(records):
    parsed = csl.parse(csl.write(records))
    assert list(parsed.records) == records
    assert parsed.problems == ()


@settings(max_examples=200)
@given(_TEXT)
def test_latex(text):
    assert decode(encode(text)) == text


@pytest.mark.parametrize(("module", "labelled"), [(ris, True), (bibtex, True), (nbib, True), (csl, True)])
def test_the_abstract_and_keywords_go_along(module, labelled):
    entry = Entry(
        Record(type="article-journal", title="A title", container_title="J Test"),
        sections=(Section("BACKGROUND", "One."), Section("RESULTS", "Two: 5%.")),
        keywords=("exercise", "fatigue"),
        container_title_short="J T",
    )
    assert module.parse(module.write([entry])).entries == (entry,) or module is nbib
    again = module.parse(module.write([entry])).entries[0]
    assert (again.sections, again.keywords) == (entry.sections, entry.keywords)


@settings(max_examples=40, deadline=None)
@given(_records(_RIS_GROUP))
def test_nbib_keeps_what_medline_has_fields_for(record):
    (found,) = nbib.parse(nbib.write([record])).records
    title = re.sub(r"^\[(.*)\]\.?$", r"\1", record.title)
    title = title[:-1] if title.endswith(".") and not title.endswith("..") else title
    # MEDLINE has a place for these; it prints articles and books, so other types come back as one of them.
    names = ("volume", "issue", "page", "publisher", "doi", "pmid", "pmcid", "edition", "issued")
    assert {name: getattr(found, name) for name in names} == {name: getattr(record, name) for name in names}
    assert found.title == title


def test_every_bibtex_key_is_used_once():
    record = Record(title="T", authors=(Person("de Vries"), Person("B")), issued=PartialDate(2017))
    text = bibtex.write([record, record, Record(title="Ä", authors=(Person(literal="Ωmega"),))])
    assert re.findall(r"@misc\{(.*),", text) == ["de2017", "de2017-2", "mega"]


def test_every_csl_id_is_used_once():
    record = Record(title="T", doi="10.1000/x")
    assert csl.write([record, record]).count('"id": "doi:10.1000/x"') == 1


def test_nothing_to_write():
    assert [module.write([]) for module in (ris, bibtex, nbib)] == ["", "", ""]
    assert csl.parse(csl.write([])).records == ()
