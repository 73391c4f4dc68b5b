"""A `Page` → article, study, references: all of it or nothing, and repeatable."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

import reversion
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from articles.actions import publishing, relating
from articles.actions.auditing import record
from articles.enums import SourceKind, Status
from articles.models import Article, ImportedPage, Source
from articles.page_import import reader
from articles.page_import.reader import Page
from articles.page_import.reading import PageRefused, Remark
from config.kit.html import from_paragraphs, sanitize
from config.kit.text import shorten
from references.actions import studies
from references.models.work import MetadataSource

LEAD_LENGTH = 300


class Outcome(StrEnum):
    """What importing a file came to."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass
class Result:
    """One file's report: what was read, what was stored, what to look at."""

    file: str
    outcome: Outcome
    page: Page | None = None
    article: Article | None = None
    remarks: list[Remark] = field(default_factory=list)


class _DryRun(Exception):
    """Raised at the end of a dry run, so that everything is really tried and nothing stays."""


def load(
    *,
    name: str,
    data: bytes,
    by: AbstractBaseUser | None = None,
    publish: bool = False,
    dry_run: bool = False,
) -> Result:
    """Import one page file. Never raises on what the file holds: a refusal is a `Result` with one remark.

    With `dry_run` all of it is done in the database and then undone, so that the report is the true one.
    """
    try:
        page = reader.read(data)
    except PageRefused as refusal:
        return Result(name, Outcome.REFUSED, remarks=[refusal.remark])
    result = Result(name, Outcome.UNCHANGED, page, remarks=list(page.remarks))
    try:
        with transaction.atomic():
            _store(result, page, by, publish)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    except PageRefused as refusal:
        result.outcome, result.article = Outcome.REFUSED, None
        result.remarks = [*result.remarks, refusal.remark]
    return result


def _store(result: Result, page: Page, by: AbstractBaseUser | None, publish: bool) -> None:
    _one_at_a_time(page.slug)
    last = ImportedPage.objects.filter(slug=page.slug).select_related("article").first()
    if last is None and Article.objects.filter(slug=page.slug).exists():
        raise PageRefused("address_taken", _title_line(page), slug=page.slug)
    article = last.article if last else Article(slug=page.slug)
    if last is None or last.digest != page.digest:
        with reversion.create_revision():
            reversion.set_comment(f"import_page {result.file}")
            if by is not None:
                reversion.set_user(by)
            if last is not None and article.summary != sanitize(from_paragraphs(_paragraphs_of(last))):
                result.remarks.append(Remark("edited_since_import", 1))
            _take_over(article, page, last)
            # Again at the end: what was saved in bulk tells reversion nothing, following from the article finds it.
            reversion.add_to_revision(article)
        result.outcome = Outcome.UPDATED if last else Outcome.CREATED
        ImportedPage.objects.create(
            article=article,
            slug=page.slug,
            file_name=result.file[-255:],
            digest=page.digest,
            text=page.text,
            warnings=[remark.code for remark in result.remarks],
        )
        record(
            verb="import",
            article=article,
            by=by,
            detail={"file": result.file, "outcome": result.outcome.value},
        )
    if publish and article.status == Status.DRAFT:
        publishing.publish(article=article, by=by)
        result.outcome = Outcome.UPDATED if result.outcome == Outcome.UNCHANGED else result.outcome
    elif result.outcome != Outcome.UNCHANGED:
        relating.answer_hints(article=article)
    result.article = article


def _one_at_a_time(slug: str) -> None:
    """Two imports of the same page wait for each other; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import_page {slug}"])


def _take_over(article: Article, page: Page, last: ImportedPage | None) -> None:
    article.title = page.title
    if last is None or article.lead == _lead(_paragraphs_of(last)):
        article.lead = _lead(page.paragraphs)
    article.summary = from_paragraphs(page.paragraphs)
    if last is None or article.published_at == _moment(reader.read(last.text.encode())):
        article.published_at = _moment(page)
    article.save()
    work = article.study()
    work = studies.take_over(
        work=work,
        record=page.study,
        sections=[(section.label, section.text, section.inferred) for section in page.abstract],
        registrations=page.registrations,
        references=page.references,
        source=MetadataSource.PAGE,
    )
    if page.cited_by is not None:
        studies.count_citations(work=work, count=page.cited_by, source="PubMed", as_of=page.published)
    Source.objects.get_or_create(article=article, work=work, defaults={"kind": SourceKind.DISCUSSED})
    relating.set_hints(article=article, hints=page.related)


def _lead(paragraphs: tuple[str, ...]) -> str:
    return shorten(paragraphs[0], LEAD_LENGTH)


def _moment(page: Page) -> datetime:
    return timezone.make_aware(datetime.combine(page.published, time.min))


def _paragraphs_of(imported: ImportedPage) -> tuple[str, ...]:
    return reader.read(imported.text.encode()).paragraphs


def _title_line(page: Page) -> int:
    return next(
        (
            number
            for number, line in enumerate(page.text.splitlines(), start=1)
            if line.strip().startswith("Reageer op")
        ),
        1,
    )
