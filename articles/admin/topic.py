"""Topics in the admin."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles.models import Topic

# taggit registers its own tags; ours are topics, and two lists of tags would confuse.
admin.site.unregister(Tag)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Name and kind; how many articles carry it."""

    list_display = ["name", "kind", "number_of_articles"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        """Count the articles in the list's own query."""
        topics: QuerySet[Topic] = super().get_queryset(request).annotate(number=Count("items"))
        return topics

    @admin.display(description=_("articles"), ordering="number")
    def number_of_articles(self, topic: Topic) -> int:
        """How many articles, published or not."""
        return topic.number  # type: ignore[no-any-return]
