"""Topics: taggit tags with a kind."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.enums import TopicKind
from config.kit.text import slug_of


class Topic(TagBase):  # type: ignore[misc]
    """A cancer type, treatment or study type that articles share."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=TopicKind.choices, default=TopicKind.OTHER)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                name="topic_named",
                condition=~models.Q(name="") & ~models.Q(slug=""),
                violation_error_message=_("A topic needs a name with at least one letter or digit."),
            ),
        ]

    def slugify(self, tag: str, i: int | None = None) -> str:
        """An address part in plain letters; taggit's own keeps an "ë", which the address of a page cannot hold."""
        slug = slug_of(tag, 95)
        return slug if i is None else f"{slug}-{i}"

    def get_absolute_url(self) -> str:
        """The topic's page for readers."""
        return reverse("articles:topic", args=[self.slug])


class TopicTag(ItemBase):  # type: ignore[misc]
    """One article under one topic; a plain foreign key instead of taggit's generic one, for one join less."""

    tag = models.ForeignKey(Topic, models.CASCADE, related_name="items", verbose_name=_("topic"))
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="topic_tags")

    class Meta:
        verbose_name = _("topic of an article")
        verbose_name_plural = _("topics of an article")
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="topictag_once_per_article"),
        ]
