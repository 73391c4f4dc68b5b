"""DOI, PMID, PMCID: found, made canonical, refused, linked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.identifiers import (
    IdentifierError,
    clean_doi,
    doi_key,
    find_dois,
    find_pmcids,
    find_pmids,
    identifier_in_link,
    normalize_doi,
    normalize_pmcid,
    normalize_pmid,
)
from references.links import doi_url, links_of, pmcid_url, pmid_url

SICI = "10.1002/(SICI)1097-0142(19990115)85:2<368::AID-CNCR14>3.0.CO;2-A"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("doi: 10.1182/blood-2012-04-403733. -\u00a0DOI", "10.1182/blood-2012-04-403733"),
        ("doi:10.1532/IJH97.A30512,", "10.1532/IJH97.A30512"),
        ("(https://doi.org/10.1016/S0168-8227(97)00123-X).", "10.1016/S0168-8227(97)00123-X"),
        ("http://dx.doi.org/10.1023/A:1008345613594;", "10.1023/A:1008345613594"),
        ("DOI:10.1016/S0254-6272(10)60003-9]", "10.1016/S0254-6272(10)60003-9"),
        (f"doi:{SICI}.", SICI),
        ("10.1002/%28SICI%291097-0142(19990115)85:2%3C368::AID-CNCR14%3E3.0.CO;2-A", SICI),
        ("doi:10.1002/(SICI)1097-0142(19990115)85:2&lt;368::AID-CNCR14&gt;3.0.CO;2-A", SICI),
        ("<a href='x'>10.1000/xyz</a>", "10.1000/xyz"),
        ("doi:10.1016/S0140\u20106736(97)11096\u20100.", "10.1016/S0140-6736(97)11096-0"),
        ("“10.1000/xyz”", "10.1000/xyz"),
        ("10.1000.10/123456", "10.1000.10/123456"),
    ],
)
def test_find_dois(text, doi):
    assert find_dois(text) == [doi]


def test_a_doi_is_found_once_whatever_its_case():
    assert find_dois("10.1000/XYZ and https://doi.org/10.1000/xyz") == ["10.1000/XYZ"]


@pytest.mark.parametrize(
    "text", ["10.1182/", "10.12/x", "110.1182/abc", "v1.10.1182/x", "", "n.v.t.", "10.1182/..."]
)
def test_no_doi(text):
    assert find_dois(text) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [("10.1182/", "doi_no_suffix"), ("https://doi.org/10.1182", "doi_no_suffix"), ("10.1182/--", "doi_no_suffix"), ("n.v.t.", "doi_missing"),
     ("", "doi_missing"), ("10.1/x", "doi_missing"), ("10.1000/a b", "doi_missing"), ("10.1000/" + "a" * 293, "doi_too_long")],
)  # fmt: skip
def test_refused_dois(value, code):
    with pytest.raises(IdentifierError) as refusal:
        normalize_doi(value)
    assert refusal.value.code == code
    assert isinstance(refusal.value, ValueError)
    assert doi_key(value) == ""


def test_printed_case_is_kept_and_the_key_has_none():
    assert clean_doi(" doi:10.1532/IJH97.A30512. ") == "10.1532/IJH97.A30512"
    assert (
        normalize_doi("DOI 10.1532/IJH97.A30512")
        == doi_key("https://doi.org/10.1532/ijh97.a30512")
        == "10.1532/ijh97.a30512"
    )


def test_doi_address_encodes_what_an_address_may_not_hold():
    assert (
        doi_url(SICI)
        == "https://doi.org/10.1002/(SICI)1097-0142(19990115)85:2%3C368::AID-CNCR14%3E3.0.CO;2-A"
    )
    assert doi_url("10.1000/a#b?c%d") == "https://doi.org/10.1000/a%23b%3Fc%25d"


@given(
    st.text(alphabet=st.sampled_from("abAB019./:;()<>%[]-_ é\u200b?#&=25"), max_size=40).map(
        "10.1000/".__add__
    )
)
def test_normalising_twice_is_normalising_once(value):
    try:
        once = normalize_doi(value)
    except IdentifierError:
        return
    assert normalize_doi(once) == once
    assert normalize_doi(doi_url(once)) == once


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(value):
    for normalize in (normalize_doi, normalize_pmid, normalize_pmcid):
        try:
            once = normalize(value)
        except IdentifierError:
            continue
        assert normalize(once) == once
    find_dois(value)


@pytest.mark.parametrize(
    "value",
    [
        "22645181",
        " 22645181 ",
        "PMID: 22645181",
        "PMID:22645181.",
        "https://pubmed.ncbi.nlm.nih.gov/22645181/",
        "https://www.ncbi.nlm.nih.gov/pubmed/22645181",
    ],
)
def test_pmid(value):
    assert normalize_pmid(value) == "22645181"


@pytest.mark.parametrize("value", ["", "0", "012", "123456789", "PMC123", "n.v.t.", "1 2", "-5", "１２"])
def test_refused_pmid(value):
    with pytest.raises(IdentifierError, match="pmid_shape"):
        normalize_pmid(value)


@pytest.mark.parametrize(
    "value",
    [
        "PMC3412323",
        "pmc 3412323",
        "PMCID: PMC3412323",
        "3412323",
        "PMC3412323.1",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC3412323/",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3412323",
    ],
)
def test_pmcid(value):
    assert normalize_pmcid(value) == "PMC3412323"


@pytest.mark.parametrize("value", ["", "PMC", "PMC0", "PMCx", "PMC123456789"])
def test_refused_pmcid(value):
    with pytest.raises(IdentifierError, match="pmcid_shape"):
        normalize_pmcid(value)


def test_find_pubmed_ids():
    text = "PMID: 22645181; PMCID: PMC3412323. See [PubMed: 11846609], https://pubmed.ncbi.nlm.nih.gov/22645181/ and 12345678. PMID: 123456789."
    assert find_pmids(text) == ["22645181", "11846609"]
    assert find_pmcids(text) == ["PMC3412323"]
    assert find_pmids("See https://www.ncbi.nlm.nih.gov/gene/?term=21410373.") == []


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/22645181/", ("pmid", "22645181")),
        ("https://www.ncbi.nlm.nih.gov/pubmed/22645181?dopt=Abstract", ("pmid", "22645181")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmid/22645181/", ("pmid", "22645181")),
        ("https://europepmc.org/article/MED/22645181", ("pmid", "22645181")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC3412323/", ("pmcid", "PMC3412323")),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC3412323/", ("pmcid", "PMC3412323")),
        ("https://doi.org/10.1016/S0168-8227%2897%2900123-X", ("doi", "10.1016/S0168-8227(97)00123-X")),
        ("https://onlinelibrary.wiley.com/doi/abs/10.1002/ijc.29210", ("doi", "10.1002/ijc.29210")),
        ("https://onlinelibrary.wiley.com/doi/10.1002/ijc.29210/full", ("doi", "10.1002/ijc.29210")),
        (
            "https://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=pubmed&list_uids=22645181&dopt=Abstract",
            ("pmid", "22645181"),
        ),
        ("https://www.ncbi.nlm.nih.gov/pubmed/?term=22645181", ("pmid", "22645181")),
        ("https://europepmc.org/abstract/MED/22645181", ("pmid", "22645181")),
        ("https://europepmc.org/articles/PMC3412323", ("pmcid", "PMC3412323")),
        ("https://europepmc.org/article/PMC/PMC3412323", ("pmcid", "PMC3412323")),
        ("http://dx.doi.org/10.1182%2Fblood-2012-04-403733", ("doi", "10.1182/blood-2012-04-403733")),
        (
            "https://scholar.google.com/scholar_lookup?pmid=22645181&doi=10.1000/x&url=https://doi.org/10.1000/x",
            None,
        ),
        ("https://scholar.google.nl/scholar?q=https://pubmed.ncbi.nlm.nih.gov/22645181/", None),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=22645181", ("pmid", "22645181")),
        ("https://www.ncbi.nlm.nih.gov/m/pubmed/?term=22645181", ("pmid", "22645181")),
        ("https://www.ncbi.nlm.nih.gov/sites/entrez?db=PubMed&list_uids=22645181", ("pmid", "22645181")),
        ("https://www.ncbi.nlm.nih.gov/gene/?term=22645181", None),
        ("https://www.ncbi.nlm.nih.gov/clinvar?term=22645181", None),
        ("https://www.ncbi.nlm.nih.gov/pmc/?term=22645181", None),
        ("https://www.ncbi.nlm.nih.gov/pubmedhealth/?term=22645181", None),
        ("https://www.ncbi.nlm.nih.gov/entrez/query.fcgi?db=gene&list_uids=22645181", None),
        ("https://www.ncbi.nlm.nih.gov/entrez/query.fcgi?list_uids=22645181&db=nucleotide", None),
        ("https://example.org/?term=22645181", None),
        ("https://example.org/articles/pmid/22645181", None),
        ("https://doi.org/10.1182/", None),
        ("https://example.org/22645181", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_identifier_in_link(url, identifier):
    assert identifier_in_link(url) == identifier


def test_addresses_of_pubmed_and_pmc():
    assert pmid_url("22645181") == "https://pubmed.ncbi.nlm.nih.gov/22645181/"
    assert pmcid_url("PMC3412323") == "https://pmc.ncbi.nlm.nih.gov/articles/PMC3412323/"
    assert identifier_in_link(pmid_url("22645181")) == ("pmid", "22645181")
    assert identifier_in_link(pmcid_url("PMC3412323")) == ("pmcid", "PMC3412323")


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://www.kwf.nl/cijfers", "kwf.nl"),
        ("http://example.org:8080/x", "example.org:8080"),
        ("https://user@example.org/", None),
        ("https://<b>/", None),
        ("http://[", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_a_work_with_only_an_address_gets_that_as_its_link(url, label):
    links = links_of(doi=None, pmid=None, pmcid=None, url=url)
    assert [tuple(link) for link in links] == ([(label, url, False)] if label else [])


def test_an_identifier_comes_before_an_address():
    links = links_of(doi=None, pmid="1", pmcid=None, url="https://www.kwf.nl/cijfers")
    assert [link.label for link in links] == ["PubMed"]
