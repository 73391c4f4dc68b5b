"""The site's settings for a server that a test starts and that nobody looks at: no static files are collected for it."""

from tests.browser.other_database import *  # noqa: F403
from tests.browser.other_database import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
