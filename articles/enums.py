"""The states of an article and the kinds around it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an article stands; `workflow.MOVES` says how it gets from one to another."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class SourceKind(models.TextChoices):
    """What a work is to an article."""

    DISCUSSED = "discussed", _("the study explained")
    CITED = "cited", _("mentioned in the text")


class TopicKind(models.TextChoices):
    """What a topic groups by."""

    CANCER_TYPE = "cancer_type", _("cancer type")
    TREATMENT = "treatment", _("treatment")
    STUDY_TYPE = "study_type", _("study type")
    OTHER = "other", _("other")


class RelatedKind(models.TextChoices):
    """How two articles came to be related; in the order in which readers see them."""

    PINNED = "1-pinned", _("chosen by an editor")
    HINT = "2-hint", _("named in the imported page")
    AUTOMATIC = "3-automatic", _("shares topics")
