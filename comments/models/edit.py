"""A writer's change of an own reaction."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.enums import EditStatus
from comments.models.comment import Comment


class Edit(models.Model):
    """The words before and after. A change of a placed reaction waits for a moderator; readers see the old words."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="edits", verbose_name=_("reaction"))
    old_text = models.TextField(_("text before"))
    new_text = models.TextField(_("text after"))
    at = models.DateTimeField(_("changed on"), default=timezone.now)
    status = models.CharField(
        _("status"), max_length=8, choices=EditStatus.choices, default=EditStatus.WAITING
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    by_name = models.CharField(_("who"), max_length=200, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("change by the writer")
        verbose_name_plural = _("changes by the writer")
        ordering = ["comment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                name="edit_one_waits",
                condition=Q(status=EditStatus.WAITING),
                violation_error_message=_("A change of this reaction waits already."),
            ),
            models.CheckConstraint(
                name="edit_decided_has_moment",
                condition=Q(status=EditStatus.WAITING, decided_at=None)
                | ~Q(status=EditStatus.WAITING) & Q(decided_at__isnull=False),
                violation_error_message=_("A decided change has a moment; a waiting one has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} ({self.get_status_display()})"
