"""Pages for import tests: a short one of our own that each test can bend, and where the full ones are."""

from pathlib import Path

DEMO = Path(__file__).parents[2] / "config" / "demo" / "pages"
ACUPUNCTURE = DEMO / "acupunctuur-methylcobalamine-multiple-myeloom.txt"
# The real page that the project started from; it lies beside a developer's checkout and is not ours to ship.
REAL = Path(__file__).parents[3] / "shared" / "samples" / "000_31ae1c7b7d0b0aa6.txt"

SOURCE = "30 mei 2021: Bron:\u00a0BMC Cancer. 2017 Jan 9;17(1):40"
DUTCH = "Dit is de uitleg van een studie die naar bewegen bij kanker keek, en wat dat voor u kan betekenen."
ENGLISH = "This is the part of the abstract that was written by the authors of the study, number {}."
REFERENCE = "    1. Jansen A, Visser B. Title number {0}. J Test. 20{0}0;12(3):4–9. doi: 10.1000/t{0}. -\u00a0DOI\u00a0PubMed"


def make_page(
    *,
    source: str = SOURCE,
    dutch: tuple[str, ...] = (DUTCH,),
    english: tuple[str, ...] = tuple(ENGLISH.format(n) for n in range(4)),
    registration: str = "China Clinical Trials Register (registration no.\u00a0ChiCTR-INR-16009079",
    cited_by: str = "Cited by\u00a016\u00a0articles",
    references: tuple[str, ...] = tuple(REFERENCE.format(n) for n in (1, 2)),
    title: str = "Bewegen helpt bij moeheid.",
    related: str = "Een andere titel >> Nog een titel >>",
) -> str:
    """A whole page in the form of the real one."""
    return "\n".join(
        [
            source,
            "",
            "\n\n".join(dutch),
            "\n\n",
            "\n\n\n".join(english),
            "",
            "Trial registration\n",
            registration,
            "",
            "Similar articles\n",
            cited_by,
            "\n",
            *references,
            "",
            "Plaats een reactie ...\n",
            f'Reageer op "{title}"',
            "",
            "Gerelateerde artikelen\n",
            "Gerelateerde artikelen\n",
            related,
        ]
    )
