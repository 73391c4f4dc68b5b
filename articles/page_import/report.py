"""What an import did, for a person and for a program."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.page_import.loader import Outcome, Result
from articles.page_import.reading import Remark
from articles.reading import source_line
from references.presenting import source_of


def message(remark: Remark) -> str:
    """The remark in words, naming the line."""
    values: dict[str, Any] = {**remark.values, "line": remark.line}
    for name in ("size", "limit"):
        if remark.code == "too_large":
            values[name] = filesizeformat(values[name])
    return _("line %(line)s: ") % values + _messages()[remark.code] % values


def _messages() -> dict[str, str]:
    return {
        "empty": _("the file is empty."),
        "binary": _("this is not a text file: it holds characters that no text has."),
        "too_large": _("the file is %(size)s; a page is at most %(limit)s."),
        "unknown_encoding": _("the characters cannot be read; save the file as UTF-8."),
        "windows_1252": _("not UTF-8; read as Windows-1252. Check letters such as ë and é."),
        "no_source_line": _(
            "the first line must look like “30 mei 2021: Bron: BMC Cancer 2017 Jan 9;17(1):40”."
        ),
        "source_unread": _("the source “%(text)s” could not be divided into journal, date and pages."),
        "journal_missing": _("the journal is missing in the source line; fill it in at the study."),
        "no_title": _(
            "there is no title: the line that begins with “Reageer op” was not found before the end of the file."
        ),
        "title_unread": _("no title could be read between quotation marks in “%(text)s”."),
        "two_titles": _(
            "there is another title at line %(other)s, so the file seems to hold two pages; give each a file of its own."
        ),
        "title_too_long": _("the title has %(length)s characters; at most %(limit)s fit."),
        "no_references": _("no reference list was found before “Plaats een reactie”."),
        "cut_in_references": _("the file stops in the middle of the reference list, at “%(text)s”."),
        "no_explanation": _(
            "here the Dutch explanation should begin, between the source line and the English abstract; none was found."
        ),
        "no_abstract": _("no English abstract was found."),
        "labels_inferred": _(
            "the headings of the abstract were lost; inferred from the order: %(labels)s. Check them."
        ),
        "labels_missing": _(
            "the abstract has no headings and %(count)s parts, so no headings could be inferred."
        ),
        "reference_to_check": _(
            "reference %(position)s could not be read with certainty and is kept as it is: “%(text)s”."
        ),
        "cited_by_unread": _("the number in “%(text)s” is not believed and left out."),
        "after_registration": _(
            "“%(text)s” stands after the trial registration; it became a part of the abstract. Check it."
        ),
        "related_left_out": _("“%(text)s” after the related titles is left out; each title ends in “>>”."),
        "related_too_long": _(
            "the related title “%(text)s…” has %(length)s characters; at most %(limit)s fit, so it is left out."
        ),
        "registration_unread": _("no known trial register was recognised in “%(text)s”."),
        "edited_since_import": _(
            "the explanation had been edited since the last import; that text is kept in the history."
        ),
        "stays_withdrawn": _("the article was withdrawn and stays so; publish it in the admin."),
        "not_storable": _("the database refused it: %(reason)s"),
        "address_taken": _(
            "an article with the address “%(slug)s” exists already and does not come from this page."
        ),
    }


def as_json(result: Result) -> dict[str, Any]:
    """The result as one JSON object; the shape is described in docs/import.md."""
    warnings = [message(remark) for remark in result.remarks]
    report: dict[str, Any] = {"file": result.file, "outcome": result.outcome.value}
    page = result.page
    if page is not None:
        report |= {
            "article": {
                "title": page.title,
                "slug": result.article.slug if result.article else page.slug,
                "published": page.published.isoformat(),
                "source_line": source_line(page.published, source_of(page.study)),
                "paragraphs": list(page.paragraphs),
            },
            "study": {
                **page.study.to_csl("study"),
                "abstract": [{"label": section.label, "text": section.text} for section in page.abstract],
                "registrations": [
                    {"registry": each.registry, "id": each.id, "url": each.url} for each in page.registrations
                ],
                "cited_by": None
                if page.cited_by is None
                else {"count": page.cited_by, "as_of": page.published.isoformat()},
            },
            "references": [
                record.to_csl(f"ref-{number}") for number, record in enumerate(page.references, start=1)
            ],
            "related": list(page.related),
        }
    return {**report, "warnings": warnings}


def as_text(result: Result) -> str:
    """The result for a person: one headline, what was read, what to look at."""
    lines = [f"{result.file}: {_outcomes()[result.outcome]}"]
    page = result.page
    if page is not None and result.outcome != Outcome.REFUSED:
        read = sum(record.status != "check" for record in page.references)
        dois = sum(bool(record.doi) for record in page.references)
        total = len(page.references)
        lines += [
            f"  {_('Title')}: {page.title}",
            f"  {source_line(page.published, source_of(page.study))}",
            f"  {_('Explanation')}: "
            + ngettext("%(count)s paragraph", "%(count)s paragraphs", len(page.paragraphs))
            % {"count": len(page.paragraphs)},
            f"  {_('Abstract')}: " + (", ".join(section.label or "–" for section in page.abstract) or "–"),
            f"  {_('Registration')}: "
            + (", ".join(f"{each.id} ({each.registry})" for each in page.registrations) or "–"),
            f"  {_('Cited by')}: {'–' if page.cited_by is None else page.cited_by}",
            f"  {_('References')}: "
            + _("%(total)s, of which %(read)s read and %(dois)s with a DOI")
            % {"total": total, "read": read, "dois": dois},
            f"  {_('Related titles')}: {len(page.related)}",
        ]
    lines += [f"  ! {message(remark)}" for remark in result.remarks]
    return "\n".join(lines)


def _outcomes() -> dict[Outcome, str]:
    return {
        Outcome.CREATED: _("new article"),
        Outcome.UPDATED: _("article updated"),
        Outcome.UNCHANGED: _("nothing changed"),
        Outcome.REFUSED: _("refused, nothing stored"),
    }
