"""The bibliography app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferencesConfig(AppConfig):
    """Works, citations and identifiers; knows nothing of articles or comments."""

    name = "references"
    verbose_name = _("References")
