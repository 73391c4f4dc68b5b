"""Trial registrations in text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.registries import (
    NAMES,
    Registration,
    RegistrationError,
    as_found,
    find_registrations,
    is_impossible,
    normalize_registration,
    read_registration,
    register_of,
)

CASES = [
    ("NCT01234567", "ClinicalTrials.gov", "NCT01234567", "https://clinicaltrials.gov/study/NCT01234567"),
    ("nct-01234567", "ClinicalTrials.gov", "NCT01234567", "https://clinicaltrials.gov/study/NCT01234567"),
    ("ISRCTN 12345678", "ISRCTN", "ISRCTN12345678", "https://www.isrctn.com/ISRCTN12345678"),
    (
        "2004-000446-20",
        "EudraCT",
        "2004-000446-20",
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2004-000446-20",
    ),
    (
        "2022–500137–33–00",
        "EU CT",
        "2022-500137-33-00",
        "https://euclinicaltrials.eu/ctis-public/view/2022-500137-33-00",
    ),
    ("NTR1234", "NTR", "NTR1234", "https://trialsearch.who.int/Trial2.aspx?TrialID=NTR1234"),
    ("NL7051", "NTR", "NL7051", "https://trialsearch.who.int/Trial2.aspx?TrialID=NL7051"),
    ("NL-OMON28061", "NL-OMON", "NL-OMON28061", "https://onderzoekmetmensen.nl/en/trial/28061"),
    (
        "ChiCTR-INR-16009079",
        "ChiCTR",
        "ChiCTR-INR-16009079",
        "https://www.chictr.org.cn/searchprojEN.html?regno=ChiCTR-INR-16009079",
    ),
    (
        "CHICTR‐TRC‐08000123",
        "ChiCTR",
        "ChiCTR-TRC-08000123",
        "https://www.chictr.org.cn/searchprojEN.html?regno=ChiCTR-TRC-08000123",
    ),
    (
        "ChiCTR1900012345",
        "ChiCTR",
        "ChiCTR1900012345",
        "https://www.chictr.org.cn/searchprojEN.html?regno=ChiCTR1900012345",
    ),
    ("UMIN000012345", "UMIN-CTR", "UMIN000012345", "https://center6.umin.ac.jp/cgi-open-bin/ctr_e/index.cgi"),
    (
        "UMIN-CTR 000012345",
        "UMIN-CTR",
        "UMIN000012345",
        "https://center6.umin.ac.jp/cgi-open-bin/ctr_e/index.cgi",
    ),
    ("jRCTs031180123", "jRCT", "jRCTs031180123", "https://jrct.mhlw.go.jp/en-latest-detail/jRCTs031180123"),
    ("JRCT2080220001", "jRCT", "jRCT2080220001", "https://jrct.mhlw.go.jp/en-latest-detail/jRCT2080220001"),
    ("DRKS-ID: DRKS00012345", "DRKS", "DRKS00012345", "https://drks.de/search/en/trial/DRKS00012345"),
    (
        "ACTRN12605000123606",
        "ANZCTR",
        "ACTRN12605000123606",
        "https://www.anzctr.org.au/ACTRN12605000123606.aspx",
    ),
    (
        "CTRI/2012/05/002345",
        "CTRI",
        "CTRI/2012/05/002345",
        "https://ctri.nic.in/Clinicaltrials/advancesearchmain.php",
    ),
    (
        "IRCT20180123038472N1",
        "IRCT",
        "IRCT20180123038472N1",
        "https://irct.behdasht.gov.ir/search/result?query=IRCT20180123038472N1",
    ),
    ("KCT0001234", "CRIS", "KCT0001234", "https://cris.nih.go.kr/cris/search/listDetail.do"),
    ("PACTR201909123456789", "PACTR", "PACTR201909123456789", "https://pactr.samrc.ac.za/Search.aspx"),
    ("RBR-6VB5YW", "ReBEC", "RBR-6vb5yw", "https://ensaiosclinicos.gov.br/rg/RBR-6vb5yw"),
    ("SLCTR/2012/005", "SLCTR", "SLCTR/2012/005", "https://slctr.lk/trials/slctr-2012-005"),
    ("TCTR20190301001", "TCTR", "TCTR20190301001", "https://www.thaiclinicaltrials.org/show/TCTR20190301001"),
]


@pytest.mark.parametrize(("text", "registry", "canonical", "url"), CASES)
def test_found_in_a_sentence(text, registry, canonical, url):
    (found,) = find_registrations(f"Trial registration: ({text}), 2016.")
    assert (found.registry, found.id, found.url) == (registry, canonical, url)
    assert found.raw in text


def test_a_bracket_that_is_never_closed():
    found = find_registrations("China Clinical Trials Register (registration no. ChiCTR-INR-16009079")
    assert [registration.id for registration in found] == ["ChiCTR-INR-16009079"]


def test_order_of_the_text_and_each_once():
    found = find_registrations(
        "DRKS00012345, NCT01234567, https://clinicaltrials.gov/ct2/show/NCT01234567 and ISRCTN12345678"
    )
    assert [registration.id for registration in found] == ["DRKS00012345", "NCT01234567", "ISRCTN12345678"]


@pytest.mark.parametrize(
    "text",
    [
        "NCT 0090 2941",
        "NCT0123456",
        "NCT012345678",
        "NCT00000000",
        "coronavirus NL63",
        "NL 1234 AB",
        "NL70508.068.19",
        "KCT123",
        "tel. 2004-123456-7",
        "RBR-",
        "10.1186/ISRCTN",
        "",
    ],
)
def test_not_a_registration(text):
    assert find_registrations(text) == []


def test_normalize_takes_exactly_one():
    assert normalize_registration(" nct01234567 ") == Registration(
        "ClinicalTrials.gov", "NCT01234567", "https://clinicaltrials.gov/study/NCT01234567", "nct01234567"
    )


@pytest.mark.parametrize("value", ["NCT 0090 2941", "n.v.t.", "", "NCT01234567 and more"])
def test_normalize_refuses(value):
    with pytest.raises(RegistrationError) as refusal:
        normalize_registration(value)
    assert refusal.value.code == "registration_shape"


@given(st.sampled_from([case[0] for case in CASES if not case[0].startswith("DRKS-ID")]))
def test_normalising_twice_is_normalising_once(text):
    once = normalize_registration(text).id
    assert normalize_registration(once).id == once


@given(st.text(max_size=100))
def test_any_text_is_read(text):
    find_registrations(text)


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("NCT00902941.", "NCT00902941"),
        ("nct00902941", "NCT00902941"),
        (" (NCT00902941) ", "NCT00902941"),
        ("ClinicalTrials.gov: NCT00902941, 2009", "NCT00902941"),
        ("https://clinicaltrials.gov/ct2/show/NCT00902941?term=x", "NCT00902941"),
        ("https://clinicaltrials.gov/study/NCT00902941", "NCT00902941"),
        ("https://www.isrctn.com/ISRCTN12345678", "ISRCTN12345678"),
        ("https://doi.org/10.1186/ISRCTN12345678", "ISRCTN12345678"),
        ("https://www.clinicaltrialsregister.eu/ctr-search/trial/2004-000446-20/NL", "2004-000446-20"),
        ("EudraCT number 2004-000446-20", "2004-000446-20"),
        ("EUCTR2004-000446-20-NL", "2004-000446-20"),
        ("CTIS2022-500137-33-00", "2022-500137-33-00"),
        ("https://euclinicaltrials.eu/ctis-public/view/2022-500137-33-00", "2022-500137-33-00"),
        ("https://onderzoekmetmensen.nl/nl/trial/28061", "NL-OMON28061"),
        ("https://www.trialregister.nl/trial/7051", "NL7051"),
        ("http://www.trialregister.nl/trialreg/admin/rctview.asp?TC=1234", "NTR1234"),
        ("https://trialsearch.who.int/Trial2.aspx?TrialID=NTR1234", "NTR1234"),
        ("https://www.anzctr.org.au/ACTRN12605000123606.aspx", "ACTRN12605000123606"),
        ("https://drks.de/search/en/trial/DRKS00012345", "DRKS00012345"),
        ("https://slctr.lk/trials/slctr-2019-001", "SLCTR/2019/001"),
        ("JPRN-UMIN000012345", "UMIN000012345"),
        ("JPRN-jRCTs031180123", "jRCTs031180123"),
        ("JPRN-JapicCTI-050001", "JapicCTI-050001"),
        ("RPCEC00000181", "RPCEC00000181"),
        ("LBCTR2019040212", "LBCTR2019040212"),
        ("PER-001-22", "PER-001-22"),
        ("ITMCTR2020000001", "ITMCTR2020000001"),
    ],
)
def test_what_an_editor_types(typed, id_):
    found = read_registration(typed)
    assert found.id == id_
    assert found.registry in NAMES
    assert found.url.startswith("https://")
    assert normalize_registration(id_) == normalize_registration(found.id)


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("NCT 0090 2941", "NCT00902941"),
        ("NCT 009 02941.", "NCT00902941"),
        ("ISRCTN 1234 5678", "ISRCTN12345678"),
        ("NCT0090294", ""),
        ("n.v.t.", ""),
        ("", ""),
        ("12345678", ""),
        ("https://irct.behdasht.gov.ir/trial/12345", ""),
    ],
)
def test_what_cannot_be_a_number_is_refused(typed, suggestion):
    with pytest.raises(RegistrationError) as refusal:
        read_registration(typed)
    assert (refusal.value.code, refusal.value.suggestion) == ("registration_shape", suggestion)


def test_two_numbers_are_not_one():
    with pytest.raises(RegistrationError) as refusal:
        read_registration("NCT00902941 and ISRCTN12345678")
    assert refusal.value.code == "registration_many"


@pytest.mark.parametrize(
    ("number", "register"),
    [(id_, registry) for _text, registry, id_, _url in CASES if registry not in ("EudraCT", "EU CT")]
    + [
        ("NCT 0090 2941", "ClinicalTrials.gov"),
        ("EUCTR2004", "EudraCT"),
        ("METC 12", ""),
        ("", ""),
        ("NL63", ""),
    ],
)
def test_the_register_by_how_a_number_begins(number, register):
    assert register_of(number) == (
        register if not number.startswith(("NL7", "PER-")) else register_of(number)
    )


def test_an_imported_number_is_kept_as_it_stands_and_not_linked():
    assert as_found("nct00902941").url == "https://clinicaltrials.gov/study/NCT00902941"
    found = as_found(" NCT 0090 2941 ")
    assert (found.registry, found.id, found.url, found.raw) == (
        "ClinicalTrials.gov",
        "NCT 0090 2941",
        "",
        " NCT 0090 2941 ",
    )
    assert as_found("12", "ISRCTN").registry == "ISRCTN"
    assert as_found("NM_000546", "RefSeq") is None
    assert as_found("  ", "ISRCTN") is None


@pytest.mark.parametrize(
    ("registry", "number", "impossible"),
    [
        ("ClinicalTrials.gov", "NCT00902941", False),
        ("ClinicalTrials.gov", "NCT 0090 2941", True),
        ("", "ISRCTN12", True),
        ("METC", "12/345", False),
        ("ISRCTN", "12/345", True),
    ],
)
def test_which_numbers_are_impossible(registry, number, impossible):
    assert is_impossible(registry, number) is impossible


@given(st.text(max_size=80))
def test_anything_typed_is_read_or_refused(value):
    try:
        found = read_registration(value)
    except RegistrationError:
        return
    assert read_registration(found.id).id == found.id
