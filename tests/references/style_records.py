"""The works on which every style is tried: each shows one rule of the manuals. Facts are true where a work is real."""

from typing import Any

from references.records import PartialDate, Person, Record

READ_ON = PartialDate(2026, 11, 22)


def people(*names: str) -> tuple[Person, ...]:
    """ "Zhou, Y" is a person, "World Health Organization" a group."""
    return tuple(
        Person(*(part.strip() for part in name.split(","))) if "," in name else Person(literal=name)
        for name in names
    )


def journal(title: str = "Title", *authors: str, year: int | None = 2009, **facts: Any) -> Record:
    return Record(
        **{
            "type": "article-journal",
            "title": title,
            "authors": people(*authors),
            "container_title": "J Test",
            "issued": PartialDate(year) if year else None,
            "volume": "32",
            "issue": "3",
            "page": "319-25",
            **facts,
        }
    )


def letters(number: int) -> list[str]:
    return [f"{letter}a, {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:number]]


RECORDS = {
    "one author": journal("Title", "Zhou, Y"),
    "two authors": journal("Title", "Zhou, Y", "Garcia, MK"),
    "six authors": journal("Title", *letters(6)),
    "seven authors": journal("Title", *letters(7)),
    "twenty authors": journal("Title", *letters(20)),
    "twenty-one authors": journal("Title", *letters(21)),
    "et al.": journal("Title", "Zhou, Y", "Garcia, MK", et_al=True),
    "group": journal("Title", "Diabetes Prevention Program Research Group"),
    "no author": journal("Only title"),
    "no date": journal("Title", "Zhou, Y", year=None),
    "question": journal("Does it work?", "Zhou, Y"),
    "hyphen and suffix": journal("Title", "King, Martin Luther, , Jr", "Sartre, Jean-Paul"),
    "particle and accent": journal("Title", "van der Meer, Étienne"),
    "printed with dots": journal("Title", "Gaston, K. J."),
    "article number": journal(
        "Title",
        "Zhou, Y",
        volume="6",
        issue="7",
        page="",
        number="e1000100",
        doi="10.1371/journal.pmed.1000100",
    ),
    "supplement": journal("Title", "Zhou, Y", volume="105", issue="Suppl 2", page="S77-81"),
    "no issue": journal("Title", "Zhou, Y", issue="", issued=PartialDate(2017, 1, 9), volume="17", page="40"),
    "online first": journal(
        "Title",
        "Zhou, Y",
        issued=PartialDate(2020, 1, 5),
        volume="",
        issue="",
        page="",
        doi="10.1000/x(1)",
    ),
    "all identifiers": journal(
        "Title", "Zhou, Y", doi="10.1000/x", pmid="19444078", pmcid="PMC2683462", url="https://example.org/x"
    ),
    "book": Record(
        type="book",
        title="Chinese Acupuncture and Moxibustion",
        authors=people("Cheng, X"),
        publisher="Foreign Language Press",
        publisher_place="Beijing",
        issued=PartialDate(1999),
    ),
    "edition": Record(
        type="book",
        title="Pain",
        authors=people("Cheng, X"),
        edition="2nd ed",
        publisher="Elsevier",
        issued=PartialDate(2001),
    ),
    "edited book": Record(
        type="book",
        title="Textbook of Pain",
        editors=people("Wall, PD", "Melzack, R"),
        publisher="Elsevier",
        issued=PartialDate(1999),
    ),
    "chapter": Record(
        type="chapter",
        title="Measuring pain",
        authors=people("Jansen, Anna-Maria"),
        editors=people("Wall, PD", "Melzack, R"),
        container_title="Textbook of Pain",
        edition="4th ed.",
        publisher="Elsevier",
        publisher_place="Edinburgh",
        issued=PartialDate(1999),
        page="409-26",
    ),
    "chapter, one editor": Record(
        type="chapter",
        title="Measuring pain",
        authors=people("Jansen, A"),
        editors=people("Wall, PD"),
        container_title="Textbook of Pain",
        publisher="Elsevier",
        issued=PartialDate(1999),
        page="7",
    ),
    "book of a group": Record(
        type="book",
        title="Cancer control",
        authors=people("World Health Organization"),
        publisher="World Health Organization",
        issued=PartialDate(2007),
    ),
    "report": Record(
        type="report",
        title="Kanker in Nederland",
        authors=people("Integraal Kankercentrum Nederland"),
        publisher="IKNL",
        issued=PartialDate(2019),
        url="https://iknl.nl/rapport",
    ),
    "thesis": Record(
        type="thesis",
        title="Fatigue after radiotherapy",
        authors=people("de Vries, J"),
        publisher="Rijksuniversiteit Groningen",
        issued=PartialDate(2010),
    ),
    "web page": Record(
        type="webpage",
        title="Zoutarm dieet & kanker",
        authors=people("An de Vries"),
        container_title="Bronwijzer",
        issued=PartialDate(2021, 5, 30),
        url="https://bronwijzer.example/artikelen/zoutarm/",
    ),
    "web page of the site": Record(
        type="webpage",
        title="Zoutarm dieet",
        authors=people("Bronwijzer"),
        container_title="Bronwijzer",
        issued=PartialDate(2021),
        url="https://bronwijzer.example/a/",
    ),
    "web page without date": Record(
        type="webpage", title="Over pijn", container_title="Kanker.nl", url="https://www.kanker.nl/pijn"
    ),
    "markup": journal("p < 0.05 & <b>more</b>", "O'Neil, P", container_title="R&D"),
}
