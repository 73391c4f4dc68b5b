"""The real site, apart from any cache of whole pages: the figures are about making a page, not about keeping one."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "cache" not in name.lower()]
application = WSGIHandler()
