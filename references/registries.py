"""Trial registrations: recognise, make canonical, check the shape, link to the registry's own page.

The registries are ClinicalTrials.gov and the primary registries of the WHO network (ICTRP). Shapes are those the
registries themselves give out. Where a registry has no lasting address per id, the link is its search page:
CTRI, KCT (CRIS), PACTR and UMIN have only a form to fill in; ChiCTR and IRCT take the id in the address of their
search; NTR was closed in 2022, so its ids go to WHO's copy of that register.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass


class RegistrationError(ValueError):
    """A registration number that cannot exist. `code` is `registration_shape`; `value` what was offered."""

    def __init__(self, value: str) -> None:
        self.code, self.value = "registration_shape", value[:200]
        super().__init__(f"registration_shape: {self.value!r}")


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
        rf"20[2-9]\d{_DASH}5\d{{5}}{_DASH}\d\d{_DASH}\d\d",
        _eudract,
        "https://euclinicaltrials.eu/ctis-public/view/{id}",
    ),
    _registry(
        "EudraCT",
        rf"20[0-2]\d{_DASH}0\d{{5}}{_DASH}\d\d",
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
        "https://trialsearch.who.int/Trial2.aspx?TrialID={id}",
    ),
    _registry(
        "ChiCTR",
        rf"ChiCTR((?:{_DASH}[A-Z]{{1,6}}){{0,2}}){_DASH}?(\d{{8,10}})",
        _chictr,
        "https://www.chictr.org.cn/searchprojEN.html?regno={id}",
    ),
    _registry(
        "UMIN-CTR",
        rf"UMIN{_SEP}(?:CTR{_SEP})?(?:ID{_SEP})?(\d{{9}})",
        "UMIN{0}",
        "https://center6.umin.ac.jp/cgi-open-bin/ctr_e/index.cgi",
    ),
    _registry(
        "jRCT",
        rf"jRCT{_SEP}(s?)(\d{{9,10}})",
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
    _registry("TCTR", rf"TCTR{_SEP}(\d{{11}})", "TCTR{0}", "https://www.thaiclinicaltrials.org/show/{id}"),
)


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
