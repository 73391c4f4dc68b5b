"""For the article page: how to cite it, and the study beside it."""

from typing import Any

from django import template

from articles.citing import record_of, today
from articles.reading import ArticlePage
from references.citing_text import cite_html, files_html

register = template.Library()


@register.inclusion_tag("articles/_cite.html")
def cite_article(page: ArticlePage) -> dict[str, Any]:
    """Render the article and its studies in every style, with files for reference managers; no query."""
    address = f"/artikelen/{page.article.slug}"
    return {
        "article": cite_html(record_of(page.article), address=address, accessed=today()),
        "studies": page.discussed,
        "list_files": files_html(f"{address}/referenties") if page.studies else "",
    }
