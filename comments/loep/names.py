"""Names of people who did not write the reaction: doctors, nurses, relatives. Names of hospitals are no such thing."""

import re
from collections.abc import Iterator

from comments.folding import Folded
from comments.loep.kinds import Kind

_SHORT = r"(?:drs|dr|prof|mevr|mw|dhr|ir|mr)\.?"
_JOB = (
    r"(?:[a-z]{0,12}(?:arts|chirurg|oncoloog|oncologe|uroloog|longarts|internist|interniste|radiotherapeut|gynaecoloog|hematoloog|neuroloog|"
    r"patholoog|dermatoloog|psycholoog|specialist|specialiste|arts-assistent|assistent|assistente|verpleegkundige|verpleger|verpleegster|therapeut|apotheker)|"
    r"dokter|doctor|professor|zuster|broeder|mevrouw|meneer|mijnheer|de heer)"
)
_RELATIVE = (
    r"(?:man|vrouw|partner|zus|zusje|broer|broertje|dochter|zoon|moeder|vader|mama|papa|oma|opa|tante|oom|nicht|neef|"
    r"vriendin|vriend|buurvrouw|buurman|collega|schoonzus|schoonmoeder|schoonvader|zwager|kleinzoon|kleindochter|baas)"
)
_PARTICLE = r"(?i:van|de|der|den|von|ten|ter|te|het|'t|la|le|el|al|op|in 't)"
_INITIALS = r"(?:[A-Z]\.[ -]?){0,4}"
_CAPITAL = r"[A-Z][a-z'][\w']{0,30}(?:-[A-Z][\w']{1,30})?"
_NAME = (
    rf"{_INITIALS}(?:{_PARTICLE} ){{0,3}}(?P<name>{_CAPITAL})(?:(?: {_PARTICLE}){{0,3}} {_CAPITAL}){{0,2}}"
)

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w-])(?i:(?:{_SHORT} ?){{1,3}}(?:{_JOB} )?) ?(?P<all>{_NAME})",
        rf"(?<![\w-])(?i:{_JOB}),? (?P<all>{_NAME})",
        rf"(?<![\w-])(?i:{_JOB}|{_RELATIVE})(?i:,? (?:heet|heette|genaamd|die|is|was)(?: heet)?) (?P<all>{_NAME})",
        rf"(?<![\w-])(?i:mijn|onze|m'n|zijn|haar|uw|je) (?:[a-z]{{2,15}} )?(?i:{_RELATIVE}),? (?P<all>{_NAME})",
    )
)
# Words with a capital that follow a job without being a name: a new sentence, a hospital, a town, a treatment.
_NO_NAME = {
    "ik", "de", "het", "een", "hij", "zij", "ze", "wij", "we", "je", "jij", "u", "maar", "en", "dit", "dat", "na", "er",
    "nu", "toen", "mijn", "onze", "dus", "ook", "daar", "als", "wat", "wie", "hoe", "waarom", "kan", "moet", "is", "op",
    "in", "bij", "van", "voor", "met", "daarna", "gelukkig", "helaas", "nee", "ja", "zo", "want", "die", "niet",
    "erasmus", "radboud", "antoni", "isala", "catharina", "amphia", "jeroen", "ziekenhuis", "maastricht", "maastro",
    "haga", "hagaziekenhuis", "rijnstate", "bernhoven", "elisabeth", "franciscus", "albert", "tergooi", "deventer",
    "medisch", "centrum", "utrecht", "amsterdam", "rotterdam", "groningen", "nijmegen", "leiden", "eindhoven",
    "tilburg", "breda", "zwolle", "arnhem", "haarlem", "enschede", "leeuwarden", "belgie", "nederland", "duitsland",
    "google", "who", "internet", "moerman", "tamoxifen", "chemo", "herceptin", "januari", "februari", "maart", "april", "mei",
    "juni", "juli", "augustus", "september", "oktober", "november", "december", "zuyderland", "meander", "canisius",
    "reinier", "spaarne", "noordwest", "slotervaart", "flevoziekenhuis", "prinses", "st", "sint", "universitair",
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "nederlandse", "duitse",
}  # fmt: skip


def find(text: Folded) -> Iterator[tuple[int, int, Kind]]:
    """Give every name behind a title, a job or a relative; the title itself may stay."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.text):
            if match.group("name").lower() not in _NO_NAME:
                yield *match.span("all"), Kind.NAME
