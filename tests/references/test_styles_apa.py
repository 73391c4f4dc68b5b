"""APA 7 against the rules and example forms of the manual's chapters 9 and 10; words are Dutch."""

import pytest

from references.records import PartialDate, Person, Record
from references.styles import apa
from tests.references.style_records import READ_ON, RECORDS, journal

_TEN = "Aa, A., Ba, B., Ca, C., Da, D., Ea, E., Fa, F., Ga, G., Ha, H., Ia, I., Ja, J., "
_NINETEEN = _TEN + "Ka, K., La, L., Ma, M., Na, N., Oa, O., Pa, P., Qa, Q., Ra, R., Sa, S., "
LINES = {
    "one author": "Zhou, Y. (2009). Title. J Test, 32(3), 319–325.",
    "two authors": "Zhou, Y., & Garcia, M. K. (2009). Title. J Test, 32(3), 319–325.",
    "six authors": "Aa, A., Ba, B., Ca, C., Da, D., Ea, E., & Fa, F. (2009). Title. J Test, 32(3), 319–325.",
    "seven authors": "Aa, A., Ba, B., Ca, C., Da, D., Ea, E., Fa, F., & Ga, G. (2009). Title. J Test, 32(3), 319–325.",
    "twenty authors": _NINETEEN + "& Ta, T. (2009). Title. J Test, 32(3), 319–325.",
    "twenty-one authors": _NINETEEN + "… Ua, U. (2009). Title. J Test, 32(3), 319–325.",
    "et al.": "Zhou, Y., Garcia, M. K., et al. (2009). Title. J Test, 32(3), 319–325.",
    "group": "Diabetes Prevention Program Research Group. (2009). Title. J Test, 32(3), 319–325.",
    "no author": "Only title. (2009). J Test, 32(3), 319–325.",
    "no date": "Zhou, Y. (z.d.). Title. J Test, 32(3), 319–325.",
    "question": "Zhou, Y. (2009). Does it work? J Test, 32(3), 319–325.",
    "hyphen and suffix": "King, M. L., Jr., & Sartre, J.-P. (2009). Title. J Test, 32(3), 319–325.",
    "particle and accent": "van der Meer, É. (2009). Title. J Test, 32(3), 319–325.",
    "printed with dots": "Gaston, K. J. (2009). Title. J Test, 32(3), 319–325.",
    "article number": "Zhou, Y. (2009). Title. J Test, 6(7), Artikel e1000100. "
    "https://doi.org/10.1371/journal.pmed.1000100",
    "supplement": "Zhou, Y. (2009). Title. J Test, 105(Suppl. 2), S77–S81.",
    "no issue": "Zhou, Y. (2017). Title. J Test, 17, 40.",
    "online first": "Zhou, Y. (2020). Title. J Test. https://doi.org/10.1000/x(1)",
    "all identifiers": "Zhou, Y. (2009). Title. J Test, 32(3), 319–325. https://doi.org/10.1000/x",
    "book": "Cheng, X. (1999). Chinese Acupuncture and Moxibustion. Foreign Language Press.",
    "edition": "Cheng, X. (2001). Pain (2e ed.). Elsevier.",
    "edited book": "Wall, P. D., & Melzack, R. (Reds.). (1999). Textbook of Pain. Elsevier.",
    "chapter": "Jansen, A.-M. (1999). Measuring pain. In P. D. Wall & R. Melzack (Reds.), Textbook of Pain "
    "(4e ed., pp. 409–426). Elsevier.",
    "chapter, one editor": "Jansen, A. (1999). Measuring pain. In P. D. Wall (Red.), Textbook of Pain (p. 7). Elsevier.",
    "book of a group": "World Health Organization. (2007). Cancer control.",
    "report": "Integraal Kankercentrum Nederland. (2019). Kanker in Nederland. IKNL. https://iknl.nl/rapport",
    "thesis": "de Vries, J. (2010). Fatigue after radiotherapy [Proefschrift, Rijksuniversiteit Groningen].",
    "web page": "An de Vries. (2021, 30 mei). Zoutarm dieet & kanker. Bronwijzer. "
    "Geraadpleegd op 22 november 2026, van https://bronwijzer.example/artikelen/zoutarm/",
    "web page of the site": "Bronwijzer. (2021). Zoutarm dieet. "
    "Geraadpleegd op 22 november 2026, van https://bronwijzer.example/a/",
    "web page without date": "Over pijn. (z.d.). Kanker.nl. "
    "Geraadpleegd op 22 november 2026, van https://www.kanker.nl/pijn",
    "markup": "O'Neil, P. (2009). p < 0.05 & <b>more</b>. R&D, 32(3), 319–325.",
}


@pytest.mark.parametrize("name", RECORDS)
def test_as_the_manual_prints_it(name):
    assert apa.text(RECORDS[name], accessed=READ_ON) == LINES[name]


def test_italics_are_those_of_the_manual():
    """Journal and volume, not the issue; of a chapter the book; of a work by itself its title."""
    assert apa.html(RECORDS["one author"]) == (
        "Zhou, Y. (2009). Title. <i>J Test</i>, <i>32</i>(3), 319–325."
    )
    assert "<i>Textbook of Pain</i> (4e ed., pp. 409–426)" in apa.html(RECORDS["chapter"])
    assert "<i>Pain</i> (2e ed.)." in apa.html(RECORDS["edition"])
    assert "<i>Over pijn</i>." in apa.html(RECORDS["web page without date"])


def test_a_work_of_which_only_the_title_is_known_is_named_once():
    """citeproc-py printed it twice (see docs/adr/0005)."""
    assert apa.text(Record(title="Only title")) == "Only title. (z.d.)."


def test_markup_is_text():
    assert apa.html(RECORDS["markup"]) == (
        "O&#x27;Neil, P. (2009). p &lt; 0.05 &amp; &lt;b&gt;more&lt;/b&gt;. <i>R&amp;D</i>, <i>32</i>(3), 319–325."
    )


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("KJ", "Xu, K. J."),
        ("Mei Lin", "Xu, M. L."),
        ("J-P", "Xu, J.-P."),
        ("J.-P.", "Xu, J.-P."),
        ("RUTH", "Xu, R. U. T. H."),
        ("伟", "Xu, 伟"),
        ("", "Xu"),
    ],
)
def test_initials(given, printed):
    """Up to four capitals without dots are initials: that is how PubMed prints them."""
    record = Record(authors=(Person("Xu", given),), issued=PartialDate(2000))
    assert apa.text(record).startswith(f"{printed.rstrip('.')}. (2000)")


@pytest.mark.parametrize(
    ("pages", "printed"),
    [
        ("947-59", "947–959"),
        ("1003-14", "1003–1014"),
        ("98-102", "98–102"),
        ("S77-81", "S77–S81"),
        ("e1-e5", "e1–e5"),
        ("12-5, 30", "12–15, 30"),
        ("iv–vi", "iv–vi"),
        ("40", "40"),
    ],
)
def test_page_ranges_are_written_out(pages, printed):
    assert apa.text(journal("T", "Zhou, Y", page=pages)).endswith(f", {printed}.")


def test_more_than_two_editors():
    record = Record(
        type="chapter",
        title="T",
        editors=(Person("A", "A"), Person("B", "B"), Person("C", "C")),
        container_title="Book",
    )
    assert apa.text(record) == "T. (z.d.). In A. A, B. B, & C. C (Reds.), Book."


def test_month_without_day():
    page = Record(type="webpage", title="T", authors=(Person(literal="W"),), issued=PartialDate(2021, 5))
    assert apa.text(page) == "W. (2021, mei). T."
