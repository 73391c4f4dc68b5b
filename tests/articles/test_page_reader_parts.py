"""How a page is divided: the two languages, the abstract's headings, the registration, the title, related titles."""

import pytest

from articles.page_import import abstracts, reader
from articles.page_import.abstracts import Block
from articles.page_import.reading import PageRefused
from tests.articles.pages import DUTCH, ENGLISH, SOURCE, make_page

FOUR = tuple(ENGLISH.format(n) for n in range(4))
BOTH = (
    "in",
    "was",
    "of",
    "we",
    "is",
    "a",
    "at",
    "or",
    "over",
    "met",
    "die",
    "door",
    "had",
    "been",
    "men",
    "want",
)


def read(text: str) -> reader.Page:
    return reader.read(text.encode())


def codes(page: reader.Page) -> list[str]:
    return [remark.code for remark in page.remarks]


def refused(text: str) -> tuple[str, int]:
    with pytest.raises(PageRefused) as caught:
        read(text)
    return caught.value.remark.code, caught.value.remark.line


@pytest.mark.parametrize("word", BOTH)
def test_a_word_of_both_languages_tells_nothing(word):
    assert word not in abstracts._DUTCH | abstracts._ENGLISH


def test_a_dutch_conclusion_full_of_words_that_english_has_too():
    text = "Conclusie: in deze studie was radiotherapie of operatie in beide groepen even goed."
    assert read(make_page(dutch=(DUTCH, text))).paragraphs == (DUTCH, text)
    assert abstracts._dutchness(Block(1, (text,))) > 0


def test_no_blank_line_between_the_languages():
    page = read(make_page(dutch=(DUTCH, DUTCH), english=FOUR).replace("\n\n\n\n" + FOUR[0], "\n" + FOUR[0]))
    assert page.paragraphs == (DUTCH, DUTCH)
    assert [section.text for section in page.abstract] == list(FOUR)
    assert [section.label for section in page.abstract] == list(abstracts.USUAL_LABELS)


def test_no_blank_lines_at_all():
    page = read("\n".join(line for line in make_page(dutch=(DUTCH, DUTCH)).splitlines() if line.strip()))
    assert page.paragraphs == (DUTCH, DUTCH)
    assert [section.text for section in page.abstract] == list(FOUR)
    assert [each.id for each in page.registrations] == ["ChiCTR-INR-16009079"]
    assert page.cited_by == 16
    assert len(page.references) == 2
    assert page.related == ("Een andere titel", "Nog een titel")


def test_wrapped_paragraphs_without_a_blank_line_between_the_languages():
    dutch = DUTCH.replace("kanker keek, ", "kanker keek,\n")
    english = "\n".join(text.replace("written by", "written\nby") for text in FOUR)
    page = read(make_page(dutch=(dutch + "\n" + english,), english=()))
    assert page.paragraphs == (DUTCH,)
    assert " ".join(section.text for section in page.abstract) == " ".join(FOUR)


def test_an_english_title_under_a_dutch_paragraph_stays_there():
    title = "The effect of walking on the sleep of patients with cancer and their families"
    assert read(make_page(dutch=(DUTCH, f"{DUTCH}\n{title}"))).paragraphs == (DUTCH, f"{DUTCH} {title}")


def test_without_an_explanation_the_refusal_names_where_it_should_begin():
    text = make_page(dutch=())
    assert refused(text) == ("no_explanation", text.splitlines().index(FOUR[0]) + 1)


@pytest.mark.parametrize("headings", [("Purpose", "Methods", "Findings"), ("AIM:", "METHODS:", "RESULTS.")])
def test_headings_inside_one_block_each_begin_a_section(headings):
    english = "\n".join(f"{heading}\n{text}" for heading, text in zip(headings, FOUR, strict=False))
    page = read(make_page(english=(english,)))
    assert [(section.label, section.text) for section in page.abstract] == [
        (heading.rstrip(":."), text) for heading, text in zip(headings, FOUR, strict=False)
    ]


def test_headings_with_a_colon_inside_one_block():
    page = read(make_page(english=(f"Purpose: {FOUR[0]}\nResults: {FOUR[1]}",)))
    assert [(s.label, s.text) for s in page.abstract] == [("Purpose", FOUR[0]), ("Results", FOUR[1])]


