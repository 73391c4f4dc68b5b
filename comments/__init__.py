"""Reactions of readers: threads, moderation, mail."""
