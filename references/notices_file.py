"""The operator's copy of the Retraction Watch database on disk: opening it, and how old it is."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

OLD_AFTER_DAYS = 14


def opened(path: str) -> BinaryIO:
    """The file, to be read from its beginning. Raises OSError."""
    return Path(path).open("rb")


def dated(file: BinaryIO) -> datetime:
    """When the file was last written: what it holds was true then, not today. UTC."""
    return datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)


def days_old(file: BinaryIO, now: datetime) -> int:
    """The file's age in whole days; 0 for one from the future."""
    return max((now - dated(file)).days, 0)
