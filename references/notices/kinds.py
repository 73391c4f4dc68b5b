"""Every word by which a service speaks of a change to a published work → our kind, or none. Kinds are never confused.

Sources, per vocabulary:

- Crossref, `update-to` and `updated-by`: Crossref documentation, "Crossmark: version control, corrections, and
  retractions" (the twelve update types); `reinstatement` came with the Retraction Watch data in the REST API (Crossref
  blog, January 2025).
- PubMed and Europe PMC, the link between two records: NLM, "MEDLINE/PubMed XML elements", `CommentsCorrections`
  (attribute RefType of the PubMed DTD); ESummary and Europe PMC print the same words with spaces ("Retraction in").
- PubMed, publication types: NLM, "Publication Types" (MeSH) and the fact sheet "Errata, Retractions, and Other Linked
  Citations in PubMed".
- Retraction Watch, column RetractionNature: Crossref documentation, "Retraction Watch".
"""

from dataclasses import dataclass

RETRACTION = "retraction"
PARTIAL = "partial"
WITHDRAWAL = "withdrawal"
REMOVAL = "removal"
REPUBLISHED = "republished"
CONCERN = "concern"
CORRECTION = "correction"
ADDITION = "addition"
REINSTATEMENT = "reinstatement"

BAD = (REPUBLISHED, RETRACTION, REMOVAL, WITHDRAWAL)
"""The work does not count any more; where several are reported, the first of these says most."""

LEVELS = {
    **dict.fromkeys(BAD, "bad"),
    PARTIAL: "doubt",
    CONCERN: "doubt",
    CORRECTION: "note",
    ADDITION: "note",
    REINSTATEMENT: "restored",
}
"""How loudly a kind is shown: "bad", "doubt", "note", "restored"."""

CROSSREF, PUBMED, EUROPEPMC, RETRACTION_WATCH = "crossref", "pubmed", "europepmc", "retraction_watch"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a vocabulary. `kind` None: known, and no notice about the work that carries it; `why` says so."""

    word: str
    kind: str | None
    why: str = ""


_THE_NOTICE = "stands on the notice itself, which is not the work that it is about"
_NO_WARNING = "says nothing about whether the work can be relied on"
_NEWER = "a newer form exists; the work is not called wrong"

_CROSSREF = (
    Word("retraction", RETRACTION),
    Word("partial_retraction", PARTIAL),
    Word("withdrawal", WITHDRAWAL),
    Word("removal", REMOVAL),
    Word("expression_of_concern", CONCERN),
    Word("correction", CORRECTION),
    Word("corrigendum", CORRECTION),
    Word("erratum", CORRECTION),
    Word("addendum", ADDITION),
    Word("clarification", ADDITION),
    Word("reinstatement", REINSTATEMENT),
    Word("new_version", None, _NEWER),
    Word("new_edition", None, _NEWER),
)
_LINKS = (
    Word("RetractionIn", RETRACTION),
    Word("PartialRetractionIn", PARTIAL),
    Word("RetractedandRepublishedIn", REPUBLISHED),
    Word("ExpressionOfConcernIn", CONCERN),
    Word("ErratumIn", CORRECTION),
    Word("CorrectedandRepublishedIn", CORRECTION),
    Word("RetractionOf", None, _THE_NOTICE),
    Word("PartialRetractionOf", None, _THE_NOTICE),
    Word("RetractedandRepublishedFrom", None, _THE_NOTICE),
    Word("ExpressionOfConcernFor", None, _THE_NOTICE),
    Word("ErratumFor", None, _THE_NOTICE),
    Word("CorrectedandRepublishedFrom", None, _THE_NOTICE),
    Word("UpdateIn", None, _NEWER),
    Word("UpdateOf", None, _NO_WARNING),
    Word("RepublishedIn", None, _NO_WARNING),
    Word("RepublishedFrom", None, _NO_WARNING),
    Word("ReprintIn", None, _NO_WARNING),
    Word("ReprintOf", None, _NO_WARNING),
    Word("CommentIn", None, _NO_WARNING),
    Word("CommentOn", None, _NO_WARNING),
    Word("SummaryForPatientsIn", None, _NO_WARNING),
    Word("OriginalReportIn", None, _NO_WARNING),
    Word("AssociatedDataset", None, _NO_WARNING),
    Word("AssociatedPublication", None, _NO_WARNING),
    Word("DatasetDescribedIn", None, _NO_WARNING),
    Word("DatasetUseReportedIn", None, _NO_WARNING),
    Word("ProtocolFor", None, _NO_WARNING),
    Word("Cites", None, _NO_WARNING),
)
_PUBLICATION_TYPES = (
    Word("Retracted Publication", RETRACTION),
    Word("Retraction of Publication", None, _THE_NOTICE),
    Word("Retraction Notice", None, _THE_NOTICE),
    Word("Expression of Concern", None, _THE_NOTICE),
    Word("Published Erratum", None, _THE_NOTICE),
    Word("Corrected and Republished Article", None, "the corrected form itself"),
    Word("Duplicate Publication", None, _NO_WARNING),
)
_NATURES = (
    Word("Retraction", RETRACTION),
    Word("Expression of concern", CONCERN),
    Word("Correction", CORRECTION),
    Word("Reinstatement", REINSTATEMENT),
)


def squeezed(word: str) -> str:
    """A word without spaces, underscores, hyphens and capitals: the services differ in those only."""
    return "".join(letter for letter in word.casefold() if letter.isalnum())


def _table(words: tuple[Word, ...]) -> dict[str, Word]:
    return {squeezed(each.word): each for each in words}


VOCABULARIES = {
    CROSSREF: _table(_CROSSREF),
    PUBMED: _table(_LINKS),
    EUROPEPMC: _table(_LINKS),
    RETRACTION_WATCH: _table(_NATURES),
}
PUBLICATION_TYPES = _table(_PUBLICATION_TYPES)


def kind_of(source: str, word: str) -> str | None:
    """Our kind for a word of a service; None for a word that is no notice about the work, and for an unknown one."""
    found = VOCABULARIES[source].get(squeezed(word))
    return found.kind if found else None


def is_known(source: str, word: str) -> bool:
    """Whether the word is in the service's vocabulary as we know it; a new one should be looked at, not guessed."""
    return squeezed(word) in VOCABULARIES[source]


def kind_of_type(publication_type: str) -> str | None:
    """What a publication type of PubMed's says about the work that carries it."""
    found = PUBLICATION_TYPES.get(squeezed(publication_type))
    return found.kind if found else None
