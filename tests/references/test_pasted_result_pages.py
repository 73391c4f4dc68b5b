"""Lines as they are copied from result pages and "Cite" windows of PubMed and Europe PMC, and what stands around a reference."""

import pytest

from references.pasted import parse_line
from references.records import PartialDate

TITLE = "Proteasome inhibitors in multiple myeloma: 10 years later"
PEOPLE = "Moreau P, Richardson PG, Cavo M"


def people(record):
    return ", ".join(str(person) for person in record.authors)


@pytest.mark.parametrize(
    "line",
    [
        f"{TITLE}. {PEOPLE}. Moreau P, et al. Blood. 2012 Aug 2;120(5):947-59. doi: 10.1182/blood-2012-04-403733. Epub 2012 May 23. Blood. 2012. PMID: 22645181 Free PMC article. Review.",
        f"{TITLE}. {PEOPLE}. Blood. 2012 Aug 2;120(5):947-59. doi: 10.1182/blood-2012-04-403733. PMID: 22645181 No abstract available.",
        f"12: {PEOPLE}. {TITLE}. Blood. 2012 Aug 2;120(5):947-59. doi: 10.1182/blood-2012-04-403733. Epub 2012 May 23. PMID: 22645181; PMCID: PMC4123429.",
        f"{PEOPLE}. {TITLE}. Blood. 2012 Aug 2;120(5):947-59. doi: 10.1182/blood-2012-04-403733. Erratum in: Blood. 2013 Jan 3;121(1):2. doi: 10.1182/other. PMID: 22645181.",
        f"{PEOPLE}. {TITLE} [published correction appears in Blood. 2013 Jan 3;121(1):2. doi: 10.1182/other]. Blood. 2012 Aug 2;120(5):947-59. doi:10.1182/blood-2012-04-403733. PubMed PMID: 22645181; PubMed Central PMCID: PMC4123429.",
    ],
)
def test_pubmed(line):
    record = parse_line(line)
    assert (people(record), record.et_al, record.title) == (PEOPLE, False, TITLE)
    assert (record.container_title, record.issued) == ("Blood", PartialDate(2012, 8, 2))
    assert (record.volume, record.issue, record.page) == ("120", "5", "947-59")
    assert (record.doi, record.pmid, record.status) == ("10.1182/blood-2012-04-403733", "22645181", "parsed")


def test_only_a_pmid_makes_a_word_at_the_end_a_note():
    record = parse_line("Smith J. Pain. A review. Lancet. 2010;1:2-3. Review.")
    assert (record.title, record.container_title) == ("Pain. A review", "Lancet")


@pytest.mark.parametrize("pmid", ["MED: 22645181", "MED:22645181"])
def test_europe_pmc(pmid):
    record = parse_line(f"{TITLE}. {PEOPLE}. Blood, (5):947-959 2012. {pmid}")
    assert (people(record), record.title, record.container_title) == (PEOPLE, TITLE, "Blood")
    assert (record.issue, record.page, record.pmid) == ("5", "947-959", "22645181")


@pytest.mark.parametrize(
    ("who", "read", "et_al"),
    [
        ("Moreau, Philippe et al.", "Moreau Philippe", True),
        ("Hanahan, D, and R A Weinberg.", "Hanahan D, Weinberg RA", False),
        ("Doll, Richard, and A Bradford Hill.", "Doll Richard, Hill A Bradford", False),
        ("de Boer, Anna, and Jan van der Berg.", "de Boer Anna, van der Berg Jan", False),
    ],
)
def test_mla(who, read, et_al):
    record = parse_line(f"{who} “{TITLE}.” Blood vol. 120,5 (2012): 947-59. doi:10.1182/blood-2012-04-403733")
    assert (people(record), record.et_al, record.title) == (read, et_al, TITLE)
    assert (record.container_title, record.volume, record.issue, record.page) == (
        "Blood",
        "120",
        "5",
        "947-59",
    )


