"""Reasons that moderators often give; the writer reads them in a letter, so each is a whole, friendly sentence."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

REASONS = (
    _("It holds personal data, of you or of somebody else."),
    _("It holds medical advice that can be dangerous for others."),
    _("It is not about this article."),
    _("It may hurt other people."),
    _("It is advertising, or leads to a shop."),
    _("This question is one for your doctor or nurse."),
    _("It is on the page already."),
)
LONGEST = 1_000


def reason_in(data: QueryDict) -> str:
    """Return the reason that was chosen followed by the moderator's own words; either may be empty."""
    parts = (data.get("common", "").strip(), data.get("reason", "").strip())
    return " ".join(part for part in parts if part)[:LONGEST]
