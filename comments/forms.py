"""What readers fill in. The form checks; `comments.actions` act."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from comments.actions.confirming import NEVER
from comments.enums import Kind, ReportKind, Rhythm
from comments.models.comment import EMAIL_LIMIT, NAME_LIMIT, TEXT_LIMIT
from config.kit.text import tidy, tidy_lines


def tidied(data: QueryDict) -> dict[str, str]:
    """Return what was sent, without characters that cannot be stored or that hide something.

    Done before the form sees it, so that what is checked, stored and shown again is the same text.
    """
    return {name: tidy_lines(str(value)) for name, value in data.items()}


class OneLineField(forms.CharField):
    """Text on one line: a line end in it (which could add a header to a mail) becomes a space."""

    def to_python(self, value: Any) -> str:
        """Fold white space."""
        return tidy(super().to_python(value) or "")


class EmailField(forms.EmailField):
    """Somebody's e-mail address, asked the same way everywhere; white space inside it is refused, never cut away."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        usual = {
            "label": _("Your e-mail address"),
            "max_length": EMAIL_LIMIT,
            "widget": forms.EmailInput(attrs=attrs),
            "error_messages": {
                "required": _("Please fill in your e-mail address. We do not show it."),
                "invalid": _("This is not a complete e-mail address, such as naam@voorbeeld.nl."),
            },
        }
        super().__init__(**{**usual, **kwargs})

    def to_python(self, value: Any) -> str:
        """Fold white space, so that the check sees a line end as the space it would be."""
        return tidy(super().to_python(value) or "")


def at_most(limit: int, text: str) -> None:
    """Refuse a text that is too long, saying how long it is."""
    if len(text) > limit:
        message = _(
            "This text has %(count)s characters; at most %(limit)s fit. Please make it shorter or split it."
        )
        params = {
            "count": number_format(len(text), force_grouping=True),
            "limit": number_format(limit, force_grouping=True),
        }
        raise ValidationError(message, code="too_long", params=params)


class AccessibleForm(forms.Form):
    """A form whose fields point at their own error and help, for people who hear the page."""

    required_css_class = "required"
    error_css_class = "error"

    def __init__(self, data: Mapping[str, Any] | None = None, *, ids: str = "veld", **kwargs: Any) -> None:
        # The browser's own "required" bubbles are in the browser's language and vanish; our errors stay and are read out.
        super().__init__(data, auto_id=f"{ids}-%s", use_required_attribute=False, **kwargs)

    def fields_with_errors(self) -> list[forms.BoundField]:
        """The fields to name at the top of the page, in order."""
        return [field for field in self if field.errors]


class ReactionForm(AccessibleForm):
    """Words, name, address and consent; the honeypot and the stamp ride along and never refuse anything.

    The fields stand in the order of the page, because the list of errors follows them.
    """

    kind = forms.ChoiceField(
        label=_("What do you want to share?"),
        choices=Kind.choices,
        initial=Kind.EXPERIENCE,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your reaction"),
        # No maxlength: a browser would cut a pasted text without a word.
        help_text=_("At most 5,000 characters."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        error_messages={"required": _("Please write your reaction first.")},
    )
    name = OneLineField(
        label=_("Your name"),
        max_length=NAME_LIMIT,
        help_text=_("Shown with your reaction. It may be a made-up name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"required": _("Please fill in a name. It may be a made-up name.")},
    )
    email = EmailField(help_text=_("Never shown and never passed on."))
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    consent = forms.BooleanField(
        label=_(
            "I agree that this site publishes my name and my reaction, also where it says something about my health."
        ),
        error_messages={"required": _("We need your permission to publish your reaction.")},
    )
    subscribe = forms.BooleanField(
        label=_("Send me an e-mail when somebody reacts to me or to this article."), required=False
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)  # a puzzle was asked before
    proof = forms.CharField(required=False, widget=forms.HiddenInput)  # its solution, filled in by the script
    op = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_kind(self) -> str:
        """Take the most common kind where none was chosen."""
        return self.cleaned_data["kind"] or Kind.EXPERIENCE

    def clean_text(self) -> str:
        """Check the length after folding: white space that is not kept does not count."""
        text = str(self.cleaned_data["text"])
        at_most(TEXT_LIMIT, text)
        return text


class OwnForm(AccessibleForm):
    """The writer's new words."""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if data is None:  # what the box holds now is stored, so our script need not warn before it is left
            self.fields["text"].widget.attrs["data-stored"] = ""

    text = forms.CharField(
        label=_("Your reaction"),
        help_text=_("At most 5,000 characters."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        error_messages={"required": _("Please write your reaction first.")},
    )

    def clean_text(self) -> str:
        """Keep changed words as short as new ones."""
        text = str(self.cleaned_data["text"])
        at_most(TEXT_LIMIT, text)
        return text


class AddressForm(AccessibleForm):
    """An e-mail address, to send a link to."""

    email = EmailField()


class RhythmForm(AccessibleForm):
    """How often somebody who follows an article wants mail."""

    rhythm = forms.ChoiceField(
        label=_("How often do you want mail?"),
        choices=[(Rhythm.AT_ONCE, _("At every new reaction")), (Rhythm.DAILY, _("At most once a day"))],
        initial=Rhythm.AT_ONCE,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_rhythm(self) -> str:
        """Take the first where none was chosen."""
        return self.cleaned_data["rhythm"] or Rhythm.AT_ONCE


class WishForm(RhythmForm):
    """The same question while the tick in the reaction's form can still be taken back."""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["rhythm"]
        field.label = _("Mail about new reactions to this article")
        field.choices = [*field.choices, (NEVER, _("No mail"))]  # type: ignore[attr-defined]


class ReportForm(AccessibleForm):
    """What is wrong with a reaction."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is wrong.")},
    )
    text = forms.CharField(
        label=_("Explanation"),
        required=False,
        help_text=_("If you like. What should the moderators know?"),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    email = EmailField(
        required=False,
        help_text=_(
            "If you like. Then we tell you what became of your report, and what to do if you do not agree."
        ),
    )

    def clean_text(self) -> str:
        """Keep reports as short as reactions."""
        text = str(self.cleaned_data["text"])
        at_most(TEXT_LIMIT, text)
        return text
