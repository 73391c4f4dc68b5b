"""Static files with a fingerprint in their name, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class LocalStorage(ManifestStaticFilesStorage):
    """Fingerprints without compression: on one machine compressing 1,400 editor files costs more than it saves.

    Lenient, because CKEditor's own style sheets name files that were never shipped.
    """

    manifest_strict = False


class CompressedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """The same names, with gzip and brotli beside each file, for a site on the network."""

    manifest_strict = False
