"""What went wrong with an outside service, in words for editors."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.kit.http import BadAnswer, NotFound, ServiceDown, ServiceError, TooMany

_KINDS: dict[type[ServiceError], str] = {
    ServiceDown: "down",
    TooMany: "too_many",
    NotFound: "not_found",
    BadAnswer: "bad_answer",
}
_NAMES = {
    "pubmed": "PubMed",
    "europepmc": "Europe PMC",
    "crossref": "Crossref",
    "retraction_watch": "Retraction Watch",
}
WORDS: dict[str, str | Promise] = {
    "down": _("%(service)s does not answer now. The work waits; we try again by ourselves."),
    "too_many": _("%(service)s asks us to slow down. The work waits; we try again by ourselves."),
    "not_found": _("%(service)s does not know this work."),
    "bad_answer": _(
        "%(service)s gave an answer that cannot be used. Nothing was taken over; we try again by ourselves."
    ),
    "conflict": _(
        "%(service)s names another identifier than this work has. Nothing was taken over; please check."
    ),
    "taken": _(
        "Another work here already has the identifier that %(service)s names. They may be the same work."
    ),
    "likely": _("%(service)s probably has this work. Please say whether it is the same one."),
}


def kind_of(error: ServiceError) -> str:
    """The key in WORDS for an error."""
    return _KINDS.get(type(error), "down")


def name_of(source: str) -> str:
    """A service as people know it."""
    return _NAMES.get(source, source)


def words(trouble: str, service: str) -> str:
    """The sentence for editors; empty where nothing went wrong."""
    return str(WORDS[trouble]) % {"service": name_of(service)} if trouble in WORDS else ""
