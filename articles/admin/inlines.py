"""What hangs on an article: sources, topics, related titles."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.enums import RelatedKind
from articles.models import Related, Source, TopicTag


class SourceInline(admin.TabularInline):  # type: ignore[type-arg]
    """The study explained, and works mentioned."""

    model = Source
    extra = 0
    autocomplete_fields = ["work"]
    fields = ["position", "kind", "work"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """With what a row's heading names."""
        return super().get_queryset(request).select_related("article", "work")


class TopicInline(admin.TabularInline):  # type: ignore[type-arg]
    """Topics, found while typing; the plus makes a new one with its kind."""

    model = TopicTag
    extra = 0
    autocomplete_fields = ["tag"]
    verbose_name = _("topic")
    verbose_name_plural = _("topics")


class _PinnedFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """New rows are an editor's choice; the import's hints keep their kind."""

    def clean(self) -> None:
        """Say at the row what the table would refuse: the article's own fields are not in the form to be checked."""
        super().clean()
        for form in self.forms:
            if not hasattr(form, "cleaned_data") or form.cleaned_data.get("DELETE"):
                continue
            other = form.cleaned_data.get("other")
            if other is None and not form.instance.hint and "other" not in form.errors:
                form.add_error("other", _("Choose an article."))
            elif other is not None and other.pk == self.instance.pk:
                form.add_error("other", _("An article is not related to itself."))

    def save_new(self, form: Any, commit: bool = True) -> Any:
        form.instance.kind = RelatedKind.PINNED
        return super().save_new(form, commit)


class RelatedInline(admin.TabularInline):  # type: ignore[type-arg]
    """Pinned articles and the imported page's hints; the automatic ones follow from topics and are not edited."""

    model = Related
    fk_name = "article"
    formset = _PinnedFormSet
    extra = 0
    autocomplete_fields = ["other"]
    fields = ["position", "other", "hint", "chosen_by"]
    readonly_fields = ["hint", "chosen_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Related]:
        """Leave the automatic rows out."""
        return super().get_queryset(request).exclude(kind=RelatedKind.AUTOMATIC)

    @admin.display(description=_("chosen by"))
    def chosen_by(self, related: Related) -> str:
        """Who chose it."""
        return str(related.get_kind_display())
