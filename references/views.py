"""The reader's page about one work."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from config.kit.access import public_page
from references.listing import list_html
from references.meta import citation_tags
from references.reading import now_at, reference_list, study_of
from references.years import years_drawing


@public_page
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one work: facts, identifiers, abstract, references; which articles use it comes by a tag of theirs."""
    found = study_of(pk) if pk < 2**62 else None
    if found is None:
        return _moved(pk)
    lines = reference_list(pk)
    return TemplateResponse(
        request,
        "references/work_detail.html",
        {
            "study": found,
            "count": len(lines),
            "list_html": list_html(lines),
            "years": years_drawing(line.year for line in lines),
            "tags": citation_tags(found.record),
        },
    )


def _moved(pk: int) -> HttpResponse:
    """A work that was merged is found at the one it went up in, for good: its address may be printed somewhere."""
    survivor = now_at(pk) if pk < 2**62 else None
    if survivor is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse("references:study", args=[survivor]))
