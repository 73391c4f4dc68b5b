"""The moderator's magnifying glass: places in a reaction that deserve a second look, and what could stand there instead.

It never decides: it marks, explains and proposes; a moderator keeps, shortens or refuses. It reads Dutch. No mark means
nothing: somebody can give dangerous advice in words that no list holds.

    found = loep.marks(comment.text, article_text=...)     # in the order of the text, never overlapping
    loep.priority(found)                                   # 2 crisis, 1 medical or personal, 0 nothing
    loep.highlighted(comment.text, found)                  # safe HTML with <mark>, for a template
    loep.redacted(comment.text, found)                     # the text with every proposal carried out

Only `words` knows Django, for its translations. Everything works in time that grows with the length of the text: no
pattern holds an unbounded repeat (a test reads the patterns).
"""

from comments.loep.finding import marks, priority
from comments.loep.kinds import Kind, Mark
from comments.loep.showing import SafeHtml, highlighted, redacted

__all__ = ["Kind", "Mark", "SafeHtml", "highlighted", "marks", "priority", "redacted"]