@pytest.mark.parametrize(
    "source",
    [
        "J Clin Oncol 20:719-726, 2002",
        "J Clin Oncol 20:719-726, 2002 [PubMed]",
        "J Clin Oncol 20(3):719-726, 2002",
    ],
)
def test_ascos_form_is_a_journal_and_no_place_and_publisher(source):
    record = parse_line(f"Vogel CL, Tripathy D, et al: Trastuzumab as a single agent. {source}")
    assert (record.type, record.container_title) == ("article-journal", "J Clin Oncol")
    assert (record.volume, record.page, record.issued) == ("20", "719-726", PartialDate(2002))


@pytest.mark.parametrize(
    ("line", "issued", "status"),
    [
        ("Smith R (in press). Peer review. British Medical Journal.", None, "parsed"),
        ("Smith R. Peer review. Br Med J. In press.", None, "parsed"),
        ("Smith R. Peer review. Br Med J. In press 1996.", PartialDate(1996), "parsed"),
        ("Smith R. Peer review. Br Med J. Forthcoming 2002.", PartialDate(2002), "parsed"),
        ("Smith R. Peer review. Br Med J.", None, "check"),
        ("Smith R. Peer review. Br Med J. Published online May 3, 2012. doi:10.1000/a", PartialDate(2012, 5, 3), "parsed"),
        ("Smith R. Peer review. Br Med J. Published online 3 May 2012. doi:10.1000/a", PartialDate(2012, 5, 3), "parsed"),
    ],
)  # fmt: skip
def test_works_that_have_not_appeared_yet(line, issued, status):
    record = parse_line(line)
    assert (record.issued, record.status) == (issued, status)
    if status == "parsed":
        assert (record.title, record.type) == ("Peer review", "article-journal")


@pytest.mark.parametrize(
    ("printed", "issued"),
    [
        ("1994 Jan-Feb", PartialDate(1994, 1)),
        ("1999 Nov-Dec", PartialDate(1999, 11)),
        ("2004 Dec 18-31", PartialDate(2004, 12, 18)),
        ("2001 Summer", PartialDate(2001)),
    ],
)
def test_of_a_span_of_time_its_beginning_is_kept(printed, issued):
    # CSL holds a span as two date-parts; a work here has one date, by which it is sorted. The raw line keeps the span.
    record = parse_line(f"Smith J. A title. Lancet. {printed};3(1):85-98.")
    assert (record.issued, record.volume) == (issued, "3")
    assert printed in record.raw


@pytest.mark.parametrize(
    ("line", "who", "title"),
    [
        ("The Cancer Genome Atlas Research Network Comprehensive molecular characterization", "The Cancer Genome Atlas Research Network", "Comprehensive molecular characterization"),
        ("EuroQol Group EuroQol--a new facility", "EuroQol Group", "EuroQol--a new facility"),
        ("Support Group visits improve sleep", "", "Support Group visits improve sleep"),
        ("Peer Support Group Visits For Women", "", "Peer Support Group Visits For Women"),
    ],
)  # fmt: skip
def test_a_group_that_a_space_divides_from_the_title(line, who, title):
    record = parse_line(f"{line}. Nature. 2014;513:202–209.")
    assert (people(record), record.title) == (who, title)


@pytest.mark.parametrize(
    "group", ["kConFab", "eMERGE Network", "Panel members", "for the iGENE investigators"]
)
def test_a_group_after_a_semicolon_may_begin_small(group):
    record = parse_line(f"Smith J, Jones B, et al; {group}. A title of some words. Lancet. 2010;1:2-3.")
    assert record.authors[-1].literal == group.removeprefix("for the ")
    assert record.title == "A title of some words"


