"""A link in a mail that works once, for one thing, until a moment."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.enums import LinkPurpose, Verb
from comments.models.comment import Comment
from comments.models.report import Report


class MailLinkQuerySet(models.QuerySet["MailLink"]):
    """How the site asks for mailed links."""

    def usable(self) -> "MailLinkQuerySet":
        """Not used and not past their term."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class MailLink(models.Model):
    """What the link opens. The token itself stands in the mail only; here is its hash (see `comments.tokens`)."""

    purpose = models.CharField(_("for"), max_length=8, choices=LinkPurpose.choices)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, blank=True, related_name="mail_links")
    report = models.ForeignKey(Report, models.CASCADE, null=True, blank=True, related_name="mail_links")
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(_("what"), max_length=8, choices=Verb.choices, blank=True)
    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used on"), null=True, blank=True)

    objects = MailLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailed link")
        verbose_name_plural = _("mailed links")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="maillink_bound_to_its_subject",
                condition=models.Q(purpose__in=[LinkPurpose.CONFIRM, LinkPurpose.OWN], comment__isnull=False)
                | models.Q(purpose=LinkPurpose.MINE) & ~models.Q(email="")
                | models.Q(purpose=LinkPurpose.MODERATE, comment__isnull=False, user__isnull=False)
                & ~models.Q(verb="")
                | models.Q(purpose=LinkPurpose.OBJECT, comment__isnull=False),
                violation_error_message=_("A mailed link is bound to what it is for."),
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="maillink_expires")]  # retention

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.made_at:%Y-%m-%d})"

    def is_usable(self) -> bool:
        """Whether it still opens something; the same rule as `MailLinkQuerySet.usable`."""
        return self.used_at is None and self.expires_at > timezone.now()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it; addresses are kept in small letters, as with reactions."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)
