"""A study's reference list from PubMed, put before an editor as if it had been pasted.

The look-up page offers it; POST here makes the preview of `admin.paste`, which compares it with the present list and where
it is confirmed, added, or left alone. Nobody is asked anything: the list comes from the answer that was kept.
"""

from typing import cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.kit.access import staff
from references.actions import reference_list
from references.admin import paste
from references.admin.paste_preview import preview_of
from references.models import Work
from references.pasting import MOST_BYTES, MOST_LINES, TooMuch

PAGE = "admin:references_work_their_list"
_MAY = ("references.change_citation", "references.add_work")


def urls(site: AdminSite) -> list[URLPattern]:
    """The one, for the look-up's pages to put beside theirs."""
    return [
        path(
            "<path:object_id>/opzoeken/referenties/",
            site.admin_view(offer),
            name="references_work_their_list",
        )
    ]


def known(request: HttpRequest, work: Work) -> reference_list.KnownList | None:
    """The list to offer on a page, where there is one and the person may store it."""
    user = cast(User, request.user)
    return reference_list.known(work=work) if user.has_perms(_MAY) else None


@staff("references.change_citation")
@staff("references.add_work")
@require_http_methods(["POST"])
def offer(request: HttpRequest, object_id: str) -> HttpResponse:
    """Make the preview of what PubMed knows; the list of the study stays as it is."""
    work = _work(object_id)
    known = reference_list.known(work=work)
    if known is None:
        messages.warning(request, _("There is no answer of PubMed with references here any more. Ask again."))
        return redirect("admin:references_work_lookup", work.pk)
    try:
        pasted, outcome = reference_list.offer(work=work, known=known, by=cast(User, request.user))
    except TooMuch as error:
        messages.error(request, _refusal(error))
        return redirect("admin:references_work_lookup", work.pk)
    pasted.preview = preview_of(outcome)
    pasted.save()
    return redirect(f"{reverse(paste.PAGE, args=[work.pk])}?lijst={pasted.pk}")


def _refusal(error: TooMuch) -> str:
    if error.code == "lines":
        values = {"count": error.count, "limit": MOST_LINES}
        return _("PubMed knows %(count)s references of this study; at most %(limit)s go in at once.") % values
    values = {"count": -(-error.count // 1000), "limit": MOST_BYTES // 1000}
    return _("PubMed's list is %(count)s kB of text; at most %(limit)s kB goes in at once.") % values


def _work(object_id: str) -> Work:
    number = int(object_id) if object_id.isascii() and object_id.isdecimal() and len(object_id) < 19 else 0
    work = Work.objects.defer("search_en").filter(pk=number).first()
    if work is None:
        raise Http404
    return work
