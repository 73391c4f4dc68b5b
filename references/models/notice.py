"""What was later said about a work: retraction, concern, correction, reinstatement; and when each source was asked."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from references.models.work import Work
from references.notices import kinds, reported
from references.notices.known_as import LENGTH

RECENT = timedelta(days=14)


class NoticeKind(models.TextChoices):
    """The kinds are never confused: a correction is not a retraction (`references.notices.kinds` has every source's words)."""

    RETRACTION = kinds.RETRACTION, _("retracted")
    PARTIAL = kinds.PARTIAL, _("partly retracted")
    WITHDRAWAL = kinds.WITHDRAWAL, _("taken back")
    REMOVAL = kinds.REMOVAL, _("taken away by the publisher")
    REPUBLISHED = kinds.REPUBLISHED, _("retracted and republished")
    CONCERN = kinds.CONCERN, _("expression of concern")
    CORRECTION = kinds.CORRECTION, _("corrected")
    ADDITION = kinds.ADDITION, _("addition")
    REINSTATEMENT = kinds.REINSTATEMENT, _("reinstated")


class NoticeOrigin(models.TextChoices):
    """Who keeps the row. What an editor typed no machine changes; what a source reported is brought in step with it."""

    EDITOR = "editor", _("an editor")
    CROSSREF = kinds.CROSSREF, "Crossref"
    CROSSREF_NOTICE = "crossref_notice", _("Crossref, at the notice")
    PUBMED = kinds.PUBMED, "PubMed"
    EUROPEPMC = kinds.EUROPEPMC, "Europe PMC"
    RETRACTION_WATCH = kinds.RETRACTION_WATCH, "Retraction Watch"


class Precision(models.TextChoices):
    """How much of the date is known."""

    DAY = reported.DAY, _("to the day")
    MONTH = reported.MONTH, _("to the month")
    YEAR = reported.YEAR, _("to the year")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """How the site asks for notices."""

    def shown(self) -> "NoticeQuerySet":
        """Those that no editor put aside."""
        return self.filter(is_hidden=False)

    def recent(self) -> "NoticeQuerySet":
        """Those that a service brought in the last two weeks."""
        return self.filter(found_at__gt=timezone.now() - RECENT).exclude(origin=NoticeOrigin.EDITOR)


class Notice(models.Model):
    """One notice; history is kept, so a reinstated work shows both lines.

    `key` tells one notice of a source from another (`references.notices.reported`); empty for what an editor typed. A
    source that does not report a notice any more leaves `gone_on`: the row stays, and an editor decides. `known_as` is by
    which numbers of the work the source had it (`references.notices.known_as`): what is said about another number later,
    after a merge or a correction, does not make it gone.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="notices", verbose_name=_("work"))
    kind = models.CharField(_("kind"), max_length=16, choices=NoticeKind.choices)
    date = models.DateField(
        _("date"), null=True, blank=True, help_text=_("Leave empty where it is not known.")
    )
    precision = models.CharField(
        _("date known"), max_length=8, choices=Precision.choices, default=Precision.DAY
    )
    source = models.CharField(_("reported by"), max_length=60)
    url = models.URLField(_("web address"), max_length=1000, blank=True)
    note = models.TextField(_("explanation"), blank=True)
    origin = models.CharField(
        _("kept by"),
        max_length=16,
        choices=NoticeOrigin.choices,
        default=NoticeOrigin.EDITOR,
        editable=False,
    )
    key = models.CharField(max_length=320, blank=True, editable=False)
    known_as = models.CharField(max_length=LENGTH, blank=True, default="", editable=False)
    found_at = models.DateTimeField(_("found on"), default=timezone.now, editable=False)
    gone_on = models.DateField(_("no longer reported since"), null=True, blank=True, editable=False)
    is_hidden = models.BooleanField(
        _("do not show"),
        default=False,
        help_text=_(
            "For a notice that is wrong. Deleting one that came from a service does not help: it comes back."
        ),
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices (retraction, concern, correction)")
        ordering = ["work", "date"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "kind", "date", "source"],
                condition=Q(origin="editor"),
                name="notice_once_per_source_and_day",
                violation_error_message=_("This notice is there already."),
            ),
            models.UniqueConstraint(
                fields=["work", "origin", "kind", "key"],
                condition=~Q(origin="editor"),
                name="notice_once_per_report",
            ),
            models.CheckConstraint(
                name="notice_of_a_machine_has_a_key",
                condition=Q(origin="editor", key="") | (~Q(origin="editor") & ~Q(key="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.date or '?'})"


class About(models.TextChoices):
    """What a source is asked about, beside a work's facts."""

    NOTICES = "notices", _("notices")
    COUNTS = "counts", _("citation counts")


class SourceCheck(models.Model):
    """When a source last answered about a work, and whether it gave trouble since.

    `checked_at` only moves when there was an answer; `tried_at` also when the answer about this one work could not be
    used, so that one bad record does not keep the others waiting. `trouble` is a key of `references.trouble.WORDS`.
    `known_as` holds the numbers that were asked about: a check of a number that the work no longer has is none.
    """

    work = models.ForeignKey(Work, models.CASCADE, related_name="source_checks", verbose_name=_("work"))
    about = models.CharField(_("about"), max_length=8, choices=About.choices)
    source = models.CharField(_("service"), max_length=16)
    checked_at = models.DateTimeField(_("last checked on"), null=True)
    tried_at = models.DateTimeField(_("last tried on"), null=True)
    trouble = models.CharField(_("trouble"), max_length=16, blank=True)
    known_as = models.CharField(max_length=LENGTH, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("check at a service")
        verbose_name_plural = _("checks at services")
        constraints = [
            models.UniqueConstraint(fields=["work", "about", "source"], name="sourcecheck_once"),
        ]
        indexes = [
            # the nightly check: which works were tried longest ago
            models.Index(fields=["about", "source", "tried_at"], name="sourcecheck_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.about}: {self.checked_at}"


class NoticeFile(models.Model):
    """How many rows the last whole file of a source held: one that is suddenly much smaller was cut."""

    source = models.CharField(max_length=16, primary_key=True)
    rows = models.PositiveIntegerField()
    dated = models.DateTimeField()

    class Meta:
        verbose_name = _("file of notices")
        verbose_name_plural = _("files of notices")

    def __str__(self) -> str:
        return f"{self.source}: {self.rows}"
