"""The same true facts printed in the styles that journals use must always be read back as the same facts."""

import pytest

from references.pasted import parse_line
from tests.references.gold import expected, fields

FIELDS = ("type", "authors", "et_al", "title", "container_title", "year", "volume", "page")


def persons_only(gold):
    return all(
        len(name.rsplit(" ", 1)[-1]) <= 4 and name.rsplit(" ", 1)[-1].isupper() for name in gold["authors"]
    )


FACTS = [
    gold
    for name in ("sample_references", "other_forms")
    for gold in expected(name)
    if gold["type"] == "article-journal"
    and gold["volume"]
    and gold["page"]
    and gold["authors"]
    and persons_only(gold)
]


def title(gold):
    return gold["title"] if gold["title"][-1] in "?!" else gold["title"] + "."


def issue(gold):
    return f"({gold['issue']})" if gold["issue"] else ""


def names(gold, form="{family} {tight}", joint=", ", last=", ", et_al=", et al."):
    people = []
    for person in gold["authors"]:
        family, _, given = person.rpartition(" ")
        letters = given.replace("-", "")
        dots = {
            "tight": letters,
            "dotted": "".join(f"{c}." for c in letters),
            "spaced": " ".join(f"{c}." for c in letters),
        }
        people.append(form.format(family=family, **dots))
    if gold["et_al"]:
        return joint.join(people) + et_al
    return people[0] if len(people) == 1 else joint.join(people[:-1]) + last + people[-1]


def source(gold, form):
    return form.format(
        **gold,
        journal=gold["container_title"].removesuffix("."),
        no=issue(gold),
        pages=gold["page"].replace("-", "–"),
    )


STYLES = {
    "nlm": lambda g: f"{names(g, et_al=', et al')}. {title(g)} " + source(g, "{journal}. {year} Mar 3;{volume}{no}:{page}."),
    "nlm without stop": lambda g: f"{names(g, et_al=' et al.')}. {title(g)} " + source(g, "{journal} {year};{volume}:{pages}"),
    "elsevier": lambda g: f"{names(g, '{family} {dotted}')} {title(g)} " + source(g, "{journal}. {year};{volume}:{pages}."),
    "nature": lambda g: f"{names(g, '{family}, {spaced}', last=' & ', et_al=' et al.')} {title(g)} " + source(g, "{journal} {volume}, {pages} ({year})."),
    "manuscript": lambda g: f"{names(g, last=' & ')} {title(g)} " + source(g, "{journal} {volume}, {page} ({year})."),
    "apa": lambda g: f"{names(g, '{family}, {spaced}', last=', & ')} ({g['year']}). {title(g)} " + source(g, "{journal}, {volume}{no}, {pages}."),
    "apa in PubMed": lambda g: f"{names(g, '{family}, {spaced} ', last=', & ')}({g['year']}). {title(g)} " + source(g, "{journal}, {volume}, {pages}."),
    "plos": lambda g: f"{names(g)} ({g['year']}) {title(g)} " + source(g, "{journal} {volume}{no}: {pages}."),
    "frontiers": lambda g: f"{names(g)} {title(g)} ".replace(".. ", ". ") + source(g, "{journal} ({year}) {volume}{no}:{pages}."),
    "frontiers harvard": lambda g: f"{names(g, '{family} {dotted}')} ({g['year']}). {title(g)} " + source(g, "{journal} {volume} {pages}."),
    "biomed central": lambda g: f"{names(g)}: {title(g)} " + source(g, "{journal} {year}, {volume}:{page}."),
    "endnote": lambda g: f"{names(g, '{family}, {dotted}')}, {title(g)} " + source(g, "{journal}, {year}. {volume}{no}: p. {page}."),
    "asm": lambda g: f"{names(g).removesuffix('.')}. {g['year']}. {title(g)} " + source(g, "{journal} {volume}:{page}."),
    "jbc": lambda g: f"{names(g, '{family} {spaced}', last=', and ')} ({g['year']}) {title(g)} " + source(g, "{journal} {volume}, {page}"),
    "acs": lambda g: f"{names(g, '{family}, {spaced}', joint='; ', last='; ', et_al='; et al.')} {title(g)} " + source(g, "{journal} {year}, {volume}, {pages}."),
    "science": lambda g: f"{names(g, '{dotted} {family}')}, {title(g)} " + source(g, "{journal} {volume}, {page} ({year})."),
}  # fmt: skip


def plain(value):
    """Names and journals without the dots and dashes that the styles add or leave out."""
    return (
        [plain(item) for item in value]
        if isinstance(value, list)
        else str(value).replace(".", "").replace("-", "")
    )


@pytest.mark.parametrize("style", STYLES)
def test_facts_survive_the_style(style):
    wrong = []
    for gold in FACTS:
        line = STYLES[style](gold)
        if style == "frontiers" and not gold["et_al"]:
            line = line.replace(f"{gold['authors'][-1]} ", f"{gold['authors'][-1]}. ", 1)
        read = fields(parse_line(f"{line} doi: 10.1000/xyz. - DOI - PubMed"))
        wrong += [(line[:60], name, read[name]) for name in FIELDS if plain(read[name]) != plain(gold[name])]
    assert wrong == []
