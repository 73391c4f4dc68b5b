"""An article: the Dutch explanation of a study, the thing that is published."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.enums import SourceKind, Status
from articles.models.topic import TopicTag
from config.kit.fields import RichTextField
from config.kit.html import to_text
from references.models import Work

# PostgreSQL refuses a search vector over 1 MB; this much of a text is far below, whatever its words.
SEARCHED = 200_000
# Dates outside are typing errors, and some of them a database driver cannot even read back.
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class ArticleQuerySet(models.QuerySet["Article"]):
    """How the site asks for articles."""

    def live(self) -> "ArticleQuerySet":
        """Articles that readers may see; the same rule as `Article.is_live`.

        The database's clock, not Python's: the moment of a query that was prepared once must not be frozen in it.
        """
        return self.filter(status=Status.PUBLISHED, published_at__lte=Now())

    def newest_first(self) -> "ArticleQuerySet":
        """In the order of lists for readers."""
        return self.order_by("-published_at", "-pk")

    def for_cards(self) -> "ArticleQuerySet":
        """Only what a list shows: the explanation itself stays in the database."""
        return self.only("title", "slug", "lead", "published_at")

    def titled_like(self, beginning: str) -> "ArticleQuerySet":
        """Articles whose title begins with these words, whatever the capitals."""
        return self.filter(title__istartswith=beginning)


class Article(models.Model):  # type: ignore[django-manager-missing]  # taggit's through model is untyped
    """Title, explanation and state; the study's facts are on the works it points at."""

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    lead = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences for lists; plain text."),
    )
    summary = RichTextField(_("explanation"), blank=True)
    summary_text = models.TextField(editable=False, blank=True)
    byline = models.CharField(_("written by"), max_length=200, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawn_reason = models.TextField(_("reason for withdrawal"), blank=True, editable=False)
    reviewed_on = models.DateField(_("checked on"), null=True, blank=True)
    review_due = models.DateField(_("check again before"), null=True, blank=True)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    works = models.ManyToManyField(Work, through="articles.Source", related_name="articles")
    topics = TaggableManager(_("topics"), through=TopicTag, blank=True)
    search_nl = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="dutch")
        + SearchVector("lead", weight="B", config="dutch")
        + SearchVector(Left("summary_text", SEARCHED), weight="C", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        permissions = [
            ("publish_article", _("Can publish articles")),
            ("withdraw_article", _("Can withdraw articles")),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_published_has_moment",
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
                violation_error_message=_("A published article needs a date of publication."),
            ),
            models.CheckConstraint(
                name="article_withdrawn_has_moment_and_reason",
                condition=Q(status=Status.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(status=Status.WITHDRAWN) & Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""),
                violation_error_message=_(
                    "A withdrawn article needs a moment and a reason; another has neither."
                ),
            ),
            models.CheckConstraint(
                name="article_published_at_plausible",
                condition=Q(published_at=None) | Q(published_at__gte=EARLIEST, published_at__lt=LATEST),
                violation_error_message=_("The date of publication lies between 1990 and 2100."),
            ),
            models.CheckConstraint(
                name="article_titled",
                condition=~Q(title="") & ~Q(slug=""),
                violation_error_message=_("An article needs a title and an address."),
            ),
            models.CheckConstraint(
                name="article_review_after_check",
                condition=Q(reviewed_on=None)
                | Q(review_due=None)
                | Q(review_due__gte=models.F("reviewed_on")),
                violation_error_message=_("The next check cannot be before the last one."),
            ),
        ]
        indexes = [
            # home, list, feed: newest live articles
            models.Index(
                fields=["-published_at", "-id"], name="article_newest", condition=Q(status=Status.PUBLISHED)
            ),
            GinIndex(fields=["search_nl"], name="article_search"),  # search: Dutch words
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The article's page for readers."""
        return reverse("articles:article", args=[self.slug])

    def is_live(self) -> bool:
        """Whether readers may see it; the same rule as `ArticleQuerySet.live`."""
        return (
            self.status == Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the article; its plain text (search, descriptions) always goes along with the explanation."""
        fields = kwargs.get("update_fields")
        self.summary_text = to_text(self.summary)
        if fields is not None and "summary" in fields:
            kwargs["update_fields"] = {*fields, "summary_text"}
        super().save(*args, **kwargs)

    def study(self) -> Work | None:
        """The study it explains: the first discussed work, or None while an editor has not chosen one."""
        source = (
            self.sources.filter(kind=SourceKind.DISCUSSED).select_related("work").order_by("position").first()
        )
        return source.work if source else None
