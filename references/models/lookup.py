"""Looking up: what services answered, whose turn it is to ask, and how far a look-up has come."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from references.models.work import MetadataSource, Work

KEEP_FOUND = timedelta(days=30)
KEEP_UNKNOWN = timedelta(days=1)  # what PubMed does not hold today it may hold tomorrow
THROW_AWAY = timedelta(days=180)
GIVES_UP = timedelta(hours=3)


class AnswerQuerySet(models.QuerySet["LookupAnswer"]):
    """How the look-up asks for kept answers."""

    def old(self) -> "AnswerQuerySet":
        """Answers that are no evidence any more either."""
        return self.filter(asked_at__lt=timezone.now() - THROW_AWAY)

    def fresh(self) -> "AnswerQuerySet":
        """Answers that need not be asked for again yet."""
        now = timezone.now()
        return self.filter(
            Q(found=True, asked_at__gt=now - KEEP_FOUND) | Q(found=False, asked_at__gt=now - KEEP_UNKNOWN)
        )


class LookupAnswer(models.Model):
    """A service's answer about one identifier as it came, with its date: a cache, and evidence for editors."""

    source = models.CharField(_("service"), max_length=16, choices=MetadataSource.choices)
    key = models.CharField(_("asked for"), max_length=320)
    found = models.BooleanField(_("known there"))
    raw = models.TextField(_("answer"), blank=True)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="lookupanswer_once_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.key}"


class ServiceTurn(models.Model):
    """When a service may be asked again; one row per service, shared by all processes and machines."""

    service = models.CharField(max_length=60, primary_key=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.service

    @classmethod
    def reserve(cls, service: str, every: float) -> float:
        """Take the next turn and return after how many seconds it comes. By the database's clock, in one statement."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO references_serviceturn AS turn (service, free_at)
                VALUES (%(service)s, clock_timestamp() + %(every)s * interval '1 second')
                ON CONFLICT (service) DO UPDATE
                SET free_at = GREATEST(turn.free_at, clock_timestamp()) + %(every)s * interval '1 second'
                RETURNING EXTRACT(EPOCH FROM free_at - clock_timestamp()) - %(every)s
                """,
                {"service": service, "every": every},
            )
            return max(0.0, float(cursor.fetchone()[0]))


class RunKind(models.TextChoices):
    """What is looked up."""

    WORK = "work", _("one work")
    LIST = "list", _("a whole reference list")


class RunState(models.TextChoices):
    """How it stands."""

    BUSY = "busy", _("busy")
    WAITING = "waiting", _("waiting for a service")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("done")


class RunQuerySet(models.QuerySet["LookupRun"]):
    """How the desk asks for runs."""

    def open(self) -> "RunQuerySet":
        """Runs with work left that nobody stopped."""
        return self.filter(state__in=[RunState.BUSY, RunState.WAITING])


class LookupRun(models.Model):
    """One look-up, of one work or of a study's reference list. Progress is counted from its items."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="lookup_runs", verbose_name=_("work"))
    kind = models.CharField(_("kind"), max_length=8, choices=RunKind.choices)
    state = models.CharField(_("status"), max_length=8, choices=RunState.choices, default=RunState.BUSY)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    started_at = models.DateTimeField(_("started on"), default=timezone.now)
    changed_at = models.DateTimeField(_("last sign of life"), auto_now=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("look-up")
        verbose_name_plural = _("look-ups")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "kind"],
                condition=Q(state__in=["busy", "waiting"]),
                name="lookuprun_one_open_per_work_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it goes on by itself."""
        return self.state in (RunState.BUSY, RunState.WAITING)

    @property
    def gave_up(self) -> bool:
        """Whether it waits for a service that the queue has stopped trying; its last pause is under two hours."""
        return self.state == RunState.WAITING and self.changed_at < timezone.now() - GIVES_UP


class ItemState(models.TextChoices):
    """How far one work has come in a run."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("looked up")
    UNKNOWN = "unknown", _("known nowhere")
    UNNAMED = "unnamed", _("no DOI, PMID or PMCID")
    CHECK = "check", _("to check")
    FAILED = "failed", _("failed")


class LookupItem(models.Model):
    """One work of a run; `trouble` (a key of `references.trouble.WORDS`) and `service` say what went wrong last."""

    run = models.ForeignKey(LookupRun, models.CASCADE, related_name="items")
    work = models.ForeignKey(Work, models.CASCADE, related_name="+", verbose_name=_("work"))
    state = models.CharField(_("status"), max_length=8, choices=ItemState.choices, default=ItemState.WAITING)
    filled = models.PositiveSmallIntegerField(_("fields filled"), default=0)
    differs = models.PositiveSmallIntegerField(_("differences left"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    trouble = models.CharField(max_length=16, blank=True)
    service = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("work in a look-up")
        verbose_name_plural = _("works in a look-up")
        ordering = ["run", "tries", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "work"], name="lookupitem_once_per_run"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id}: {self.state}"
