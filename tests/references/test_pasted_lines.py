"""Single forms and oddities of pasted lines."""

import pytest

from references.pasted import parse_line, parse_list
from references.records import PartialDate, Person

NLM = "Moreau P, Cavo M. Proteasome inhibitors. Blood. 2012;120(5):947–59."


@pytest.mark.parametrize("number", ["", "1. ", "12) ", "[3] ", "(4) ", "• ", "- ", "\t7.\u00a0", "5.", "[6]"])
def test_list_numbers_and_bullets_are_no_part_of_the_record(number):
    record = parse_line(number + NLM)
    assert record.authors == (Person("Moreau", "P"), Person("Cavo", "M"))
    assert record.raw == (number + NLM).strip()


@pytest.mark.parametrize(
    ("source", "volume", "issue", "page", "number"),
    [
        ("Lancet. 2010;105(Suppl 2):S77–81.", "105", "Suppl 2", "S77-81", ""),
        ("Lancet. 2010;21 Suppl 7:vii72–vii79.", "21", "Suppl 7", "vii72-vii79", ""),
        ("J Clin Oncol. 2011;29(15_suppl):8521.", "29", "15_suppl", "8521", ""),
        ("Cell. 1992 Dec 11;71(6):1003-14", "71", "6", "1003-14", ""),
        ("BMC Cancer. 2017 Jan 9;17(1):40.", "17", "1", "40", ""),
        ("PLoS One. 2012;7:e123.", "7", "", "e123", "e123"),
        ("Evid Based. 2012;2012:429412.", "2012", "", "429412", "429412"),
        ("Gut. 1999 Nov-Dec;45(5 Pt 1):1-2, 5-6.", "45", "5 Pt 1", "1-2, 5-6", ""),
        ("Lancet. 2020 Apr 6;S0140-6736(20)30360-3.", "", "", "S0140-6736(20)30360-3", ""),
        ("Lancet 2012; 30: 1‐9; discussion 10‐1.", "30", "", "1-9", ""),
        ("J. Clin. Oncol. 28 (2010) 1–9.", "28", "", "1-9", ""),
    ],
)
def test_where_it_stands(source, volume, issue, page, number):
    record = parse_line(f"Smith J. A title. {source}")
    assert (record.volume, record.issue, record.page, record.number) == (volume, issue, page, number)
    assert (record.title, record.status) == ("A title", "parsed") if "28 (2010)" not in source else True


@pytest.mark.parametrize(
    ("names", "people"),
    [
        ("de Boer AG, van 't Veer LJ, O'Brien SG", ["de Boer AG", "van 't Veer LJ", "O'Brien SG"]),
        ("Ojajärvi Å, Müller-Lissner SA, al-Saleh K", ["Ojajärvi Å", "Müller-Lissner SA", "al-Saleh K"]),
        ("Иванов ИИ, Петров ПП", ["Иванов ИИ", "Петров ПП"]),
        ("王伟, 李明", ["王伟", "李明"]),
        ("Knudson AG Jr, Gilstrap LC 3rd", ["Knudson AG Jr", "Gilstrap LC 3rd"]),
        ("St. John K, San Miguel JF", ["St. John K", "San Miguel JF"]),
        (
            "Smith J, Jones B, for the ABC Study Investigators",
            ["Smith J", "Jones B", "ABC Study Investigators"],
        ),
        ("Moher D, Altman DG; PRISMA Group", ["Moher D", "Altman DG", "PRISMA Group"]),
        ("Chen J.-P., Li Y.‐H.", ["Chen J-P", "Li Y-H"]),
        ("Llovet i Bayer M, Costa e Silva A", ["Llovet i Bayer M", "Costa e Silva A"]),
        (
            "National Lung Screening Trial Research Team; Aberle DR, Adams AM, et al",
            ["National Lung Screening Trial Research Team", "Aberle DR", "Adams AM"],
        ),
        (
            "Cancer Genome Atlas Research Network; Weinstein JN, Collisson EA",
            ["Cancer Genome Atlas Research Network", "Weinstein JN", "Collisson EA"],
        ),
        (
            "National Lung Screening Trial Research Team, Aberle DR, Adams AM",
            ["National Lung Screening Trial Research Team", "Aberle DR", "Adams AM"],
        ),
        ("U.S. Food and Drug Administration", ["U.S. Food and Drug Administration"]),
        (
            "U.S. Department of Health and Human Services",
            ["U.S. Department of Health and Human Services"],
        ),
        ("Smith U.S., Jones B.", ["Smith US", "Jones B"]),
    ],
)
def test_names(names, people):
    record = parse_line(f"{names}. A title. Lancet. 2010;1:2-3.")
    assert [str(person) for person in record.authors] == people
    assert record.title == "A title"


