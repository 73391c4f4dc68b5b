"""A reader's reaction to an article."""

from collections.abc import Sequence
from typing import Any

from django.db import connections, models, router, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Length, LPad
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments import body, spam
from comments.enums import Kind, State
from comments.models.rendered import BodyField
from config.kit.text import shorten

MAX_DEPTH = 3
STEP = 12  # digits of one step of a path; enough for a million million reactions
TEXT_LIMIT = 5_000
NAME_LIMIT = 80
EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3: a path of 256 with its brackets
# A change of a placed reaction waits too, while readers go on seeing the old words.
IN_QUEUE = Q(state=State.WAITING) | Q(edit_waiting=True)


class CommentQuerySet(models.QuerySet["Comment"]):
    """How the site asks for reactions."""

    def placed(self) -> "CommentQuerySet":
        """What readers may see; the same rule as `Comment.is_placed`."""
        return self.filter(state=State.PLACED)

    def readable(self) -> "CommentQuerySet":
        """Placed ones below an article that readers can open; those of a withdrawn article went with it."""
        return self.placed().filter(article__in=Article.objects.live())

    def waiting(self) -> "CommentQuerySet":
        """What moderators still have to look at: the most urgent first, and of those the one that waits longest."""
        return self.filter(IN_QUEUE).order_by("-priority", "queued_at", "pk")

    def thread_of(self, article_id: int) -> "CommentQuerySet":
        """What readers see under one article: every reaction straight after the one it answers."""
        return self.placed().filter(article_id=article_id).order_by("path")

    def from_address(self, email: str) -> "CommentQuerySet":
        """Everything one e-mail address sent in; addresses are stored in small letters."""
        return self.filter(email=email.lower()).order_by("-posted_at")

    def reserve_ids(self, count: int) -> list[int]:
        """Take numbers from the table's own sequence, so that a row can be stored with a path that holds its number."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [self.model._meta.db_table, count],
            )
            return [number for (number,) in cursor.fetchall()]

    def create_many(self, comments: Sequence["Comment"]) -> list["Comment"]:
        """Store many reactions in one statement, each with its place; what they answer must be stored or come before."""
        for number, comment in zip(self.reserve_ids(len(comments)), comments, strict=True):
            comment.pk = number
            comment.take_place()
        return self.bulk_create(comments)


class Comment(models.Model):
    """One reaction: the reader's words, untouched, and where they stand."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name=_("article"))
    # RESTRICT: replies go together with their article, but never because somebody deleted the reaction above them.
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    in_reply_to = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="deeper_replies",
        verbose_name=_("really in reply to"),
        help_text=_("Only where the thread is not as deep as the conversation."),
    )
    # "C": byte order, so that a reply sorts straight after what it answers, whatever the server's language is.
    path = models.TextField(_("place in the thread"), db_collation="C", editable=False)
    depth = models.PositiveSmallIntegerField(_("level"), default=1, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.EXPERIENCE)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)
    name = models.CharField(_("name"), max_length=NAME_LIMIT)
    email = models.EmailField(_("e-mail address"), max_length=EMAIL_LIMIT)
    text = models.TextField(_("text"))
    body_html = BodyField(editable=False)
    consent_at = models.DateTimeField(_("agreed to publication on"), null=True, blank=True)
    by_editor = models.BooleanField(_("answer by the editors"), default=False)
    posted_at = models.DateTimeField(_("sent on"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("e-mail address confirmed on"), null=True, blank=True)
    queued_at = models.DateTimeField(_("waits since"), default=timezone.now, editable=False)
    edit_waiting = models.BooleanField(_("a change waits"), default=False, editable=False)
    edited_at = models.DateTimeField(_("changed by the writer on"), null=True, blank=True, editable=False)
    pinned_at = models.DateTimeField(_("pinned on"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True, editable=False)
    placed_at = models.DateTimeField(_("placed on"), null=True, blank=True)
    announced_at = models.DateTimeField(_("followers told on"), null=True, blank=True, editable=False)
    network = models.CharField(
        _("network"),
        max_length=50,
        null=True,
        blank=True,
        help_text=_("The sender's network; never the full address."),
    )
    signals = models.JSONField(_("signals"), default=list, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    priority = models.PositiveSmallIntegerField(
        _("urgency"), default=0, editable=False, help_text=_("0: in turn; 2: somebody may be in need.")
    )
    external_id = models.CharField(
        _("number elsewhere"),
        max_length=200,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Where it was imported from, so that importing again stores nothing twice."),
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        ordering = ["path"]
        permissions = [("moderate_comment", _("Can moderate reactions"))]
        constraints = [
            models.CheckConstraint(
                name="comment_at_most_three_levels",
                condition=Q(depth=1, parent=None, in_reply_to=None)
                | Q(depth=2, parent__isnull=False, in_reply_to=None)
                | Q(depth=MAX_DEPTH, parent__isnull=False),
                violation_error_message=_(
                    "A thread has at most three levels, and only a reply has something above it."
                ),
            ),
            models.CheckConstraint(
                name="comment_path_fits_level",
                condition=Q(path__regex=r"^[0-9]{12}(/[0-9]{12}){0,2}$")
                & Q(depth=(Length("path") + 1) / Value(STEP + 1)),
                violation_error_message=_("The place in the thread does not fit the level."),
            ),
            models.CheckConstraint(
                name="comment_path_ends_in_itself",
                condition=Q(path__endswith=LPad(Cast(F("id"), models.TextField()), STEP, Value("0"))),
                # With it no two reactions have the same place, so the path needs no unique index of its own.
                violation_error_message=_("The place in the thread must end in the reaction's own number."),
            ),
            models.CheckConstraint(
                name="comment_reader_consented",
                condition=Q(by_editor=True) | Q(consent_at__isnull=False),
                violation_error_message=_("A reader's reaction needs consent to publish it."),
            ),
            models.CheckConstraint(
                name="comment_placed_has_moment",
                condition=~Q(state=State.PLACED) | Q(placed_at__isnull=False),
                violation_error_message=_("A placed reaction needs the moment of placing."),
            ),
            models.CheckConstraint(
                name="comment_signed_and_worded",
                condition=~Q(name="") & ~Q(text="") | Q(erased_at__isnull=False),
                violation_error_message=_("A reaction needs a name and a text."),
            ),
            models.CheckConstraint(
                name="comment_erased_holds_nothing",
                # "Make anonymous" keeps the words under another name; "remove" takes those too. The address always goes.
                condition=Q(erased_at=None) | Q(email="", network=None),
                violation_error_message=_("An erased reaction keeps no address."),
            ),
            models.CheckConstraint(
                name="comment_pinned_is_editors",
                condition=Q(pinned_at=None) | Q(by_editor=True),
                violation_error_message=_("Only an answer by the editors can be pinned."),
            ),
            models.UniqueConstraint(fields=["external_id"], name="comment_imported_once"),
        ]
        indexes = [
            # comment_thread: the placed reactions of one article in the order of the page
            models.Index(fields=["article", "path"], name="comment_thread", condition=Q(state=State.PLACED)),
            # the moderators' queue: the most urgent first, then the one that waits longest
            models.Index(fields=["-priority", "queued_at", "id"], name="comment_queue", condition=IN_QUEUE),
            # retention: what is past its term; the moderators' weekly figures
            models.Index(fields=["state", "posted_at"], name="comment_by_state"),
            models.Index(fields=["posted_at"], name="comment_by_day"),
            # posting: was this very text sent a moment ago? moderators: what else came from this address?
            models.Index(fields=["email", "posted_at"], name="comment_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {shorten(self.text, 60)}"

    def get_absolute_url(self) -> str:
        """Its place on the article's page, which readers find only when it is placed."""
        return f"{reverse('articles:article', args=[self.article.slug])}#reactie-{self.pk}"

    def is_placed(self) -> bool:
        """Whether readers may see it; the same rule as `CommentQuerySet.placed`."""
        return self.state == State.PLACED

    @property
    def is_urgent(self) -> bool:
        """Whether the words may be those of somebody in need (`loep.priority` 2); first in the queue."""
        return self.priority > 1

    def answers(self) -> "Comment | None":
        """The reaction that this one replies to, however deep; None for one that starts a conversation."""
        return self.in_reply_to or self.parent

    def quoted_html(self) -> str:
        """Its words above a form that is about it; shortened where they are many."""
        return body.to_html(body.quoted(self.text))

    def signal_words(self) -> list[str]:
        """What scored it, in words a moderator can weigh."""
        return [spam.in_words(signal) for signal in self.signals]

    def take_place(self) -> None:
        """Work out parent, level and path from what it answers; needs its own number.

        A reply to a reaction on the deepest level comes on that same level, and keeps what it answers in `in_reply_to`.
        """
        own = str(self.pk).zfill(STEP)
        answered = self.answers()
        if answered is None:
            self.depth, self.path = 1, own
            return
        if answered.article_id != self.article_id:
            raise ValueError("a reply belongs to the article of the reaction it answers")
        if answered.depth < MAX_DEPTH:
            self.parent, self.in_reply_to = answered, None
            self.depth, self.path = answered.depth + 1, f"{answered.path}/{own}"
        else:
            self.parent_id, self.in_reply_to = answered.parent_id, answered
            self.depth, self.path = MAX_DEPTH, f"{answered.path.rpartition('/')[0]}/{own}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it; a new one gets its number first and its place with it, in one transaction."""
        fields = kwargs.get("update_fields")
        if fields is not None and "text" in fields:
            kwargs["update_fields"] = {*fields, "body_html"}
        self.email = self.email.lower()
        if not self._state.adding:
            super().save(*args, **kwargs)
            return
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using):
            if self.pk is None:
                self.pk = Comment.objects.using(using).reserve_ids(1)[0]
            self.take_place()
            super().save(*args, **kwargs)
