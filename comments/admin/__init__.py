"""The moderators' part of the admin."""

from comments.admin import ban, comment, decision, report

__all__ = ["ban", "comment", "decision", "report"]
