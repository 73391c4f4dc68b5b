"""The reactions' tables."""

from comments.models.ban import Ban
from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.report import Report
from comments.models.subscription import Subscription

__all__ = ["Ban", "Comment", "Decision", "Report", "Subscription"]
