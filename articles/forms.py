"""Forms of the editors' desk."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.utils.translation import gettext_lazy as _

from articles.enums import Status
from articles.models import Article


class ArticleForm(forms.ModelForm):  # type: ignore[type-arg]
    """The article as an editor writes it; the editor's widget is chosen here so that the model does not know it."""

    class Meta:
        model = Article
        fields = ["title", "slug", "lead", "summary", "byline", "published_at", "reviewed_on", "review_due"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField", "lang": "nl"}),
            "lead": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "lang": "nl"}),
            "summary": CKEditorWidget(),
        }

    def clean(self) -> dict[str, Any]:
        """A published article keeps a date, and one without a word cannot be published."""
        cleaned = super().clean() or {}
        published = self.instance.status == Status.PUBLISHED
        if (published or "_publish" in self.data) and not (cleaned.get("summary") or "").strip():
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
