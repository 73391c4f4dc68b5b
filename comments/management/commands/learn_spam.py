"""`learn_spam`: learn anew from what moderators placed and marked as spam. The worker does this every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from comments import learning
from comments.actions.learning import learn


class Command(BaseCommand):
    """Prints what was learned; running it again gives the same."""

    help = "Learn anew what spam looks like from the moderators' decisions."

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn and say how much."""
        lesson = learn()
        self.stdout.write(
            _("Learned from %(placed)s placed reactions and %(spam)s spam; %(words)s words kept as numbers.")
            % {"placed": lesson.placed, "spam": lesson.spam, "words": lesson.vocabulary}
        )
        if not learning.is_ready(learning.Lesson(lesson.placed, lesson.spam)):
            self.stdout.write(
                _("That is too little to judge by: at least %(all)s are needed, with %(each)s of each kind.")
                % {"all": learning.LEAST, "each": learning.LEAST_OF_EACH}
            )
