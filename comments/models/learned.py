"""What the classifier has learned: numbers only. See `comments.learning` for what they mean and why no word is kept."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Lesson(models.Model):
    """The one row with the totals; no row means that nothing was learned yet."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    learned_at = models.DateTimeField(_("learned on"), default=timezone.now)
    placed = models.PositiveIntegerField(_("placed reactions"))
    spam = models.PositiveIntegerField(_("spam"))
    placed_words = models.PositiveBigIntegerField(_("words in placed reactions"))
    spam_words = models.PositiveBigIntegerField(_("words in spam"))
    vocabulary = models.PositiveIntegerField(_("different words"))
    # Hashes of another key find nothing and would be read as "all words unknown"; so the key leaves a fingerprint.
    key_check = models.BigIntegerField(_("fingerprint of the key"), editable=False)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        constraints = [
            models.CheckConstraint(
                name="lesson_only_one",
                condition=Q(id=1),
                violation_error_message=_("There is one lesson."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placed} + {self.spam}"


class LearnedWord(models.Model):
    """How often one word stood in what was placed and in what was spam; the word itself is only a keyed hash."""

    hash = models.BigIntegerField(primary_key=True)
    placed = models.PositiveIntegerField()
    spam = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("learned word")
        verbose_name_plural = _("learned words")
        constraints = [
            models.CheckConstraint(
                name="learned_word_not_rare",
                condition=Q(placed__gte=3 - models.F("spam")),
                violation_error_message=_("A word that fewer than three reactions used is not kept."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.hash)
