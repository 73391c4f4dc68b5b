"""Pages about reactions for readers."""
