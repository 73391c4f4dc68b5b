"""The reader's page about one work."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from config.kit.access import public_page
from references.models import Work
from references.presenting import StudyFacts
from references.reading import reference_lists, with_parts


@public_page
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one work: facts, identifiers, abstract, references; which articles use it comes by a tag of theirs."""
    work = Work.objects.filter(pk=pk).annotate(**with_parts()).first()
    if work is None:
        raise Http404
    context = {"work": work, "facts": StudyFacts(work), "lines": reference_lists([pk])[pk]}
    return TemplateResponse(request, "references/work_detail.html", context)
