"""Rows that are written once."""

from typing import Any, TypeVar

from django.db import models

T = TypeVar("T", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[T]):
    """Rows may be added and read. What Django itself does when an article or a user goes is not stopped."""

    def update(self, **kwargs: Any) -> int:
        """Refuse: written rows stay as they are."""
        raise TypeError(f"{self.model.__name__} is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: written rows stay."""
        raise TypeError(f"{self.model.__name__} is append-only")


class AppendOnly(models.Model):
    """A model whose instances can be saved once and never deleted by themselves."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new row; a written one cannot be changed."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the history is kept."""
        raise TypeError(f"{type(self).__name__} is append-only")
