"""Which addresses stand for which kind of page: many different ones, so that no row of a table is always warm."""

from typing import TypeVar
from urllib.parse import urlencode

from django.urls import reverse

from articles.enums import SourceKind
from articles.models import Article, Source, Topic
from articles.views.public import ON_LIST

T = TypeVar("T")
SPREAD = 200
# From rare to in nearly every article, one word and several, and two that find nothing.
SEARCHES = (
    *(
        "borstkanker",
        "immuuntherapie longkanker",
        "kwaliteit van leven",
        "hoofdhuidkoeling",
        "acupunctuur neuropathie",
    ),
    *(
        "vermoeidheid na bestraling",
        "patiënten",
        "Groningen",
        "overleving alvleesklierkanker",
        "quality of life",
    ),
    *(
        '"vroege palliatieve zorg"',
        "melanoom -chemotherapie",
        "krachttraining",
        "slapeloosheid",
        "vragenlijst",
    ),
    *("placebogecontroleerd", "uitzaaiing", "stamceltransplantatie leukemie", "bijwerkingen", "mindfullnes"),
)


def addresses() -> dict[str, list[str]]:
    """Addresses of each kind of page, the article first."""
    slugs = Article.objects.live().order_by("slug").values_list("slug", flat=True)
    studies = (
        Source.objects.filter(kind=SourceKind.DISCUSSED).order_by("pk").values_list("work_id", flat=True)
    )
    lists = range(1, max(len(slugs) // ON_LIST, 1) + 1)
    topics = Topic.objects.filter(items__isnull=False).distinct().values_list("slug", flat=True)
    return {
        "article": [reverse("articles:article", args=[slug]) for slug in _spread(list(slugs))],
        "list": [f"{reverse('articles:list')}?pagina={number}" for number in lists],
        "search": [f"{reverse('articles:search')}?{urlencode({'q': words})}" for words in SEARCHES],
        "home": [reverse("articles:home")],
        "topic": [reverse("articles:topic", args=[slug]) for slug in topics],
        "study": [reverse("references:study", args=[pk]) for pk in _spread(list(studies))],
    }


def _spread(values: list[T]) -> list[T]:
    """At most `SPREAD` of the values, from beginning to end."""
    return values[:: max(len(values) // SPREAD, 1)][:SPREAD]
