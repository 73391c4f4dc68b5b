"""Sentences with the answers a person gave."""
