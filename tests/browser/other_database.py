"""The site's own settings on another database of the same server, for programs that a test starts."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES
from tests.browser import DATABASE_VARIABLE

DATABASES["default"]["NAME"] = os.environ[DATABASE_VARIABLE]
