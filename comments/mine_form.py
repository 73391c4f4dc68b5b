"""What somebody fills in about their own reactions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.actions.erasing import How
from comments.forms import AccessibleForm, EmailField


class AskForm(AccessibleForm):
    """Whose reactions."""

    email = EmailField(help_text=_("The address that you filled in with your reaction."))


class EraseForm(AccessibleForm):
    """What goes: the words too, or only who wrote them."""

    how = forms.ChoiceField(
        label=_("What do you want to erase?"),
        choices=[
            (How.WORDS.value, _("Everything: also the text")),
            (How.NAME.value, _("Only who I am: the text stays, under the name “Anonymous”")),
        ],
        initial=How.WORDS.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what you want to erase.")},
    )
