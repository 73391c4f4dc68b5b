"""What happens after a reaction was sent in or placed, away from the reader's request.

Every job looks again before it acts: between asking and doing, a moderator may have changed their mind. A letter to a
reader goes out inside the transaction that writes down that it went, so running a job again sends nothing again, and a
mail server that was away loses nothing.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from comments import mail, mail_reports, tokens
from comments import tasks_privacy as tasks_privacy  # the queue looks for jobs in this module
from comments.actions import learning, links
from comments.enums import EditStatus, LinkPurpose, Outcome, Rhythm, State, Verb
from comments.locking import hold
from comments.models import Ban, Comment, Decision, Edit, MailLink, Report, Subscription
from comments.report_jobs import mail_moderator
from config.jobs import enqueue_many, job, on_timetable

CONFIRM_WITHIN = timedelta(days=7)
DAILY_HOUR = 7  # Dutch time; the letter is there at breakfast
LINKS_AT_ONCE = 10  # reactions in one letter with new links
LETTERS = 5  # to one address; more, and a stranger's mailbox may be the victim of who asks
LETTERS_WITHIN = timedelta(hours=1)
NOWHERE = ".invalid"  # RFC 2606, section 2; the demo's readers live there
ABOUT_DECISIONS = (Verb.APPROVE, Verb.REJECT, Verb.REMOVE)


@job
def mail_moderators(comment_id: int) -> None:
    """Tell the moderators that a reaction waits, if it still does: each in a letter with links that only they may use.

    A change of a placed reaction is weighed beside its old words, so that letter leads to the queue only.
    """
    comment = Comment.objects.waiting().filter(pk=comment_id).select_related("article").first()
    if comment and comment.is_placed():
        mail.tell_moderators(comment)
    elif comment:
        people = mail_reports.moderators().values_list("pk", flat=True)
        enqueue_many(mail_moderator, [{"comment_id": comment_id, "user_id": pk} for pk in people])


@job
def mail_report(report_id: int) -> None:
    """Tell the moderators that a reaction was reported, if nobody has handled it yet."""
    report = Report.objects.open().filter(pk=report_id).select_related("comment__article").first()
    if report:
        mail.tell_moderators_of_report(report)


# ---- to the writer ----


@job
def mail_received(comment_id: int, after_link: int = 0) -> None:
    """Send the writer the link that confirms, where it is needed, and the one to change or remove the reaction.

    `after_link` is the number of the last link that was there when this letter was asked for: two presses of the button
    "once more" ask for the same letter.
    """
    with transaction.atomic():
        hold("received", comment_id)
        comment = Comment.objects.filter(pk=comment_id).select_related("article").first()
        if comment is None or not _may_write_to(comment.email):
            return
        hold("letters", comment.email)
        if _letters().filter(comment=comment, pk__gt=after_link).exists():
            return
        if comment.state not in (State.AWAITING_EMAIL, State.WAITING, State.PLACED):
            return
        if comment.state == State.AWAITING_EMAIL and letters_lately(comment.email) >= LETTERS:
            return  # the page said so; in an hour its writer can ask for a link to each reaction, in one letter
        mail.tell_received(comment, **_links_to(comment))


@job
def mail_links(comment_id: int, after_link: int = 0) -> None:
    """Send new links for everything that the writer of this reaction sent in lately and that still can be changed.

    Reaction 0 is nobody's: an unknown address asks for the same job, so that asking takes the same time.
    """
    with transaction.atomic():
        hold("links", comment_id)
        asked = Comment.objects.filter(pk=comment_id).first()
        if asked is None or not _may_write_to(asked.email):
            return
        hold("letters", asked.email)
        if _letters().filter(comment__email=asked.email, pk__gt=after_link).exists():
            return
        own = Comment.objects.from_address(asked.email).filter(erased_at=None).exclude(state=State.REMOVED)
        newest = list(own.select_related("article")[:LINKS_AT_ONCE])
        if newest and letters_lately(asked.email) < LETTERS:
            now = timezone.now()
            mail.send_links(asked.email, [(each, _links_to(each)) for each in newest])
            _letters().filter(comment__in=newest, made_at__gte=now).update(made_at=now)  # one letter


@job
def mail_decision(decision_id: int) -> None:
    """Tell the writer what was decided, if that is still how it stands; that a reaction was placed only once."""
    with transaction.atomic():
        hold("decision", decision_id)
        found = Decision.objects.filter(pk=decision_id, verb__in=ABOUT_DECISIONS)
        decision = found.select_related("comment__article").first()
        if decision is None or Decision.objects.filter(undoes=decision).exists():
            return
        comment = decision.comment
        if comment.state != decision.to_state or not _may_write_to(comment.email):
            return
        by_report = comment.reports.filter(outcome=Outcome.REMOVED, handled_at=decision.at)
        if decision.verb == Verb.REMOVE and by_report.exists():
            return  # this very decision came of a report, and the letter about that tells the writer
        told = MailLink.objects.filter(comment=comment, purpose=LinkPurpose.OWN, verb=decision.verb)
        if decision.verb != Verb.APPROVE:
            told = told.filter(made_at__gte=decision.at)
        if not told.exists():
            own = links.issue(purpose=LinkPurpose.OWN, comment=comment, verb=Verb(decision.verb))
            object_url = mail_reports.object_url(comment) if decision.verb != Verb.APPROVE else ""
            mail.tell_decision(decision, own=own, object_url=object_url)


@job
def mail_edit(edit_id: int) -> None:
    """Tell the writer what became of a change."""
    with transaction.atomic():
        hold("edit", edit_id)
        found = Edit.objects.exclude(status=EditStatus.WAITING).exclude(decided_by=None)
        edit = found.filter(pk=edit_id).select_related("comment__article").first()
        if edit is None or not edit.comment.is_placed() or not _may_write_to(edit.comment.email):
            return
        verb = Verb.APPROVE if edit.status == EditStatus.APPLIED else Verb.REJECT
        told = MailLink.objects.filter(comment=edit.comment, purpose=LinkPurpose.OWN, verb=verb)
        if not told.filter(made_at__gte=edit.decided_at).exists():
            own = links.issue(purpose=LinkPurpose.OWN, comment=edit.comment, verb=verb)
            mail.tell_edit(edit, own=own)


def _links_to(comment: Comment) -> dict[str, str]:
    """Make the links that a writer needs now: `own`, and `confirm` while the address is not confirmed."""
    made = {"own": links.issue(purpose=LinkPurpose.OWN, comment=comment)}
    if comment.state == State.AWAITING_EMAIL:
        made["confirm"] = links.issue(purpose=LinkPurpose.CONFIRM, comment=comment)
    return made


def letters_lately(email: str, *, at: datetime | None = None) -> int:
    """Count the letters with links that went to this address within `LETTERS_WITHIN` before `at`, which is now if not given.

    Those about reactions that came to this address by a correction count too. Letters that follow a decision do not:
    nobody outside can ask for those.
    """
    at = at or timezone.now()
    found = _letters().filter(comment__email=email.lower(), made_at__gt=at - LETTERS_WITHIN, made_at__lte=at)
    return int(found.aggregate(letters=Count("made_at", distinct=True))["letters"])


def _letters() -> QuerySet[MailLink]:
    """The links in letters that were asked for, those of one letter made at one moment; others name theirs in `verb`."""
    return MailLink.objects.filter(purpose=LinkPurpose.OWN, verb="")


def _may_write_to(email: str) -> bool:
    """Whether there is an address (an erased reaction has none), it leads somewhere, and it is not banned."""
    return (
        bool(email) and not email.endswith(NOWHERE) and not Ban.objects.against(email=email, ip=None).exists()
    )


# ---- to followers ----


@job
def announce(comment_id: int) -> None:
    """Mark a newly placed reaction as told, once, and ask for the letters; and ask its writer to confirm following.

    Marking and enqueuing are one transaction, so a second run, or placing again after an undo, tells nobody twice. The
    marks of one article are set one after the other, so that a follower's letter, which takes all after the last mark
    it told about, cannot pass over one.
    """
    with transaction.atomic():
        found = Comment.objects.placed().filter(pk=comment_id)
        if (article_id := found.values_list("article_id", flat=True).first()) is None:
            return
        hold("announce", article_id)
        comment = found.select_for_update().first()
        if comment is None:
            return
        of_article = Subscription.objects.filter(article_id=article_id)
        asked_long_ago = Q(token_sent_at=None) | Q(token_sent_at__lt=timezone.now() - CONFIRM_WITHIN)
        to_ask = of_article.unconfirmed().filter(asked_long_ago, email=comment.email)
        enqueue_many(mail_confirm, [{"subscription_id": pk} for pk in to_ask.values_list("pk", flat=True)])
        if comment.announced_at:
            return
        followers = of_article.confirmed().filter(rhythm=Rhythm.AT_ONCE).exclude(email=comment.email)
        enqueue_many(
            mail_follower, [{"subscription_id": pk} for pk in followers.values_list("pk", flat=True)]
        )
        comment.announced_at = timezone.now()
        comment.save(update_fields=["announced_at"])


@job
def mail_confirm(subscription_id: int) -> None:
    """Mail the link that confirms a subscription. The token exists in that letter only."""
    with transaction.atomic():
        found = Subscription.objects.unconfirmed().select_for_update(of=("self",)).select_related("article")
        subscription = found.filter(pk=subscription_id).first()
        if subscription is None or not _may_write_to(subscription.email):
            return
        token, subscription.token_hash = tokens.new_token()
        subscription.token_sent_at = timezone.now()
        subscription.save(update_fields=["token_hash", "token_sent_at"])
    mail.ask_to_confirm(subscription, token=token)


@job
def mail_follower(subscription_id: int) -> None:
    """Tell one follower about everything new below one article in one letter, each reaction once."""
    with transaction.atomic():
        hold("follower", subscription_id)
        found = Subscription.objects.confirmed().filter(pk=subscription_id).select_related("article")
        subscription = found.first()
        if subscription is None or not _may_write_to(subscription.email):
            return
        new = list(subscription.news())
        if new:
            subscription.told_until = max(comment.announced_at for comment in new if comment.announced_at)
            subscription.save(update_fields=["told_until"])
            mail.tell_follower(subscription, comments=new)


# The timetable is in UTC and has no summer time; of these two moments one is half past seven in the Netherlands.
@on_timetable("30 5,6 * * *")
def mail_daily(timestamp: int) -> None:
    """Ask for the letters of those who want one a day, where there is something to tell."""
    if timezone.localtime(datetime.fromtimestamp(timestamp, UTC)).hour == DAILY_HOUR:
        daily = Subscription.objects.confirmed().with_news().filter(rhythm=Rhythm.DAILY)
        enqueue_many(mail_follower, [{"subscription_id": pk} for pk in daily.values_list("pk", flat=True)])


@on_timetable("40 3 * * *")
def learn_spam(timestamp: int) -> None:
    """Learn anew what spam looks like, so that what was erased or undone today is forgotten tonight."""
    learning.learn()
