"""The reactions app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Reactions of readers; may know articles, and articles do not know it."""

    name = "comments"
    verbose_name = _("Reactions")
