"""Trial registrations: recognise, make canonical, check the shape, link to the registry's own page.

The registries are ClinicalTrials.gov and the primary registries of the WHO network (ICTRP). Shapes are those the
registries themselves give out. None of them publishes a check digit, so a number of the right shape is as sure as it gets.
Where a registry has no lasting address per id, the link is its search page:
CTRI, KCT (CRIS), PACTR and UMIN have only a form to fill in; ChiCTR and IRCT take the id in the address of their
search; NTR was closed in 2022, so its ids go to WHO's copy of that register, as do those of the smallest registers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass


class RegistrationError(ValueError):
    """A registration number that cannot exist, or that is not one number.

    `code` is `registration_shape`, or `registration_many` where several stand there; `value` what was offered; `suggestion`
    a number that may have been meant, "" where there is none.
    """

    def __init__(self, value: str, *, code: str = "registration_shape", suggestion: str = "") -> None:
        self.code, self.value, self.suggestion = code, value[:200], suggestion
        super().__init__(f"{code}: {self.value!r}")


@dataclass(frozen=True, slots=True)
class Registration:
    """One trial registration: the registry's name, the canonical id, its https address, and the text it was read from."""

    registry: str
    id: str
    url: str
    raw: str


@dataclass(frozen=True, slots=True)
class _Registry:
    name: str
    shape: re.Pattern[str]
    canonical: Callable[[re.Match[str]], str]
    address: str  # {id}, {lower} (id in lower case), {digits}


_DASH = r"[-\u2010\u2011\u2012\u2013\u2212]"
_SEP = rf"(?:\s|{_DASH}|:|\#)?"

_WHO = "https://trialsearch.who.int/Trial2.aspx?TrialID="


def _registry(
    name: str, shape: str, canonical: str | Callable[[re.Match[str]], str], address: str
) -> _Registry:
    # No letter, digit or dash may touch the id on the left, no letter or digit on the right: NCT001234567 is no NCT id.
    pattern = re.compile(rf"(?<![\w-])(?:{shape})(?![\w]|{_DASH}\d)", re.I | re.A)
    make = canonical if callable(canonical) else lambda match: canonical.format(*match.groups())
    return _Registry(name, pattern, make, address)


def _chictr(match: re.Match[str]) -> str:
    kind = re.sub(rf"{_DASH}+", "-", match[1] or "").strip("-").upper()
    return f"ChiCTR-{kind}-{match[2]}" if kind else f"ChiCTR{match[2]}"


def _ntr(match: re.Match[str]) -> str:
    # "NL" takes no separator and at least three digits: "NL 1234 AB" is an address, NL63 a coronavirus.
    return "".join(part.upper() for part in match.groups() if part)


def _eudract(match: re.Match[str]) -> str:
    return "-".join(re.findall(r"\d+", match[0]))


