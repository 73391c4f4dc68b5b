"""One work, or its reference list, as a file for a reference manager."""

from django.http import Http404, HttpRequest, HttpResponse

from config.kit.access import public_page
from references.downloads import download
from references.models import Work
from references.reading import now_at, records_of


@public_page
def work(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The work itself."""
    found = _work(pk)
    record = found.to_record()
    author = record.authors[0] if record.authors else None
    who = (author.family or author.literal) if author else ""
    year = str(record.issued.year) if record.issued else ""
    return download(
        records_of([found]), form=form, name=" ".join(part for part in (who, year, f"studie {pk}") if part)
    )


@public_page
def reference_list(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The works in its reference list, in order; there is no such file where there is no list."""
    records = records_of(lists_of=[_work(pk).pk])
    if not records:
        raise Http404
    return download(records, form=form, name=f"studie {pk} referenties")


def _work(pk: int) -> Work:
    """The work, or the one it went up in; a file is not redirected, so that a saved address keeps giving one."""
    work = Work.objects.filter(pk=pk).first() if pk < 2**62 else None
    if work is None and pk < 2**62 and (survivor := now_at(pk)) is not None:
        work = Work.objects.filter(pk=survivor).first()
    if work is None:
        raise Http404
    return work
