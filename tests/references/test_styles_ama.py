"""AMA 11 against the rules and example forms of the manual's chapter 3; words are Dutch."""

import pytest

from references.records import PartialDate, Record
from references.styles import STYLES, ama
from tests.references.style_records import READ_ON, RECORDS, journal, letters

LINES = {
    "one author": "Zhou Y. Title. J Test. 2009;32(3):319-325.",
    "two authors": "Zhou Y, Garcia MK. Title. J Test. 2009;32(3):319-325.",
    "six authors": "Aa A, Ba B, Ca C, Da D, Ea E, Fa F. Title. J Test. 2009;32(3):319-325.",
    "seven authors": "Aa A, Ba B, Ca C, et al. Title. J Test. 2009;32(3):319-325.",
    "twenty authors": "Aa A, Ba B, Ca C, et al. Title. J Test. 2009;32(3):319-325.",
    "twenty-one authors": "Aa A, Ba B, Ca C, et al. Title. J Test. 2009;32(3):319-325.",
    "et al.": "Zhou Y, Garcia MK, et al. Title. J Test. 2009;32(3):319-325.",
    "group": "Diabetes Prevention Program Research Group. Title. J Test. 2009;32(3):319-325.",
    "no author": "Only title. J Test. 2009;32(3):319-325.",
    "no date": "Zhou Y. Title. J Test. 32(3):319-325.",
    "question": "Zhou Y. Does it work? J Test. 2009;32(3):319-325.",
    "hyphen and suffix": "King ML Jr, Sartre JP. Title. J Test. 2009;32(3):319-325.",
    "particle and accent": "van der Meer É. Title. J Test. 2009;32(3):319-325.",
    "printed with dots": "Gaston KJ. Title. J Test. 2009;32(3):319-325.",
    "article number": "Zhou Y. Title. J Test. 2009;6(7):e1000100. doi:10.1371/journal.pmed.1000100",
    "supplement": "Zhou Y. Title. J Test. 2009;105(suppl 2):S77-S81.",
    "no issue": "Zhou Y. Title. J Test. 2017;17:40.",
    "online first": "Zhou Y. Title. J Test. Online gepubliceerd 5 januari 2020. doi:10.1000/x(1)",
    "all identifiers": "Zhou Y. Title. J Test. 2009;32(3):319-325. doi:10.1000/x",
    "book": "Cheng X. Chinese Acupuncture and Moxibustion. Foreign Language Press; 1999.",
    "edition": "Cheng X. Pain. 2e ed. Elsevier; 2001.",
    "edited book": "Wall PD, Melzack R, red. Textbook of Pain. Elsevier; 1999.",
    "chapter": "Jansen AM. Measuring pain. In: Wall PD, Melzack R, red. Textbook of Pain. 4e ed. "
    "Elsevier; 1999:409-426.",
    "chapter, one editor": "Jansen A. Measuring pain. In: Wall PD, red. Textbook of Pain. Elsevier; 1999:7.",
    "book of a group": "World Health Organization. Cancer control. 2007.",
    "report": "Integraal Kankercentrum Nederland. Kanker in Nederland. IKNL; 2019. https://iknl.nl/rapport",
    "thesis": "de Vries J. Fatigue after radiotherapy. Proefschrift. Rijksuniversiteit Groningen; 2010.",
    "web page": "An de Vries. Zoutarm dieet & kanker. Bronwijzer. Gepubliceerd 30 mei 2021. "
    "Geraadpleegd 22 november 2026. https://bronwijzer.example/artikelen/zoutarm/",
    "web page of the site": "Bronwijzer. Zoutarm dieet. Gepubliceerd 2021. Geraadpleegd 22 november 2026. "
    "https://bronwijzer.example/a/",
    "web page without date": "Over pijn. Kanker.nl. Geraadpleegd 22 november 2026. https://www.kanker.nl/pijn",
    "markup": "O'Neil P. p < 0.05 & <b>more</b>. R&D. 2009;32(3):319-325.",
}


@pytest.mark.parametrize("name", RECORDS)
def test_as_the_manual_prints_it(name):
    assert ama.text(RECORDS[name], accessed=READ_ON) == LINES[name]


def test_italics_are_those_of_the_manual():
    """The journal, and the title of a work by itself; not its article, chapter or page."""
    assert ama.html(RECORDS["one author"]) == "Zhou Y. Title. <i>J Test</i>. 2009;32(3):319-325."
    assert "red. <i>Textbook of Pain</i>. 4e ed." in ama.html(RECORDS["chapter"])
    assert "<i>Pain</i>. 2e ed." in ama.html(RECORDS["edition"])
    assert "<i>" not in ama.html(RECORDS["web page"])


def test_a_group_after_persons_stands_behind_a_semicolon():
    record = journal("Title", "Zhou, Y", "Garcia, MK", "Alf-One Study Group")
    assert ama.text(record).startswith("Zhou Y, Garcia MK; Alf-One Study Group. Title.")


def test_six_and_et_al_are_more_than_six():
    """As a Vancouver list prints a work of seven authors; AMA shows three of them."""
    line = ama.text(journal("Title", *letters(6), et_al=True))
    assert line.startswith("Aa A, Ba B, Ca C, et al. Title.")


def test_a_year_alone_is_no_day_of_publication_online():
    record = journal("Title", volume="", issue="", page="", issued=PartialDate(2020))
    assert ama.text(record) == "Title. J Test. 2020."


def test_markup_is_text():
    assert ama.html(RECORDS["markup"]) == (
        "O&#x27;Neil P. p &lt; 0.05 &amp; &lt;b&gt;more&lt;/b&gt;. <i>R&amp;D</i>. 2009;32(3):319-325."
    )


@pytest.mark.parametrize("key", STYLES)
def test_an_empty_record_breaks_no_style(key):
    style = STYLES[key]
    assert style.text(Record()) == {"apa": "(z.d.)."}.get(key, "")
    assert style.text(Record(type="article-journal")) == {"apa": "(z.d.)."}.get(key, "")


@pytest.mark.parametrize("key", STYLES)
@pytest.mark.parametrize("name", RECORDS)
def test_no_style_stammers(key, name):
    """No doubled stop, comma or blank, and nothing left hanging where a fact is missing."""
    line = STYLES[key].text(RECORDS[name])
    assert not any(slip in line for slip in (" ;", "..", ",,", "  ", " .", " ,", "()", "; .", "..."))