def test_a_wrapped_line_that_is_a_headings_word_is_none():
    english = "This is what the authors of this study wrote about their\nresults.\nThat is all the text."
    page = read(make_page(english=("Purpose", english)))
    assert [(s.label, s.text) for s in page.abstract] == [("Purpose", english.replace("\n", " "))]


def test_text_after_the_registration_is_kept_and_told():
    funding = "Funding was provided by the cancer fund and this was not for profit."
    page = read(make_page(registration=f"NCT00000123\n\n{funding}"))
    assert [section.label for section in page.abstract] == [*abstracts.USUAL_LABELS, ""]
    assert page.abstract[-1].text == funding
    assert [each.id for each in page.registrations] == ["NCT00000123"]
    assert codes(page) == ["labels_inferred", "after_registration"]


def test_funding_directly_under_the_registration_is_no_part_of_it():
    page = read(make_page(registration="NCT00000123\nFunding was provided by the cancer fund."))
    assert page.abstract[-1].text == "Funding was provided by the cancer fund."
    assert "after_registration" in codes(page)


def test_a_known_heading_after_the_registration_is_no_cause_for_a_remark():
    page = read(make_page(registration="NCT00000123\n\nFunding: The cancer fund of this country."))
    assert (page.abstract[-1].label, page.abstract[-1].text) == (
        "Funding",
        "The cancer fund of this country.",
    )
    assert codes(page) == ["labels_inferred"]


def test_a_registration_over_two_lines():
    page = read(
        make_page(registration="Registered before the first\npatient as NCT00000123\n(and NCT00000456).")
    )
    assert [each.id for each in page.registrations] == ["NCT00000123", "NCT00000456"]
    assert len(page.abstract) == 4


def test_an_explanation_may_ask_for_reactions():
    asking = (
        "Reageer op dit artikel als u dat wilt, want uw ervaring is van belang.",
        "Plaats een reactie onderaan.",
    )
    page = read(make_page(dutch=(DUTCH, *asking)))
    assert page.title == "Bewegen helpt bij moeheid"
    assert page.paragraphs == (DUTCH, *asking)
    assert len(page.references) == 2


def test_the_same_title_twice_is_one():
    page = read(make_page(dutch=(DUTCH, 'Reageer op "Bewegen helpt bij moeheid"')))
    assert page.title == "Bewegen helpt bij moeheid"
    assert len(page.references) == 2


def test_two_titles_are_refused_naming_both_lines():
    text = make_page() + "\n" + make_page(title="Een tweede pagina")
    with pytest.raises(PageRefused) as caught:
        read(text)
    remark = caught.value.remark
    lines = text.splitlines()
    assert remark.code == "two_titles"
    assert lines[remark.line - 1] == 'Reageer op "Een tweede pagina"'
    assert lines[remark.values["other"] - 1] == 'Reageer op "Bewegen helpt bij moeheid."'


def test_the_foot_of_the_page_is_no_related_title():
    page = read(make_page() + "\n\nCopyright 2021, alle rechten voorbehouden")
    assert page.related == ("Een andere titel", "Nog een titel")
    assert codes(page) == ["labels_inferred", "related_left_out"]


def test_a_related_title_that_does_not_fit_is_left_out_and_told():
    page = read(make_page(related=f"{'woord ' * 60}>> Nog een titel >>"))
    assert page.related == ("Nog een titel",)
    assert "related_too_long" in codes(page)


@pytest.mark.parametrize("count", ["99999999999", "2147483648", "9" * 5000])
def test_a_count_that_cannot_be_is_not_believed(count):
    page = read(make_page(cited_by=f"Cited by {count} articles"))
    assert page.cited_by is None
    assert "cited_by_unread" in codes(page)


def test_the_greatest_count():
    assert read(make_page(cited_by="Cited by 2,147,483,647 articles")).cited_by == 2**31 - 1


def test_a_page_of_one_line_after_another_names_its_first():
    assert refused(f'{SOURCE}\n1. Jansen A. Title. J Test. 2010;1:2.\nReageer op "Titel"') == (
        "no_explanation",
        1,
    )
