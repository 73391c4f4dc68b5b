"""For the bibliography's pages: which articles use a work. The bibliography itself never learns of articles."""

from typing import Any

from django import template

from articles.reading import articles_about

register = template.Library()


@register.inclusion_tag("articles/_work_articles.html")
def work_articles(work: Any) -> dict[str, Any]:
    """Render the articles that explain, mention or rest on `work`; two queries."""
    return {"rows": articles_about(work.pk)}
