"""Who may not send in reactions for a while, or for good."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from comments import bannable
from comments.enums import BanKind

_REASONS = {
    "address": _("This is not an e-mail address."),
    "domain": _("This is not a domain such as example.nl."),
    "network": _("This is not a network such as 192.0.2.0/24."),
    "too_many_people": _("Too many people use this domain; ban the address itself."),
    "whole_suffix": _("Everybody's domains end in this; ban one of them, such as example.co.uk."),
    "too_wide": _("This network is too wide: at most /16 (IPv4) or /32 (IPv6)."),
}


_KEYED = "hmac-sha256:"


def keyed(email: str) -> str:
    """Return what stands for an address that was erased: the same for the same address, and no way back without the key.

    A plain hash would not do: anybody can hash a list of addresses and compare.
    """
    digest = salted_hmac("comments.ban", email.strip().lower(), algorithm="sha256")
    return _KEYED + digest.hexdigest()


class BanQuerySet(models.QuerySet["Ban"]):
    """How the site asks for bans."""

    def in_force(self) -> "BanQuerySet":
        """Bans without an end, or with one that has yet to come."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))

    def against(self, *, email: str, ip: str | None) -> "BanQuerySet":
        """Bans in force that hit this sender; a ban on example.nl also hits mail.example.nl."""
        hit = Q(kind=BanKind.ADDRESS, value=keyed(email))
        for kind, values in bannable.values_of(email=email, ip=ip).items():
            hit |= Q(kind=kind, value__in=values)
        return self.in_force().filter(hit)


class Ban(models.Model):
    """One address, domain or network, in canonical form so that each can be banned once."""

    kind = models.CharField(_("what"), max_length=8, choices=BanKind.choices)
    value = models.CharField(_("address, domain or network"), max_length=254)
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Leave empty for good."))
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )

    objects = BanQuerySet.as_manager()

    class Meta:
        verbose_name = _("ban")
        verbose_name_plural = _("bans")
        ordering = ["kind", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                name="ban_once",
                violation_error_message=_("This is banned already; change the end of that ban."),
            ),
        ]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        """Bring the value into canonical form, or explain why it cannot be banned."""
        if self.value.startswith(_KEYED) and Ban.objects.filter(pk=self.pk, value=self.value).exists():
            self._refuse_past_end()
            return
        try:
            self.value = bannable.canonical(self.kind, self.value)
        except bannable.NotBannable as error:
            raise ValidationError({"value": _REASONS[error.code]}) from error
        self._refuse_past_end()
        staff = get_user_model().objects.filter(is_active=True, is_staff=True)
        colleagues = {
            "address": staff.filter(email__iexact=self.value),
            # As in `against`: a ban on a domain also hits everything below it.
            "domain": staff.filter(
                Q(email__iendswith=f"@{self.value}") | Q(email__iendswith=f".{self.value}")
            ),
        }.get(self.kind)
        if colleagues is not None and colleagues.exists():
            raise ValidationError({"value": _("A colleague uses this address; it cannot be banned.")})

    def _refuse_past_end(self) -> None:
        """Refuse a new end that is past already: the ban would look made and do nothing. An old end may stay."""
        if self.until is None or self.until > timezone.now():
            return
        if not Ban.objects.filter(pk=self.pk, until=self.until).exists():
            raise ValidationError({"until": _("This moment is past. To end a ban now, delete it.")})
