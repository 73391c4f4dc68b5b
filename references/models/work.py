"""A published work: the study that an article explains, and every line of a reference list."""

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.kit.html import to_text
from config.kit.text import shorten
from references import identifiers
from references.models.rendered import LINE, CitedAsField, CoinsField, MatchKeysField
from references.records import PartialDate, Person, Record

# The item types of CSL 1.0.2 that occur in medical reference lists, by the names of that standard.
TYPES = [
    ("article-journal", _("journal article")),
    ("book", _("book")),
    ("chapter", _("book chapter")),
    ("paper-conference", _("conference paper")),
    ("report", pgettext_lazy("type of work", "report")),  # not what a reader sends about a reaction
    ("thesis", _("thesis")),
    ("webpage", _("web page")),
    ("article", _("preprint or other article")),
    ("dataset", _("data set")),
    ("document", _("other document")),
]


# PostgreSQL refuses a search vector over 1 MB; this much of a text is far below, whatever its words.
SEARCHED = 200_000


class MetadataSource(models.TextChoices):
    """Where a work's facts came from, least trusted first."""

    PASTED = "pasted", _("pasted reference list")
    PAGE = "page", _("imported page")
    FILE = "file", _("imported file")
    MANUAL = "manual", _("typed by an editor")
    CROSSREF = "crossref", "Crossref"
    EUROPEPMC = "europepmc", "Europe PMC"
    PUBMED = "pubmed", "PubMed"


class WorkQuerySet(models.QuerySet["Work"]):
    """How the site asks for works."""

    def known_by(self, *, dois: set[str], pmids: set[str], pmcids: set[str]) -> "WorkQuerySet":
        """Works that carry one of these canonical identifiers."""
        return self.filter(Q(doi__in=dois) | Q(pmid__in=pmids) | Q(pmcid__in=pmcids))

    def sharing(self, keys: Collection[str]) -> "WorkQuerySet":
        """Works that have one of these match keys.

        Key by key and not as one overlap: with thousands of keys PostgreSQL expects half the table to match and reads all
        of it, comparing each row with each key; this it can only do by asking the index for each. As an array, so that
        it is asked once: a plain subquery becomes a join with the works, and was seen to run again for each of them.
        """
        if not keys:
            return self.none()
        has_one = RawSQL(
            '"references_work"."id" = ANY(ARRAY(SELECT held.id FROM unnest(%s::text[]) AS asked(key)'
            " JOIN references_work held ON string_to_array(held.match_keys, %s) @> ARRAY[asked.key]))",
            [sorted(keys), LINE],
            output_field=models.BooleanField(),
        )
        return self.filter(has_one)


_IDENTIFIERS = {
    "doi": (
        identifiers.normalize_doi,
        _(
            "“%(value)s” cannot be a DOI. A DOI looks like 10.1000/xyz123; leave the field empty if there is none."
        ),
    ),
    "pmid": (
        identifiers.normalize_pmid,
        _(
            "“%(value)s” cannot be a PMID; that is a number of at most eight digits. Leave the field empty if there is none."
        ),
    ),
    "pmcid": (
        identifiers.normalize_pmcid,
        _(
            "“%(value)s” cannot be a PMCID; that is PMC followed by digits. Leave the field empty if there is none."
        ),
    ),
}


def people(names: list[dict[str, str]]) -> tuple[Person, ...]:
    """Stored names (CSL-JSON) as persons; whatever is not an object is passed over."""
    keys = ("family", "given", "literal", "suffix")
    return tuple(
        Person(**{key: str(name.get(key, "")) for key in keys}) for name in names if isinstance(name, dict)
    )


_COPIED = (
    *("type", "title", "container_title", "volume", "issue", "page", "number"),
    *("edition", "publisher", "publisher_place", "isbn", "url"),
)


