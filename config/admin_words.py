"""Texts of Django 5.2's own admin that its Dutch catalogue lacks: named here, they are in ours, which Django asks first."""

from django.utils.translation import gettext_noop, ngettext_lazy

WORDS = (
    # before the title of a page with a mistake on it
    gettext_noop("Error:"),
    # what a screen reader says above the columns of the admin's first page
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    # signing in, and new accounts
    gettext_noop("Forgotten your login credentials?"),
    gettext_noop("In case you’ve forgotten, you are:"),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)