@pytest.mark.parametrize("url", ["https://www.who.int/cvds-(cvds)", "https://www.who.int/cvds"])
@pytest.mark.parametrize("after", [".", " [cited 2020 Jan 3].", ". Accessed January 3, 2020."])
def test_an_address_keeps_the_brackets_it_opened(url, after):
    record = parse_line(f"WHO. Cardiovascular diseases [Internet]. 2017. Available from: {url}{after}")
    assert (record.type, record.title, record.url, record.issued) == (
        "webpage",
        "Cardiovascular diseases",
        url,
        PartialDate(2017),
    )


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/(SICI)1097-0258(19970228)16:4<385::AID-SIM380>3.0.CO;2-3",
        "10.1016/S0140-6736(97)11096-0",
        "10.1023/A:1010933404324",
        "10.1038/bjc.1990.434",
    ],
)
@pytest.mark.parametrize(
    "after", ["", ".", ". - DOI - PubMed", ". [DOI] [PubMed] [Google Scholar]", ". PMID: 9044528."]
)
def test_an_old_doi_before_what_follows_it(doi, after):
    record = parse_line(f"Tibshirani R. The lasso method. Stat Med. 1997;16(4):385-95. doi: {doi}{after}")
    assert (record.doi, record.page, record.status) == (doi, "385-95", "parsed")


@pytest.mark.parametrize(
    ("line", "server", "number"),
    [
        ("Susskind, L. A title. arXiv preprint arXiv:1411.0690. 2014.", "arXiv", "arXiv:1411.0690"),
        ("Li, H. A title. arXiv:1303.3997 (2013).", "arXiv", "1303.3997"),
        ("Poplin R, Ruano V. A title. bioRxiv 201178 [Preprint]. 2018. doi: 10.1101/201178", "bioRxiv", "201178"),
        ("Vaswani, A., & Shazeer, N. (2017). A title. arXiv. https://arxiv.org/abs/1706.03762", "arXiv", ""),
        ("Kingma, D. P. & Ba, J. A title. Preprint at https://arxiv.org/abs/1412.6980 (2014).", "arXiv", ""),
    ],
)  # fmt: skip
def test_preprints(line, server, number):
    record = parse_line(line)
    assert (record.type, record.title, record.container_title, record.page) == (
        "article",
        "A title",
        server,
        number,
    )
    assert record.issued
    assert record.status == "parsed"


@pytest.mark.parametrize(
    ("line", "publisher", "place"),
    [
        ("Jansen P. Een titel [proefschrift]. Utrecht: Universiteit Utrecht; 2012.", "Universiteit Utrecht", "Utrecht"),
        ("Jansen P. Een titel. PhD thesis, Vrije Universiteit Amsterdam, 2012.", "Vrije Universiteit Amsterdam", ""),
        ("Jansen, P. (2012). Een titel (Doctoral dissertation). University of California, Irvine.", "University of California, Irvine", ""),
        ("Jansen, P. (2012). Een titel [Doctoral dissertation, Utrecht University]. Repository.", "Utrecht University", ""),
    ],
)  # fmt: skip
def test_theses(line, publisher, place):
    record = parse_line(line)
    assert (record.type, record.title, record.publisher, record.publisher_place) == (
        "thesis",
        "Een titel",
        publisher,
        place,
    )
    assert record.issued == PartialDate(2012)


def test_natures_chapters_with_and_without_a_title():
    bare = parse_line(
        "Hunter, D. J. in Cancer Epidemiology (eds Schottenfeld, D. & Fraumeni, J. F.) 3rd edn, 123–145 (Oxford Univ. Press, 2006)."
    )
    titled = parse_line(
        "Hunter, D. J. Genes. in Cancer Epidemiology (ed. Schottenfeld, D.) 123–145 (Oxford Univ. Press, New York, 2006)."
    )
    assert (bare.title, bare.status, titled.title, titled.publisher_place) == (
        "",
        "check",
        "Genes",
        "New York",
    )
    for record in (bare, titled):
        assert (record.type, record.container_title, record.page) == (
            "chapter",
            "Cancer Epidemiology",
            "123-145",
        )
        assert str(record.editors[0]) == "Schottenfeld D"


def test_numbers_are_no_publisher():
    assert parse_line("Smith J. A title. Some Words 12: 345, 2012.").publisher == ""