_ALL = (
    _registry(
        "ClinicalTrials.gov",
        rf"NCT{_SEP}(?!0{{8}})(\d{{8}})",
        "NCT{0}",
        "https://clinicaltrials.gov/study/{id}",
    ),
    _registry("ISRCTN", rf"ISRCTN{_SEP}(\d{{8}})", "ISRCTN{0}", "https://www.isrctn.com/{id}"),
    # CTIS numbers are EudraCT-like with a 5 in front of the sequence and a fourth group that counts resubmissions.
    _registry(
        "EU CT",
        rf"(?:(?:CTIS|EU\s?CT){_SEP})?20[2-9]\d{_DASH}5\d{{5}}{_DASH}\d\d{_DASH}\d\d",
        _eudract,
        "https://euclinicaltrials.eu/ctis-public/view/{id}",
    ),
    _registry(
        "EudraCT",
        # WHO's copy puts its own prefix before it and the country after it.
        rf"EUCTR20[0-2]\d{_DASH}0\d{{5}}{_DASH}\d\d(?:{_DASH}[A-Z]{{2,3}})?|20[0-2]\d{_DASH}0\d{{5}}{_DASH}\d\d",
        _eudract,
        "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:{id}",
    ),
    _registry(
        "NL-OMON",
        rf"NL{_DASH}?OMON{_SEP}(\d{{3,6}})",
        "NL-OMON{0}",
        "https://onderzoekmetmensen.nl/en/trial/{digits}",
    ),
    _registry(
        "NTR",
        rf"(?:(NTR){_SEP}(\d{{2,5}})|(NL)(\d{{3,5}}))(?!\.\d)",
        _ntr,
        f"{_WHO}{{id}}",
    ),
    _registry(
        "ChiCTR",
        rf"ChiCTR((?:{_DASH}[A-Z]{{1,6}}){{0,2}}){_DASH}?(\d{{8,10}})",
        _chictr,
        "https://www.chictr.org.cn/searchprojEN.html?regno={id}",
    ),
    _registry(
        "UMIN-CTR",
        rf"(?:JPRN{_DASH})?UMIN{_SEP}(?:CTR{_SEP})?(?:ID{_SEP})?(\d{{9}})",
        "UMIN{0}",
        "https://center6.umin.ac.jp/cgi-open-bin/ctr_e/index.cgi",
    ),
    _registry(
        "jRCT",
        rf"(?:JPRN{_DASH})?jRCT{_SEP}(s?)(\d{{9,10}})",
        lambda m: f"jRCT{m[1].lower()}{m[2]}",
        "https://jrct.mhlw.go.jp/en-latest-detail/{id}",
    ),
    _registry(
        "DRKS", rf"DRKS{_SEP}(?:ID{_SEP})?(\d{{8}})", "DRKS{0}", "https://drks.de/search/en/trial/{id}"
    ),
    _registry(
        "ANZCTR",
        rf"ACTRN{_SEP}(\d{{14}})(p?)",
        lambda m: f"ACTRN{m[1]}{m[2].lower()}",
        "https://www.anzctr.org.au/{id}.aspx",
    ),
    _registry(
        "CTRI",
        r"CTRI/(\d{4})/(\d{2,3})/(\d{6})",
        "CTRI/{0}/{1}/{2}",
        "https://ctri.nic.in/Clinicaltrials/advancesearchmain.php",
    ),
    _registry(
        "IRCT",
        rf"IRCT{_SEP}(\d{{9,17}})N(\d{{1,3}})",
        "IRCT{0}N{1}",
        "https://irct.behdasht.gov.ir/search/result?query={id}",
    ),
    _registry("CRIS", rf"KCT{_SEP}(\d{{7}})", "KCT{0}", "https://cris.nih.go.kr/cris/search/listDetail.do"),
    _registry("PACTR", rf"PACTR{_SEP}(\d{{15,16}})", "PACTR{0}", "https://pactr.samrc.ac.za/Search.aspx"),
    _registry(
        "ReBEC",
        rf"RBR{_DASH}([a-z0-9]{{5,8}})",
        lambda m: f"RBR-{m[1].lower()}",
        "https://ensaiosclinicos.gov.br/rg/{id}",
    ),
    _registry("SLCTR", r"SLCTR/(\d{4})/(\d{3})", "SLCTR/{0}/{1}", "https://slctr.lk/trials/{lower}"),
    _registry("JapicCTI", rf"(?:JPRN{_DASH})?JapicCTI{_SEP}(\d{{6}})", "JapicCTI-{0}", f"{_WHO}JPRN-{{id}}"),
    _registry("RPCEC", rf"RPCEC{_SEP}(\d{{8}})", "RPCEC{0}", f"{_WHO}{{id}}"),
    _registry("LBCTR", rf"LBCTR{_SEP}(\d{{10}})", "LBCTR{0}", f"{_WHO}{{id}}"),
    _registry("REPEC", rf"(?-i:PER){_DASH}(\d{{3}}){_DASH}(\d\d)", "PER-{0}-{1}", f"{_WHO}{{id}}"),
    _registry("ITMCTR", rf"ITMCTR{_SEP}(\d{{10}})", "ITMCTR{0}", f"{_WHO}{{id}}"),
    _registry("TCTR", rf"TCTR{_SEP}(\d{{11}})", "TCTR{0}", "https://www.thaiclinicaltrials.org/show/{id}"),
)