@pytest.mark.parametrize("words", ["et al.", "et al", ", et al.", ", et al", " et al. ."])
def test_et_al_is_a_flag_not_an_author(words):
    record = parse_line(
        f"Moreau P, Cavo M{words if words[0] in ' ,' else ' ' + words} A title. Lancet. 2010;1:2-3."
    )
    assert record.et_al
    assert [str(person) for person in record.authors] == ["Moreau P", "Cavo M"]
    assert record.title == "A title"


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Painful neuropathy, acupuncture?", "Painful neuropathy, acupuncture?"),
        ("Two styles--a pilot.", "Two styles--a pilot"),
        ("What now? A trial!", "What now? A trial!"),
        ("CTCAE v3.0: a grading system.", "CTCAE v3.0: a grading system"),
        ("C. elegans ageing.", "C. elegans ageing"),
        ("EGFR vs. ALK. A review.", "EGFR vs. ALK. A review"),
        ("[Moxibustion in neuropathy].", "[Moxibustion in neuropathy]"),
        ("Role of <i>BRCA1</i>.", "Role of BRCA1"),
        ("Non\u2010small\u00a0cell\u2009lung\u200b cancer.", "Non\u2010small cell lung cancer"),
    ],
)
def test_titles_are_kept_as_printed_without_the_full_stop(title, printed):
    assert parse_line(f"Smith J, Jones B. {title} Lancet. 2010;1:2-3.").title == printed


@pytest.mark.parametrize(
    "journal",
    [
        "Annu. Rev. Physiol.",
        "Proc. Natl Acad. Sci. USA",
        "N. Engl. J. Med.",
        "Int. J. Cancer",
        "CA Cancer J. Clin.",
        "Nat. Rev. Cancer",
        "Cell. Mol. Life Sci.",
    ],
)
def test_dotted_journal_names(journal):
    record = parse_line(f"Smith J. Vitamin use in vivo. {journal} 12, 3–9 (2001).")
    assert (record.title, record.container_title) == ("Vitamin use in vivo", journal)


def test_no_authors():
    record = parse_line("Vitamin D and cancer. Lancet. 2010;375:12-3.")
    assert (record.authors, record.title, record.status) == ((), "Vitamin D and cancer", "parsed")


def test_ahead_of_print():
    record = parse_line(
        "Smith J. Ahead of print title. Lancet Oncol. 2020 Apr 6. doi: 10.1016/S1470-2045(20)30116-3. Online ahead of print."
    )
    assert (record.title, record.container_title) == ("Ahead of print title", "Lancet Oncol")
    assert record.issued == PartialDate(2020, 4, 6)


def test_epub_date_does_not_replace_the_date():
    record = parse_line(
        "Smith J. T. Lancet. 2015 Jul 9;373(2):123-35. doi: 10.1056/a1. Epub 2015 May 31. PMID: 26028407; PMCID: PMC4681400."
    )
    assert (record.issued, record.pmid, record.pmcid) == (PartialDate(2015, 7, 9), "26028407", "PMC4681400")


def test_an_erratum_is_not_the_source():
    record = parse_line("Smith J. T. Lancet. 2012;30:1-9. Erratum in: Lancet. 2013;31:100.")
    assert (record.issued, record.volume) == (PartialDate(2012), "30")


def test_preprint_and_thesis_have_their_type():
    assert parse_line("Smith J. A title. bioRxiv. 2020. doi: 10.1101/2020.01.01.123456.").type == "article"
    assert (
        parse_line("Smith J. A title [dissertation]. Utrecht: Universiteit Utrecht; 2015.").type == "thesis"
    )


