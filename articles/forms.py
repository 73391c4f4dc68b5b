"""Forms of the editors' desk."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.enums import Status
from articles.models import Article
from config.kit.html import to_text


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]
    """The article as an editor writes it; the editor's widget is chosen here so that the model does not know it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ["title", "slug", "lead", "summary", "byline", "published_at", "reviewed_on", "review_due"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField", "lang": "nl"}),
            "lead": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "lang": "nl"}),
            "summary": CKEditorWidget(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.updated_at.isoformat()

    def clean_seen(self) -> str:
        """Refuse once when the article changed after this form was opened; a second save is then a decision."""
        seen: str = self.cleaned_data["seen"]
        now = self.initial.get("seen", "")
        if seen and now and seen != now:
            typed = QueryDict(mutable=True)
            typed.update(self.data)
            typed["seen"] = now
            self.data = typed
            raise forms.ValidationError(
                _(
                    "Somebody else changed this article after you opened it. What you typed is still here. Look at the "
                    "stored text in another tab; if you save again, yours replaces it."
                )
            )
        return seen

    def clean(self) -> dict[str, Any]:
        """A published article keeps a date, and one without a word cannot be published."""
        cleaned = super().clean() or {}
        published = self.instance.status == Status.PUBLISHED
        if (published or "_publish" in self.data) and not to_text(cleaned.get("summary") or ""):
            self.add_error("summary", _("Write the explanation before you publish."))
        if published and not cleaned.get("published_at") and "published_at" not in self.errors:
            self.add_error("published_at", _("A published article needs a date of publication."))
        return cleaned


class WithdrawForm(forms.Form):
    """Why an article is taken off the site; readers see it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Readers who come to the address see this text. Say what was wrong, in plain words."),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        max_length=2_000,
    )
