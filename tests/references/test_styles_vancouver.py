"""Vancouver against lines as Citing Medicine and PubMed's "Cite" print them; words are Dutch."""

import pytest

from references.styles import vancouver
from tests.references.style_records import READ_ON, RECORDS

LINES = {
    "one author": "Zhou Y. Title. J Test. 2009;32(3):319-25.",
    "two authors": "Zhou Y, Garcia MK. Title. J Test. 2009;32(3):319-25.",
    "six authors": "Aa A, Ba B, Ca C, Da D, Ea E, Fa F. Title. J Test. 2009;32(3):319-25.",
    "seven authors": "Aa A, Ba B, Ca C, Da D, Ea E, Fa F, et al. Title. J Test. 2009;32(3):319-25.",
    "twenty authors": "Aa A, Ba B, Ca C, Da D, Ea E, Fa F, et al. Title. J Test. 2009;32(3):319-25.",
    "twenty-one authors": "Aa A, Ba B, Ca C, Da D, Ea E, Fa F, et al. Title. J Test. 2009;32(3):319-25.",
    "et al.": "Zhou Y, Garcia MK, et al. Title. J Test. 2009;32(3):319-25.",
    "group": "Diabetes Prevention Program Research Group. Title. J Test. 2009;32(3):319-25.",
    "no author": "Only title. J Test. 2009;32(3):319-25.",
    "no date": "Zhou Y. Title. J Test. 32(3):319-25.",
    "question": "Zhou Y. Does it work? J Test. 2009;32(3):319-25.",
    "hyphen and suffix": "King ML Jr, Sartre JP. Title. J Test. 2009;32(3):319-25.",
    "particle and accent": "van der Meer É. Title. J Test. 2009;32(3):319-25.",
    "printed with dots": "Gaston KJ. Title. J Test. 2009;32(3):319-25.",
    "article number": "Zhou Y. Title. J Test. 2009;6(7):e1000100. doi: 10.1371/journal.pmed.1000100.",
    "supplement": "Zhou Y. Title. J Test. 2009;105(Suppl 2):S77-81.",
    "no issue": "Zhou Y. Title. J Test. 2017 Jan 9;17:40.",
    "online first": "Zhou Y. Title. J Test. 2020 Jan 5. doi: 10.1000/x(1).",
    "all identifiers": "Zhou Y. Title. J Test. 2009;32(3):319-25. doi: 10.1000/x. PMID: 19444078; PMCID: PMC2683462.",
    "book": "Cheng X. Chinese Acupuncture and Moxibustion. Beijing: Foreign Language Press; 1999.",
    "edition": "Cheng X. Pain. 2nd ed. Elsevier; 2001.",
    "edited book": "Wall PD, Melzack R, red. Textbook of Pain. Elsevier; 1999.",
    "chapter": "Jansen AM. Measuring pain. In: Wall PD, Melzack R, red. Textbook of Pain. 4th ed. "
    "Edinburgh: Elsevier; 1999. p. 409-26.",
    "chapter, one editor": "Jansen A. Measuring pain. In: Wall PD, red. Textbook of Pain. Elsevier; 1999. p. 7.",
    "book of a group": "World Health Organization. Cancer control. World Health Organization; 2007.",
    "report": "Integraal Kankercentrum Nederland. Kanker in Nederland. IKNL; 2019. "
    "Beschikbaar via: https://iknl.nl/rapport",
    "thesis": "de Vries J. Fatigue after radiotherapy [proefschrift]. Rijksuniversiteit Groningen; 2010.",
    "web page": "An de Vries. Zoutarm dieet & kanker [internet]. Bronwijzer; 30 mei 2021 "
    "[geraadpleegd op 22 november 2026]. Beschikbaar via: https://bronwijzer.example/artikelen/zoutarm/",
    "web page of the site": "Bronwijzer. Zoutarm dieet [internet]. 2021 [geraadpleegd op 22 november 2026]. "
    "Beschikbaar via: https://bronwijzer.example/a/",
    "web page without date": "Over pijn [internet]. Kanker.nl; [datum onbekend] [geraadpleegd op 22 november 2026]. "
    "Beschikbaar via: https://www.kanker.nl/pijn",
    "markup": "O'Neil P. p < 0.05 & <b>more</b>. R&D. 2009;32(3):319-25.",
}


@pytest.mark.parametrize("name", RECORDS)
def test_as_the_manual_prints_it(name):
    assert vancouver.text(RECORDS[name], accessed=READ_ON) == LINES[name]


@pytest.mark.parametrize("name", RECORDS)
def test_the_line_of_a_list_has_no_identifiers(name):
    line = vancouver.line(RECORDS[name])
    assert not any(word in line for word in ("doi", "PMID", "http", "geraadpleegd"))


def test_a_day_of_reading_only_where_it_is_given():
    assert vancouver.text(RECORDS["web page of the site"]) == (
        "Bronwijzer. Zoutarm dieet [internet]. 2021. Beschikbaar via: https://bronwijzer.example/a/"
    )


def test_markup_is_text():
    assert vancouver.html(RECORDS["markup"]) == (
        "O&#x27;Neil P. <cite>p &lt; 0.05 &amp; &lt;b&gt;more&lt;/b&gt;.</cite> R&amp;D. 2009;32(3):319-25."
    )
