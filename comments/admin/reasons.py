"""Reasons that moderators often give; the writer reads them in a letter, so each is a whole, friendly sentence."""

from functools import lru_cache
from html import escape

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
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


def options(chosen: str = "") -> SafeString:
    """Return the reasons as options to choose from, after "own words"; kept, because a page shows them many times."""
    plain = _options(get_language() or "")
    if not chosen:
        return plain
    marked = plain.replace(f"<option>{escape(chosen)}<", f"<option selected>{escape(chosen)}<")
    return mark_safe(marked)  # noqa: S308 - escaped there


@lru_cache
def _options(language: str) -> SafeString:
    """`language` is part of the key, because the words depend on it."""
    rest = "".join(f"<option>{escape(str(reason))}</option>" for reason in REASONS)
    return mark_safe(f'<option value="">{escape(str(_("Own words")))}</option>{rest}')  # noqa: S308 - escaped


def reason_in(data: QueryDict) -> str:
    """Return the reason that was chosen followed by the moderator's own words; either may be empty."""
    parts = (data.get("common", "").strip(), data.get("reason", "").strip())
    return " ".join(part for part in parts if part)[:LONGEST]
