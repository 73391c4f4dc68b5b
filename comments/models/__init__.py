"""The reactions' tables."""

from comments.models.ban import Ban
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.edit import Edit
from comments.models.learned import LearnedWord, Lesson
from comments.models.mail_link import MailLink
from comments.models.objection import Objection
from comments.models.report import Report
from comments.models.stray import Stray
from comments.models.subscription import Subscription
from comments.models.thread import Thread

__all__ = [
    "Ban",
    "Comment",
    "Decision",
    "Edit",
    "LearnedWord",
    "Lesson",
    "MailLink",
    "Objection",
    "Report",
    "Stray",
    "Subscription",
    "Thread",
]
