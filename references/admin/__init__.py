"""The bibliography's desk."""

from references.admin import citation, work

__all__ = ["citation", "work"]
