"""An article as something to cite: a page of this site, which is not the study it explains."""

from django.conf import settings
from django.utils import timezone

from articles.enums import SourceKind
from articles.models import Article
from references.formats import Entry
from references.models import Work
from references.reading import records_of
from references.records import PartialDate, Person, Record

SITE = "Bronwijzer"


def record_of(article: Article) -> Record:
    """The article as a web page: its writer, else the site, with the day of publication and the full address."""
    moment = article.published_at
    day = timezone.localtime(moment) if moment else None
    return Record(
        type="webpage",
        title=article.title,
        authors=(Person(literal=article.byline.strip() or SITE),),
        container_title=SITE,
        issued=PartialDate(day.year, day.month, day.day) if day else None,
        url=settings.SITE_URL + article.get_absolute_url(),
    )


def today() -> PartialDate:
    """The day on which the page is read, which some styles print for web pages."""
    day = timezone.localdate()
    return PartialDate(day.year, day.month, day.day)


def records_behind(article: Article) -> list[Record | Entry]:
    """What the article stands on: the works it explains and mentions, and the reference lists of those it explains."""
    sources = list(article.sources.select_related("work").order_by("position", "pk"))
    works: list[Work] = [source.work for source in sources]
    explained = [source.work_id for source in sources if source.kind == SourceKind.DISCUSSED]
    return records_of(works, lists_of=explained)
