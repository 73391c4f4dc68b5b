"""Forms of the bibliography's desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from references.models import Work


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


class WorkForm(forms.ModelForm):  # type: ignore[type-arg]
    """A work's facts as an editor types them."""

    authors = NamesField(
        label=_("Authors"),
        required=False,
        help_text=_("One per line: Family, Given. A group without a comma."),
    )
    url = forms.URLField(label=_("Web address"), required=False, max_length=1000, assume_scheme="https")
    editors = NamesField(label=_("Editors"), required=False, help_text=_("Only for books."))

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
