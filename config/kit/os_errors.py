"""Why the operating system did not open or write a file, in the site's language: its own words are English."""

import errno

from django.utils.translation import gettext as _


def reason_of(error: OSError) -> str:
    """Return the reason in words; for what is seldom met, those of the operating system.

    The numbers and their meaning: POSIX.1-2024, `<errno.h>`.
    """
    known = {
        errno.ENOENT: _("there is no such file"),
        errno.EISDIR: _("that is a folder, not a file"),
        errno.ENOTDIR: _("a part of the path is not a folder"),
        errno.EACCES: _("you have no permission for that"),
        errno.EPERM: _("you have no permission for that"),
        errno.ENOSPC: _("the disk is full"),
        errno.EROFS: _("that disk can only be read"),
        errno.ENAMETOOLONG: _("the name is too long"),
    }
    return known.get(error.errno or 0) or error.strerror or str(error)
