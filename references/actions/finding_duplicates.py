"""Works that are held look alike: after an editor changed one, and every night for all, in parts."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from references.actions.matching import propose
from references.matching.keys import keys_of, keys_to_ask
from references.matching.scoring import Score, Verdict, compare
from references.models import Work, WorkPair
from references.records import Record

BATCH = 200
_MOST = 30  # per work, as in `matching`


def find_for(*, works: Sequence[Work]) -> int:
    """Keep as pairs the works that look like one of these, and return how many of them wait for an answer; 4 queries.

    A pair that an editor answered keeps the answer. One of which a work was merged or deleted meanwhile is passed over.
    """
    records = {work.pk: work.to_record() for work in works}
    asked = {number: keys_to_ask(record) for number, record in records.items()}
    others = Work.objects.sharing({key for keys in asked.values() for key in keys}).defer("search_en")
    held: dict[int, tuple[Work, Record]] = {
        work.pk: (work, work.to_record()) for work in others.order_by("pk")
    }
    by_key: dict[str, list[int]] = defaultdict(list)
    for number, (_work, record) in held.items():
        for key in keys_of(record):
            by_key[key].append(number)
    found: dict[tuple[int, int], tuple[Work, Work, Score]] = {}
    for work in works:
        shared = dict.fromkeys(
            number for key in asked[work.pk] for number in by_key[key] if number != work.pk
        )
        for number in islice(shared, _MOST):
            pair = (min(number, work.pk), max(number, work.pk))
            if pair not in found:
                score = compare(records[work.pk], held[number][1])
                if score.verdict != Verdict.OTHER:
                    found[pair] = (work, held[number][0], score)
    propose(found.values())
    if not found:
        return 0
    numbers = [number for pair in found for number in pair]
    return WorkPair.objects.open().filter(low__in=numbers, high__in=numbers).count()


def find_part(*, after: int, most: int = 1000) -> int | None:
    """Look at the next works after this number, and return the number to go on from; None at the end."""
    done = 0
    while done < most:
        works = list(Work.objects.filter(pk__gt=after).order_by("pk").defer("search_en")[:BATCH])
        if not works:
            return None
        find_for(works=works)
        after, done = works[-1].pk, done + len(works)
    return after
