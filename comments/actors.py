"""Names in the history for who decides without an account."""

from django.utils.translation import gettext_lazy as _

WRITER = _("the writer")
TRUST = _("automatic (trusted address)")
IMPORT = _("import")
