"""Reference lists, and pairs that look alike, when one work goes up in another."""

from references.actions.journal import Journal
from references.actions.moving import Moved
from references.actions.settling import stranded
from references.matching.scoring import Verdict, compare
from references.models import Citation, Work, WorkPair
from references.models.citation import CitationStatus
from references.models.pair import PairState

OWN = {(Citation, "citing"), (Citation, "cited"), (WorkPair, "low"), (WorkPair, "high")}
"""What is moved here and not by `moving`."""


def move_citations(*, former: Work, survivor: Work, journal: Journal) -> list[Moved]:
    """Lines that cite the former work cite the survivor, at their places; the former's own list joins the survivor's.

    A list that cites both keeps both lines. A line by which the two cite each other would make the survivor cite itself
    (a rule of the table): it goes back to "to check", with its text.
    """
    both = [former.pk, survivor.pk]
    for line in Citation.objects.filter(citing__in=both, cited__in=both):
        journal.update(line, cited_id=None, status=CitationStatus.CHECK)
    citing = Citation.objects.filter(cited=former)
    for line in citing.filter(status=CitationStatus.LIKELY):
        journal.update(line, status=CitationStatus.MATCHED)
    cited = journal.move(citing, "cited_id", former.pk, survivor.pk)
    moved, dropped = _join_lists(former, survivor, journal)
    found = [Moved("references.Citation", "cited", cited, 0), Moved("references.Citation", "citing", moved, dropped)]  # fmt: skip
    return [each for each in found if each.moved or each.dropped]


def _join_lists(former: Work, survivor: Work, journal: Journal) -> tuple[int, int]:
    """The survivor's list stays as it is, numbers included; lines that only the former has come after it."""
    held = list(survivor.citations.order_by("position"))
    lines = former.citations.order_by("position")
    if not held:
        return journal.move(lines, "citing_id", former.pk, survivor.pk), 0
    works = {line.cited_id for line in held if line.cited_id}
    texts = {" ".join(line.raw.split()).casefold() for line in held}
    position = held[-1].position
    moved = dropped = 0
    for line in lines:
        if line.cited_id in works or " ".join(line.raw.split()).casefold() in texts:
            journal.delete(line)
            dropped += 1
            continue
        position += 1
        moved += 1
        journal.update(line, citing_id=survivor.pk, position=position)
    return moved, dropped


def move_pairs(*, former: Work, survivor: Work, journal: Journal) -> None:
    """What was said about the former work now holds for the survivor; what was only guessed is guessed anew."""
    facts = survivor.to_record()
    thirds: list[int] = []
    mine = WorkPair.objects.filter(low=former) | WorkPair.objects.filter(high=former)
    for pair in mine.select_related("low", "high").order_by("pk"):
        third = pair.high if pair.low_id == former.pk else pair.low
        journal.delete(pair)
        if third.pk == survivor.pk:
            continue
        thirds.append(third.pk)
        low, high = sorted((survivor.pk, third.pk))
        held = WorkPair.objects.filter(low=low, high=high).first()
        if pair.state == PairState.DIFFERENT:
            said = {
                "state": pair.state,
                "answered_at": pair.answered_at,
                "answered_by_id": pair.answered_by_id,
            }
            if held is None:
                _make(journal, low, high, pair.score, pair.reasons, **said)
            elif held.state == PairState.OPEN:
                journal.update(held, **said)
        elif held is None and (score := compare(facts, third.to_record())).verdict != Verdict.OTHER:
            _make(journal, low, high, score.percent, [list(each) for each in score.reasons])
    _settle_lines(survivor, thirds, journal)


def _make(
    journal: Journal, low: int, high: int, score: int, reasons: list[list[str]], **said: object
) -> None:
    pair = WorkPair.objects.create(low_id=low, high_id=high, score=score, reasons=reasons, **said)
    journal.made(pair)


def _settle_lines(survivor: Work, thirds: list[int], journal: Journal) -> None:
    """Lines that wait for nothing any more: the survivor's are matched, those of works that looked like the former are read."""
    for line in stranded().filter(cited__in=[survivor.pk, *thirds]):
        mine = line.cited_id == survivor.pk
        journal.update(line, status=CitationStatus.MATCHED if mine else CitationStatus.PARSED)
