"""What a person reads about a file: from the codes of `references.formats` to sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.formats import NAMES, FormatError, Problem

_KINDS = {
    "zip": gettext_lazy("a ZIP or Word file"), "pdf": gettext_lazy("a PDF"), "gzip": gettext_lazy("a compressed file"),
    "office": gettext_lazy("an old Word or Excel file"), "rtf": gettext_lazy("an RTF document"),
    "html": gettext_lazy("a web page"), "xml": gettext_lazy("XML of another kind"), "csv": gettext_lazy("a table (CSV)"),
    "endnote_xml": gettext_lazy("EndNote XML"), "endnote": gettext_lazy("EndNote's own format"),
    "wos": gettext_lazy("Web of Science's own format"), **NAMES,
}  # fmt: skip
_PROBLEMS = {
    "truncated": gettext_lazy("the file stops in the middle of this record"),
    "broken": gettext_lazy("cannot be read from here on"),
    "not_an_item": gettext_lazy("this is not a reference"),
    "no_content": gettext_lazy("nothing by which a work could be known"),
    "doi": gettext_lazy("this cannot be a DOI and was left out"),
    "pmid": gettext_lazy("this cannot be a PMID and was left out"),
    "pmcid": gettext_lazy("this cannot be a PMCID and was left out"),
    "url": gettext_lazy("this is not a web address and was left out"),
    "date": gettext_lazy("no year in this date"),
    "stray_line": gettext_lazy("this line belongs to no field and was skipped"),
    "unknown_string": gettext_lazy("this abbreviation is explained nowhere in the file"),
    "taken": gettext_lazy("another work already has this number; are they the same?"),
}


def refusal(error: FormatError) -> str:
    """Why a whole file was not taken."""
    values = error.values
    kind = str(_KINDS.get(values.get("looks_like", ""), ""))
    if error.code == "too_big":
        return _("The file is larger than %(limit)s MB.") % {"limit": values["limit"]}
    if error.code == "empty":
        return _("The file is empty.")
    if error.code == "not_text":
        return _("This is not a text file.")
    if error.code == "xml_unsafe":
        return _(
            "The file defines entities, which can do harm; PubMed's own files never do. It was not read."
        )
    if error.code == "wrong_format":
        wanted = NAMES[values["wanted"]]
        if kind:
            return _("This is not %(wanted)s; it looks like %(kind)s.") % {"wanted": wanted, "kind": kind}
        return _("This is not %(wanted)s.") % {"wanted": wanted}
    if kind:
        return _("This looks like %(kind)s, which cannot be imported.") % {"kind": kind}
    return _("This is none of the formats that can be imported: RIS, BibTeX, NBIB, PubMed XML, CSL-JSON.")


def explained(problem: Problem) -> str:
    """What is wrong at a line, with what stands there."""
    text = f": {problem.text}" if problem.text else ""
    return f"{_PROBLEMS[problem.code]}{text}"
