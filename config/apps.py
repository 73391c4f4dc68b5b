"""The site itself as an app: project-wide commands, templates and the groups."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """Holds what no single app owns."""

    name = "config"
    verbose_name = "Bronwijzer"

    def ready(self) -> None:
        """Make the groups after every migrate.

        Not a data migration: permissions themselves are made by Django's own `post_migrate`, so during the migrations
        of a fresh database there is nothing yet to give out. Django makes them app by app in the order of
        `INSTALLED_APPS`, in which `auth` comes after ours: by then all of ours exist.
        """
        from config.groups import make_groups

        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"), dispatch_uid="config.groups")
