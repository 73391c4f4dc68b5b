"""A bar for a person who waits; nothing in a log file."""

import sys

WIDTH = 30


class Bar:
    """Drawn over itself on standard error while that is a terminal."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def draw(self, part: float, text: str) -> None:
        """Show how much is done, 0 to 1, and a few words."""
        if self.shown:
            filled = "█" * round(min(max(part, 0.0), 1.0) * WIDTH)
            sys.stderr.write(f"\r{filled:░<{WIDTH}} {part:4.0%} {text}\x1b[K")
            sys.stderr.flush()

    def close(self) -> None:
        """Leave the line clean."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
