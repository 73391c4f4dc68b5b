"""The moderators' part of the admin."""

from comments.admin import ban, comment, decision, objection, report, stray

__all__ = ["ban", "comment", "decision", "objection", "report", "stray"]
