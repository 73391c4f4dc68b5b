"""Who wants to be told about new reactions to an article."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.enums import Rhythm, State
from comments.models.comment import Comment, CommentQuerySet


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """How the site asks for subscriptions."""

    def current(self) -> "SubscriptionQuerySet":
        """Those that were not ended."""
        return self.filter(ended_at=None)

    def confirmed(self) -> "SubscriptionQuerySet":
        """Those that get mail: the owner of the address said yes, and has not said no since."""
        return self.current().filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> "SubscriptionQuerySet":
        """Those whose owner did not answer yet."""
        return self.current().filter(confirmed_at=None)

    def with_news(self) -> "SubscriptionQuerySet":
        """Those with something to tell about; the many-row form of `Subscription.news`."""
        news = Comment.objects.filter(
            state=State.PLACED,
            article=OuterRef("article"),
            placed_at__gt=OuterRef("confirmed_at"),
            announced_at__gt=Coalesce(OuterRef("told_until"), OuterRef("confirmed_at")),
        ).exclude(email=OuterRef("email"))
        return self.filter(Exists(news))


class Subscription(models.Model):
    """One address following one article. Of the token in the mail only the hash is kept."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="subscriptions", verbose_name=_("article")
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    token_sent_at = models.DateTimeField(_("asked on"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("signed up on"), default=timezone.now, editable=False)
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    told_until = models.DateTimeField(_("told about reactions until"), null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "email"],
                name="subscription_once",
                condition=Q(ended_at=None),
                violation_error_message=_("This address follows the article already."),
            ),
        ]
        indexes = [
            # the link in a confirmation mail
            models.Index(fields=["token_hash"], name="subscription_token", condition=~Q(token_hash="")),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.article_id}"

    def news(self) -> CommentQuerySet:
        """What others placed since following began and the last letter does not hold, in the order of telling.

        A reaction is announced some minutes after it was placed: what was on the page already when following began is
        no news, even where its announcement still had to come.
        """
        new = Comment.objects.readable().filter(article_id=self.article_id, placed_at__gt=self.confirmed_at)
        new = new.filter(announced_at__gt=self.told_until or self.confirmed_at)
        return new.exclude(email=self.email).order_by("announced_at")
