"""A work that went up in another one: where its old address leads, who did it, and what is needed to undo it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from references.models.work import Work


class MergedWork(models.Model):
    """One merge. `former` is the number of the work that is gone; its address leads to the survivor for good.

    `moved` counts per kind what went along, to be read; `journal` is every row that changed, before and after, in the
    order in which it happened, so that the merge can be undone as long as nobody changed those rows since.
    """

    former = models.PositiveBigIntegerField(_("former number"))
    title = models.TextField(_("title"), blank=True)
    # The record outlives the survivor: what was done is history, also when an administrator deletes the work.
    survivor = models.ForeignKey(
        Work, models.SET_NULL, null=True, related_name="merged", verbose_name=_("merged into")
    )
    merged_at = models.DateTimeField(_("merged on"), default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    moved = models.JSONField(_("what went along"), default=dict)
    journal = models.JSONField(default=list)
    batch = models.UUIDField(null=True, blank=True)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("merged work")
        verbose_name_plural = _("merged works")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            # An address leads to one place; and this index answers a reader's request for it.
            models.UniqueConstraint(
                fields=["former"], condition=Q(undone_at=None), name="mergedwork_one_way_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.survivor_id}"
