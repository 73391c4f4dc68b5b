"""What came of a file of reactions, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.exchange import LARGEST, NAMES, FormatError

_LOOKS = {
    "zip": gettext_lazy("a zip file; unpack it first"),
    "gzip": gettext_lazy("a compressed file; unpack it first"),
    "pdf": gettext_lazy("a PDF"),
    "office": gettext_lazy("a document of an office program"),
    "html": gettext_lazy("a web page"),
    "xml": gettext_lazy("XML of another kind"),
    "json": gettext_lazy("JSON of another kind"),
    "csl": gettext_lazy("JSON of another kind"),
    "csv": gettext_lazy("a table (CSV)"),
    "rtf": gettext_lazy("a text document (RTF)"),
}

NOTES: dict[str, Promise] = {
    "truncated": gettext_lazy("the file ends in the middle; what came before is taken over"),
    "broken": gettext_lazy("the file cannot be read from here on; what came before is taken over"),
    "not_text": gettext_lazy("from here on this is no text; what came before is taken over"),
    "too_big": gettext_lazy("the file is too large; what came before is taken over"),
    "from_a_site": gettext_lazy("no reaction but a notice of another website (pingback)"),
    "spam": gettext_lazy("marked as spam there"),
    "deleted": gettext_lazy("deleted there"),
    "no_id": gettext_lazy("no number, so that it could not be recognised the next time"),
    "no_date": gettext_lazy("no date, or one that cannot be"),
    "no_text": gettext_lazy("no words"),
    "too_long": gettext_lazy("longer than 100,000 characters"),
    "too_many_tags": gettext_lazy("more than 5,000 tags, so hardly any words"),
    "no_reaction": gettext_lazy("this is no reaction"),
    "unknown_state": gettext_lazy("in a state that does not exist here, or was never confirmed"),
    "twice": gettext_lazy("a second time in this file"),
    "erased": gettext_lazy("erased here; it does not come back"),
    "differs": gettext_lazy("differs from the file; ours was kept, because something was done with it here"),
    "no_page": gettext_lazy("there is no article at this address"),
    "answered_missing": gettext_lazy("what it answers was not taken over, so it begins a conversation"),
    "other_page": gettext_lazy("what it answers is below another article, so it begins a conversation"),
}


def noted(code: str) -> str:
    """Return a note of the report in words."""
    return str(NOTES.get(code, code))


def refusal(error: FormatError) -> str:
    """Return why a whole file is refused, and what to do."""
    if error.code == "too_big":
        return _("The file is larger than %(limit)s MB. Export it in parts.") % {
            "limit": LARGEST // 1024 // 1024
        }
    if error.code == "empty":
        return _("The file is empty.")
    if error.code == "not_text":
        return _("This is no text file.")
    if error.code == "xml_unsafe":
        return _("The file holds definitions (entities) that can do harm. It was not read.")
    if error.code == "too_new":
        return _("This file was made by a newer version of this site.")
    known = _("This is none of: %(names)s.") % {"names": ", ".join(NAMES.values())}
    looks = _LOOKS.get(error.values.get("looks_like", ""))
    return f"{known} {_('It looks like %(what)s.') % {'what': looks}}" if looks else known