NAMES = tuple(registry.name for registry in _ALL)
# How a number of each register begins, to tell a wrong number of a known register from one of another register.
_BEGINNINGS = re.compile(
    r"\s*(?:(?P<ClinicalTrialsgov>NCT)|(?P<ISRCTN>ISRCTN)|(?P<EudraCT>EUCTR|EudraCT)|(?P<EUCT>CTIS)|(?P<NLOMON>NL-?OMON)|(?P<NTR>NTR)"
    r"|(?P<ITMCTR>ITMCTR)|(?P<ChiCTR>ChiCTR)|(?P<UMINCTR>(?:JPRN-)?UMIN)|(?P<jRCT>(?:JPRN-)?jRCT)|(?P<JapicCTI>(?:JPRN-)?JapicCTI)"
    r"|(?P<DRKS>DRKS)|(?P<ANZCTR>ACTRN)|(?P<CTRI>CTRI)|(?P<IRCT>IRCT)|(?P<CRIS>KCT)|(?P<PACTR>PACTR)|(?P<ReBEC>RBR-)"
    r"|(?P<SLCTR>SLCTR)|(?P<TCTR>TCTR)|(?P<RPCEC>RPCEC)|(?P<LBCTR>LBCTR))[\W_]*\d?",
    re.I | re.A,
)
_BY_LETTERS = {re.sub(r"\W", "", name): name for name in NAMES}
# Registers whose addresses hold a number without the letters that belong to it.
_ADDRESSES = (
    (re.compile(r"onderzoekmetmensen\.nl/(?:en|nl)/trial/(\d{3,6})\b", re.A), "NL-OMON{}"),
    (re.compile(r"trialregister\.nl/trial/(\d{3,5})\b", re.A), "NL{}"),
    (re.compile(r"trialregister\.nl/\S{0,60}[?&]TC=(\d{2,5})\b", re.I | re.A), "NTR{}"),
    (re.compile(r"slctr\.lk/trials/slctr-(\d{4}-\d{3})\b", re.I | re.A), "SLCTR/{}"),
)
_BETWEEN_DIGITS = re.compile(r"(?<=[\dA-Za-z])[\s.\u00a0]+(?=\d)", re.A)


def read_registration(value: str) -> Registration:
    """The one registration in what somebody typed: a number, a number in a sentence, or an address of a register.

    Raises RegistrationError; a number with spaces in it is refused with the number that may have been meant, because a
    space may also be where a digit was lost.
    """
    for shape, number in _ADDRESSES:
        if match := shape.search(value):
            return normalize_registration(number.format(match[1].replace("-", "/")))
    found = find_registrations(value)
    if len(found) > 1:
        raise RegistrationError(value, code="registration_many")
    if found:
        return found[0]
    closer = find_registrations(_BETWEEN_DIGITS.sub("", value))
    raise RegistrationError(value, suggestion=closer[0].id if len(closer) == 1 else "")


def register_of(value: str) -> str:
    """The register that a number seems to be of by how it begins, whether the number is possible or not; "" if of none."""
    match = _BEGINNINGS.match(value)
    return _BY_LETTERS[match.lastgroup] if match and match.lastgroup else ""


def as_found(value: str, registry: str = "") -> Registration | None:
    """What an imported file calls a registration: made canonical, or as it stands and without address where it is impossible.

    `registry` is what the file calls the register. None for what is no registration at all (databanks of genes stand in the
    same lists).
    """
    try:
        return normalize_registration(value)
    except RegistrationError:
        name = register_of(value) or (registry if registry in NAMES else "")
        return Registration(name, value.strip()[:60], "", value) if name and value.strip() else None


def is_impossible(registry: str, identifier: str) -> bool:
    """Whether a number of a register we know has a shape that this register does not give out."""
    try:
        normalize_registration(identifier)
    except RegistrationError:
        return bool(registry in NAMES or register_of(identifier))
    return False


def find_registrations(text: str) -> list[Registration]:
    """Every trial registration in running text, in order, each canonical id once; numbers of a wrong shape are left out."""
    hits: list[tuple[int, Registration]] = []
    for registry in _ALL:
        hits.extend(
            (match.start(), _registration(registry, match)) for match in registry.shape.finditer(text)
        )
    by_id: dict[str, Registration] = {}
    for _, registration in sorted(hits, key=lambda hit: hit[0]):
        by_id.setdefault(registration.id, registration)
    return list(by_id.values())


def normalize_registration(value: str) -> Registration:
    """The one registration that `value` is, outer white space apart. Raises RegistrationError for anything else."""
    for registry in _ALL:
        if match := registry.shape.fullmatch(value.strip()):
            return _registration(registry, match)
    raise RegistrationError(value)


def _registration(registry: _Registry, match: re.Match[str]) -> Registration:
    canonical = registry.canonical(match)
    digits = "".join(re.findall(r"\d", canonical))
    url = registry.address.format(id=canonical, lower=canonical.lower().replace("/", "-"), digits=digits)
    return Registration(registry.name, canonical, url, match[0])