def test_chapters():
    nlm = parse_line(
        "Smith J. A chapter. In: Jones K, Brown L, eds. Handbook of Cancer. 2nd ed. New York, NY: Springer; 2005:12-34."
    )
    apa = parse_line(
        "Smith, J. (2005). A chapter. In K. Jones & L. Brown (Eds.), Handbook of Cancer (pp. 12–34). New York, NY: Springer."
    )
    for record in (nlm, apa):
        assert (record.type, record.title, record.container_title) == (
            "chapter",
            "A chapter",
            "Handbook of Cancer",
        )
        assert [str(person) for person in record.editors] == ["Jones K", "Brown L"]
        assert (record.page, record.publisher, record.publisher_place) == (
            "12-34",
            "Springer",
            "New York, NY",
        )


def test_web_page():
    record = parse_line(
        "National Cancer Institute. SEER statistics. https://seer.cancer.gov. Accessed May 3, 2019."
    )
    assert (record.type, record.title, record.url) == (
        "webpage",
        "SEER statistics",
        "https://seer.cancer.gov",
    )
    assert [person.literal for person in record.authors] == ["National Cancer Institute"]


@pytest.mark.parametrize(
    "line", ["geen idee wat dit is", "n.v.t.", "1.", "\u200b", "Lorem ipsum dolor sit amet. 2010."]
)
def test_an_unreadable_line_is_kept_raw(line):
    record = parse_line(line)
    assert (record.raw, record.status, record.type) == (line, "check", "document")


def test_an_impossible_doi_is_flagged_and_never_linked():
    record = parse_line("Smith J. A title. Lancet. 2010;1:2-3. doi: 10.1182/. - DOI")
    assert (record.doi, record.found["doi"], record.status) == ("", "invalid", "check")


@pytest.mark.parametrize(
    ("tail", "labels"),
    [
        ("- DOI - PMC - PubMed", ("DOI", "PMC", "PubMed")),
        ("-\u00a0DOI\u00a0PMC\u00a0PubMed", ("DOI", "PMC", "PubMed")),
        ("[DOI] [PMC free article] [PubMed] [Google Scholar]", ("DOI", "PMC", "PubMed")),
        ("PubMed DOI", ("PubMed", "DOI")),
        ("[PMC free article: PMC3208287] [PubMed: 21821712]", ("PMC", "PubMed")),
        ("", ()),
    ],
)
def test_labels(tail, labels):
    assert parse_line(f"{NLM} {tail}").labels == labels


def test_a_title_about_pubmed_keeps_the_word():
    assert parse_line("Smith J. How we search PubMed. Lancet. 2010;1:2-3.").title == "How we search PubMed"


def test_links_give_identifiers_the_text_lacks():
    record = parse_line(
        NLM + " - DOI PMC PubMed",
        links=[
            "https://doi.org/10.1182/BLOOD-2012-04-403733",
            "https://pmc.ncbi.nlm.nih.gov/articles/PMC4123429/",
            "https://pubmed.ncbi.nlm.nih.gov/22645181/",
            "https://example.org/",
        ],
    )
    assert (record.doi, record.pmcid, record.pmid) == (
        "10.1182/BLOOD-2012-04-403733",
        "PMC4123429",
        "22645181",
    )
    assert record.found == {"doi": "link", "pmcid": "link", "pmid": "link"}
    assert record.status == "parsed"


def test_text_wins_over_a_link_and_a_difference_is_flagged():
    same = parse_line(NLM + " doi: 10.1182/blood-2012", links=["https://doi.org/10.1182/BLOOD-2012"])
    other = parse_line(NLM + " doi: 10.1182/blood-2012", links=["https://doi.org/10.1182/other"])
    assert (same.doi, same.found["doi"], same.status) == ("10.1182/blood-2012", "text", "parsed")
    assert (other.doi, other.status) == ("10.1182/blood-2012", "check")


def test_parse_list_keeps_every_non_empty_line():
    records = parse_list(f"\n{NLM}\r\n   \nonzin\n\n")
    assert [record.raw for record in records] == [NLM, "onzin"]


