"""The articles app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Explanations of studies: written, published, found and read."""

    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        """Register the history after all models are loaded."""
        from articles.history import register

        register()
