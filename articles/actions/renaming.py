"""A new address for an article; the old one keeps working."""

from django.db import transaction

from articles.models import Article, FormerAddress


@transaction.atomic
def keep_former_address(*, article: Article, slug: str) -> None:
    """Let `slug` lead to `article` from now on, after it got another one; an address in use again is not redirected."""
    FormerAddress.objects.filter(slug=article.slug).delete()
    if slug and slug != article.slug:
        FormerAddress.objects.update_or_create(slug=slug, defaults={"article": article})