@pytest.mark.parametrize(
    ("line", "type_", "title", "container", "editors"),
    [
        ("Smith J. A chapter. In: Jones K, editor. Handbook of cancer. 2005. p. 12-34.", "chapter", "A chapter", "Handbook of cancer", ["Jones K"]),
        ("Smith J (2005) A chapter. In: Handbook of cancer (Jones K, ed), pp 12-34. New York: Springer.", "chapter", "A chapter", "Handbook of cancer", ["Jones K"]),
        ("Smith J. A chapter. In: Handbook of cancer. London: Wiley; 2005. p. 1-9.", "chapter", "A chapter", "Handbook of cancer", []),
        ("Smith J. A chapter. In: Working party, eds. Handbook of cancer. London: Wiley; 2005. p. 1-9.", "chapter", "A chapter", "Handbook of cancer", []),
        ("Smith J. A chapter. In: 2005.", "document", "A chapter", "", []),
        ("Smith J. On cancer 28 (2010) 1–9.", "article-journal", "On cancer", "", []),
        ("Smith J, Jones B. J. Clin. Oncol. 2010;28:1-9.", "article-journal", "", "J. Clin. Oncol.", []),
        ("Smith J (2010) Only a title 12: 3-4.", "document", "Only a title 12: 3-4", "", []),
    ],
)  # fmt: skip
def test_sparse_lines(line, type_, title, container, editors):
    record = parse_line(line)
    assert (record.type, record.title, record.container_title) == (type_, title, container)
    assert [str(person) for person in record.editors] == editors


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("WHO. Cancer pain relief. Geneva: World Health Organization; 1986.", "WHO"),
        ("ABC Study Group, A title. Science 1, 2-3 (2010).", "ABC Study Group"),
        ("Mayo Clinic (2010) A title. Science 1: 2-3.", "Mayo Clinic"),
    ],
)
def test_groups_without_persons(line, who):
    assert [person.literal for person in parse_line(line).authors] == [who]


def test_a_sentence_before_a_year_is_no_author():
    assert parse_line("Een lange zin over van alles en nog wat dat (2010) gebeurde.").authors == ()


def test_a_page_that_names_its_year_in_the_title():
    record = parse_line("KWF. Kanker in Nederland (2019). https://www.kwf.nl/cijfers")
    assert (record.type, record.issued) == ("webpage", PartialDate(2019))


def test_addresses_in_the_text_give_identifiers():
    record = parse_line(
        NLM + " https://pubmed.ncbi.nlm.nih.gov/22645181/ https://pmc.ncbi.nlm.nih.gov/articles/PMC4123429/"
    )
    assert (record.pmid, record.pmcid, record.url) == ("22645181", "PMC4123429", "")


@pytest.mark.parametrize(
    ("line", "title", "container"),
    [
        ("[1] J. Smith, K. Jones, Pain, again, J. Clin. Oncol. 28 (2010) 1–9.", "Pain, again", "J. Clin. Oncol."),
        ('J. Smith, K. Jones, "Pain, again," IEEE Trans. Med. Imaging, vol. 28, no. 3, pp. 1-9, Mar. 2010.', "Pain, again", "IEEE Trans. Med. Imaging"),
        ("Smith J. Pain. Lancet, Vol. 28, 1–9 (2010).", "Pain", "Lancet"),
        ("Zhao JL. Moxibustion. [Article in Chinese]. Zhongguo Zhen Jiu. 2008;28(1):13-6.", "Moxibustion", "Zhongguo Zhen Jiu"),
        ("National Academy of Pain. Lancet. 2010;1:2-3.", "National Academy of Pain", "Lancet"),
        ("https://example.org/page", "", ""),
    ],
)  # fmt: skip
def test_title_and_journal(line, title, container):
    record = parse_line(line)
    assert (record.title, record.container_title) == (title, container)


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Xu, Smith J, et al. A title", "check"),
        ("Study of the north, et al. A title", "check"),
        ("Vitamin D, calcium and bones", "parsed"),
        ("Hepatitis B, C and cancer", "parsed"),
    ],
)
def test_names_left_in_the_title_are_for_a_person_to_look_at(title, status):
    assert parse_line(f"{title}. Lancet. 2010;1:2-3.").status == status


def test_a_title_that_begins_like_a_list_of_authors_is_for_a_person_to_look_at():
    assert parse_line("o’brien J, jones b. A title. Lancet. 2010;1:2-3.").status == "check"


def test_a_doi_longer_than_its_column_is_no_doi():
    fits, too_long = ("10.1000/" + "a" * (length - 8) for length in (300, 301))
    assert parse_line(f"{NLM} doi: {fits}").doi == fits
    record = parse_line(f"{NLM} doi: {too_long}")
    assert (record.doi, record.status) == ("", "check")
