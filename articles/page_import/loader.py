"""A `Page` → article, study, references: all of it or nothing, and repeatable."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from hashlib import sha256

import reversion
from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError, transaction
from django.utils import timezone

from articles.actions import publishing, relating
from articles.actions.auditing import record
from articles.actions.locking import in_turn
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
logger = logging.getLogger(__name__)


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
        _refuse(result, refusal.remark)
    except DatabaseError as error:
        # The reader checks what it can; what only the database refuses must not keep the other files out.
        logger.exception("import_page could not store %s", name)
        _refuse(result, Remark("not_storable", 1, {"reason": str(error).splitlines()[0]}))
    return result


def _refuse(result: Result, remark: Remark) -> None:
    result.outcome, result.article = Outcome.REFUSED, None
    result.remarks = [*result.remarks, remark]


def _store(result: Result, page: Page, by: AbstractBaseUser | None, publish: bool) -> None:
    in_turn()
    key = _title_key(page.title)
    last = ImportedPage.objects.filter(title_key=key).select_related("article").first()
    article = last.article if last else Article(slug=_free_address(page))
    if last is None or last.digest != page.digest:
        with reversion.create_revision():
            reversion.set_comment(f"import_page {result.file}")
            if by is not None:
                reversion.set_user(by)
            _take_over(article, page, _as_before(last), result.remarks)
            # Again at the end: what was saved in bulk tells reversion nothing, following from the article finds it.
            reversion.add_to_revision(article)
        result.outcome = Outcome.UPDATED if last else Outcome.CREATED
        ImportedPage.objects.create(
            article=article,
            title_key=key,
            file_name=result.file[-255:],
            digest=page.digest,
            text=page.text,
            warnings=[remark.code for remark in result.remarks],
        )
        detail = {"file": result.file, "outcome": result.outcome.value}
        record(verb="import", article=article, by=by, detail=detail)
    if publish and article.status == Status.WITHDRAWN:
        result.remarks.append(Remark("stays_withdrawn", 1))
    if publish and article.status == Status.DRAFT:
        publishing.publish(article=article, by=by)
        result.outcome = Outcome.UPDATED if result.outcome == Outcome.UNCHANGED else result.outcome
    elif result.outcome != Outcome.UNCHANGED:
        relating.answer_hints(article=article)
    result.article = article


def _title_key(title: str) -> str:
    """What a page is recognised by: its whole title, whatever its capitals."""
    return sha256(title.casefold().encode()).hexdigest()


def _free_address(page: Page) -> str:
    """The page's address, or one with a number where a page with another title has it.

    Refuses where an article that an editor wrote stands there: it may well be the same subject, and two would compete.
    """
    slug, number = page.slug, 1
    while Article.objects.filter(slug=slug).exists():
        if not ImportedPage.objects.filter(article__slug=slug).exists():
            raise PageRefused("address_taken", _title_line(page), slug=slug)
        number += 1
        slug = f"{page.slug}-{number}"
    return slug


def _as_before(last: ImportedPage | None) -> Page | None:
    """The page as it was imported last; None where there is none, or today's reader no longer accepts it."""
    try:
        return reader.read(last.text.encode()) if last else None
    except PageRefused:
        return None


def _take_over(article: Article, page: Page, before: Page | None, remarks: list[Remark]) -> None:
    """Bring article, study and hints up to the page; what an editor changed since `before` is kept or told."""
    new = article.pk is None
    if new:
        article.title = page.title
    elif before is None or article.summary != sanitize(from_paragraphs(before.paragraphs)):
        remarks.append(Remark("edited_since_import", 1))
    if new or (before and article.lead == _lead(before)):
        article.lead = _lead(page)
    if new or (before and article.published_at == _moment(before)):
        article.published_at = _moment(page)
    article.summary = from_paragraphs(page.paragraphs)
    article.save()
    work = studies.take_over(
        work=article.study(),
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


def _lead(page: Page) -> str:
    return shorten(page.paragraphs[0], LEAD_LENGTH)


def _moment(page: Page) -> datetime:
    return timezone.make_aware(datetime.combine(page.published, time.min))


def _title_line(page: Page) -> int:
    """The last line that names a title."""
    lines = enumerate(page.text.splitlines(), start=1)
    return max((number for number, line in lines if line.strip().startswith("Reageer op")), default=1)
