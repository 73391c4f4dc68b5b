"""What somebody writes who does not agree."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.forms import AccessibleForm, at_most
from comments.models.comment import TEXT_LIMIT


class ObjectionForm(AccessibleForm):
    """One box; who it is from and what it is about come with the link."""

    text = forms.CharField(
        label=_("Why do you not agree?"),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        error_messages={"required": _("Please write why you do not agree.")},
    )

    def clean_text(self) -> str:
        """Keep objections as short as reactions."""
        text = str(self.cleaned_data["text"])
        at_most(TEXT_LIMIT, text)
        return text