class Work(models.Model):
    """One published work, in the terms of CSL-JSON. Identifiers are canonical and belong to one work only."""

    type = models.CharField(_("type"), max_length=32, choices=TYPES, default="article-journal")
    title = models.TextField(_("title"), blank=True)
    container_title = models.TextField(_("journal or book"), blank=True)
    container_title_short = models.CharField(_("journal abbreviation"), max_length=200, blank=True)
    authors = models.JSONField(
        _("authors"),
        default=list,
        blank=True,
        help_text=_("A list in CSL form: family and given name, or literal for a group."),
    )
    editors = models.JSONField(_("editors"), default=list, blank=True)
    et_al = models.BooleanField(_("more authors than named (et al.)"), default=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    volume = models.CharField(_("volume"), max_length=60, blank=True)
    issue = models.CharField(_("issue"), max_length=60, blank=True)
    page = models.CharField(_("pages"), max_length=100, blank=True)
    number = models.CharField(_("article number"), max_length=60, blank=True)
    edition = models.CharField(_("edition"), max_length=60, blank=True)
    publisher = models.CharField(_("publisher"), max_length=250, blank=True)
    publisher_place = models.CharField(_("place of publication"), max_length=250, blank=True)
    isbn = models.CharField("ISBN", max_length=40, blank=True)
    url = models.URLField(_("web address"), max_length=1000, blank=True)
    publication_types = models.JSONField(_("publication types"), default=list, blank=True)
    doi = models.CharField("DOI", max_length=300, null=True, blank=True)
    pmid = models.CharField("PMID", max_length=12, null=True, blank=True)
    pmcid = models.CharField("PMCID", max_length=16, null=True, blank=True)
    metadata_source = models.CharField(
        _("facts come from"), max_length=16, choices=MetadataSource.choices, default=MetadataSource.MANUAL
    )
    metadata_at = models.DateTimeField(_("facts taken over on"), default=timezone.now)
    cited_as = CitedAsField(editable=False)
    coins = CoinsField(editable=False, default="")
    match_keys = MatchKeysField(editable=False, default="")
    search_en = models.GeneratedField(
        expression=SearchVector(Left("title", SEARCHED), config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["doi"], name="work_doi_unique"),
            models.UniqueConstraint(fields=["pmid"], name="work_pmid_unique"),
            models.UniqueConstraint(fields=["pmcid"], name="work_pmcid_unique"),
            models.CheckConstraint(
                name="work_doi_canonical",
                condition=Q(doi=None) | Q(doi__regex=r"^10\.[0-9]{4,9}(\.[0-9]{1,9}){0,4}/[^[:space:]A-Z]+$"),
                violation_error_message=_(
                    "A DOI looks like 10.1000/xyz123, in small letters, without an address before it."
                ),
            ),
            models.CheckConstraint(
                name="work_pmid_canonical",
                condition=Q(pmid=None) | Q(pmid__regex=r"^[1-9][0-9]{0,8}$"),
                violation_error_message=_("A PMID is a number of at most nine digits."),
            ),
            models.CheckConstraint(
                name="work_pmcid_canonical",
                condition=Q(pmcid=None) | Q(pmcid__regex=r"^PMC[1-9][0-9]{0,9}$"),
                violation_error_message=_("A PMCID is PMC followed by digits."),
            ),
            models.CheckConstraint(
                name="work_date_from_year_down",
                # Each null is named: a comparison with null is null, and a check that comes to null lets the row pass.
                condition=Q(month=None, day=None)
                | Q(year__isnull=False, month__isnull=False, month__range=(1, 12), day=None)
                | Q(
                    year__isnull=False,
                    month__isnull=False,
                    month__range=(1, 12),
                    day__isnull=False,
                    day__range=(1, 31),
                ),
                violation_error_message=_("A day needs a month, and a month (1 to 12) needs a year."),
            ),
        ]
        indexes = [
            GinIndex(fields=["search_en"], name="work_search"),  # search: English titles
            # matching: which works share a key with the records of a list; without fastupdate, because a list of new
            # works would leave its keys in the pending part, which every look-up then reads from end to end
            GinIndex(
                Func(F("match_keys"), Value(LINE), function="string_to_array"),
                name="work_match",
                fastupdate=False,
            ),
            models.Index(
                fields=["year", "page"], name="work_year_page"
            ),  # a study known by journal, year and page
        ]

    def __str__(self) -> str:
        return (
            shorten(self.title or to_text(self.cited_as) or self.url, 200)
            or f"{self._meta.verbose_name} {self.pk}"
        )

    def get_absolute_url(self) -> str:
        """The public page about this work."""
        return reverse("references:study", args=[self.pk])

    def clean_fields(self, exclude: Any = None) -> None:
        """Bring typed identifiers into canonical form, or explain at the field why that cannot be."""
        errors: dict[str, ValidationError] = {}
        for name, (normalize, message) in _IDENTIFIERS.items():
            value = getattr(self, name)
            try:
                setattr(self, name, normalize(value) if value else None)
            except identifiers.IdentifierError:
                errors[name] = ValidationError(message, code="invalid", params={"value": value})
        if errors:
            raise ValidationError(errors)
        super().clean_fields(exclude=exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the work; its printed forms and match keys always go along with the facts they are made of."""
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "cited_as", "coins", "match_keys"}
        super().save(*args, **kwargs)

    @classmethod
    def from_record(cls, record: Record, source: MetadataSource) -> "Work":
        """A new, unsaved work with the facts of `record`; identifiers in canonical form."""
        work = cls(metadata_source=source)
        work.take_over(record)
        return work

    def take_over(self, record: Record) -> None:
        """Replace the facts by those of `record`; identifiers are added or replaced, never emptied."""
        for name in _COPIED:
            # A pasted line may hold anything; what does not fit its column is cut, the citation keeps the line itself.
            limit = getattr(self._meta.get_field(name), "max_length", None)
            setattr(self, name, getattr(record, name)[:limit])
        csl = record.to_csl()
        self.authors, self.editors = csl.get("author", []), csl.get("editor", [])
        self.et_al = record.et_al
        date = record.issued
        self.year, self.month, self.day = (date.year, date.month, date.day) if date else (None, None, None)
        self.doi = identifiers.doi_key(record.doi) or self.doi
        self.pmid = record.pmid or self.pmid
        self.pmcid = record.pmcid or self.pmcid

    def to_record(self) -> Record:
        """The work as the bibliography's shared shape."""
        return Record(
            type=self.type,
            title=self.title,
            container_title=self.container_title,
            authors=people(self.authors),
            editors=people(self.editors),
            et_al=self.et_al,
            issued=PartialDate(self.year, self.month, self.day) if self.year else None,
            volume=self.volume,
            issue=self.issue,
            page=self.page,
            number=self.number,
            edition=self.edition,
            publisher=self.publisher,
            publisher_place=self.publisher_place,
            isbn=self.isbn,
            url=self.url,
            doi=self.doi or "",
            pmid=self.pmid or "",
            pmcid=self.pmcid or "",
        )
