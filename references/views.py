"""The reader's page about one work."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from config.kit.access import public_page
from references.listing import list_html
from references.meta import citation_tags
from references.reading import reference_list, study_of
from references.years import years_drawing


@public_page
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one work: facts, identifiers, abstract, references; which articles use it comes by a tag of theirs."""
    found = study_of(pk) if pk < 2**62 else None
    if found is None:
        raise Http404
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
