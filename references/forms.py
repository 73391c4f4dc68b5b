"""Forms of the bibliography's desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from references.models import TrialRegistration, Work
from references.registries import NAMES, RegistrationError, read_registration, register_of


class NamesField(forms.CharField):
    """Names one per line, "Family, Given"; a group is a line without a comma. Gives a list in CSL form."""

    widget = forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        """CSL names as lines; typed text as it was typed."""
        if not isinstance(value, list):
            return value
        return "\n".join(
            name.get("literal")
            or ", ".join(part for part in (name.get("family"), name.get("given"), name.get("suffix")) if part)
            for name in value
        )

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        """Lines as CSL names."""
        names = []
        for line in (super().to_python(value) or "").splitlines():
            parts = [part.strip() for part in line.split(",")]
            if not any(parts):
                continue
            if len(parts) > 3 or not parts[0]:
                raise ValidationError(
                    _("“%(line)s” is not a name: write “Family, Given”."), params={"line": line}
                )
            keys = ("literal",) if len(parts) == 1 else ("family", "given", "suffix")
            names.append({key: part for key, part in zip(keys, parts, strict=False) if part})
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as names, not as text."""
        try:
            return bool((initial or []) != self.to_python(data))
        except ValidationError:
            return True


class IdentifierField(forms.CharField):
    """A DOI, PMID or PMCID, or an address that holds one; longer than its column, because "https://…" comes before it.

    The model makes it canonical, or says at this field why it cannot be.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, empty_value=None, max_length=1000, **kwargs)
        self.widget.attrs.update({"class": "vTextField", "spellcheck": "false"})


class WorkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A work's facts as an editor types them."""

    authors = NamesField(
        label=_("Authors"),
        required=False,
        help_text=_("One per line: Family, Given. A group without a comma."),
    )
    url = forms.URLField(label=_("Web address"), required=False, max_length=1000, assume_scheme="https")
    editors = NamesField(label=_("Editors"), required=False, help_text=_("Only for books."))
    doi = IdentifierField(
        label="DOI", help_text=_("The number or its address; leave it empty if there is none.")
    )
    pmid = IdentifierField(label="PMID")
    pmcid = IdentifierField(label="PMCID")

    class Meta:
        model = Work
        fields = [
            *("type", "title", "authors", "et_al", "editors", "container_title", "container_title_short"),
            *(
                "year",
                "month",
                "day",
                "volume",
                "issue",
                "page",
                "number",
                "edition",
                "publisher",
                "publisher_place",
            ),
            *("isbn", "doi", "pmid", "pmcid", "url"),
        ]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "container_title": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }


class RegistrationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A trial registration as an editor types it: a number or a register's address. The register follows from it."""

    identifier = forms.CharField(
        label=_("Number"),
        max_length=1000,
        help_text=_("The number, or the address of the trial in its register."),
    )

    class Meta:
        model = TrialRegistration
        fields = ["registry", "identifier", "raw"]
        help_texts = {"registry": _("May stay empty: it follows from the number.")}

    def clean(self) -> dict[str, Any]:
        """Make the number canonical, and keep what was typed beside it.

        Here and not in the model, so that two spellings of one number in one form are seen to be the same. A number that
        came with an import and was not touched may stay as it is: it is flagged, and must not block the rest.
        """
        cleaned: dict[str, Any] = super().clean() or {}
        typed = cleaned.get("identifier", "")
        if not typed or not {"identifier", "registry"} & set(self.changed_data):
            return cleaned
        try:
            found = read_registration(typed)
        except RegistrationError as error:
            return self._of_another_register(cleaned, error)
        return {
            **cleaned,
            "registry": found.registry,
            "identifier": found.id,
            "raw": cleaned.get("raw") or (typed if typed != found.id else ""),
        }

    def _of_another_register(self, cleaned: dict[str, Any], error: RegistrationError) -> dict[str, Any]:
        typed, registry = cleaned["identifier"], cleaned.get("registry", "")
        if registry and registry not in NAMES and not register_of(typed) and len(typed) <= 60:
            return cleaned
        if error.code == "registration_many":
            message = _("“%(value)s” holds more than one number. Give each a line of its own.")
        elif error.suggestion:
            message = _("“%(value)s” cannot be a registration number. Did you mean %(suggestion)s?")
        else:
            message = _(
                "“%(value)s” cannot be a registration number. Remove the line if there is none; for a register that we "
                "do not know, type its name as well."
            )
        params = {"value": typed[:200], "suggestion": error.suggestion}
        self.add_error("identifier", ValidationError(message, code="invalid", params=params))
        return cleaned
