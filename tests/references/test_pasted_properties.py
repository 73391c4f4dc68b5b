"""What holds for any text whatever: no line lost, no exception, the same twice, work in proportion to length."""

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]  # the only way to look inside a pattern

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import references.pasted
from references.pasted import parse_line, parse_list
from references.records import record_from_csl
from tests.references.gold import TUNED, golds, lines

ROOT = Path(__file__).parents[2]
PIECES = st.sampled_from(
    [
        "Smith J, ", "et al. ", "(2010) ", "2012;", "120(5):", "947–59", ". ", "doi: ", "10.1182/a", "In: ", "PubMed", " - ", "\u00a0",
        "Eds.", "<i>", "://", "£", "王", "ABC Study Group ", "; ", "in press", "arXiv ", "[Preprint]", "“", "”", "PhD thesis, ", "vol. 3,4 ",
        "MED: 1", "Published online May 3, 2012", "Springer, New York", "in Book (eds A, B.) ", "http://[", "(", ")", "A.d.B.",
    ]
)  # fmt: skip
TRUE = [*lines("other_forms"), *(gold.line for name in TUNED for gold in golds(name))]
BROKEN = st.tuples(st.sampled_from(TRUE), st.integers(0, 300), st.integers(0, 300)).map(
    lambda cut: cut[0][min(cut[1:]) : max(cut[1:])]
)
LINES = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=30).map("".join), st.sampled_from(TRUE), BROKEN
)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=6).map("\n".join))
def test_one_record_per_non_empty_line_with_its_raw_text(text):
    assert [record.raw for record in parse_list(text)] == [
        line.strip() for line in text.splitlines() if line.strip()
    ]


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_fields_hold_no_odd_white_space_and_no_empty_names(line):
    record = parse_line(line)
    for value in (
        record.title, record.container_title, record.volume, record.issue, record.page, record.publisher,
        record.publisher_place, record.edition,
    ):  # fmt: skip
        assert value == " ".join(value.split())
    assert all(str(person) for person in (*record.authors, *record.editors))
    assert record.status in ("parsed", "check")


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_a_record_reads_the_same_from_its_own_raw_text_and_from_csl(line):
    record = parse_line(line)
    assert parse_line(record.raw) == record
    assert record_from_csl(record.to_csl()) == record


HOSTILE = [
    "(", "((2012;", "a, ", "A.", "Smith A, ", "Smith A; ", "2012;12(3):", "10.1000/", "10.1000/a)", "DOI ", "PMID: 1 ", "http://a.b ", ". In: ",
    "van ", "J. Clin. ", "Place: Pub; ", "1-", ". . . ", "Study Group, ", "Study Group; ", "The Group of ", "10.1/%25", " ", "王伟, ", "…", "“a” ",
    "B.C.", "et al. ", "Free PMC article. ", "arXiv ", "in A (eds B) ", "Erratum in: ", "1:2-3, 2012 ", "[cited 2020 Jan 3] ", "St. ", "U.S. ",
]  # fmt: skip
WORK = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from references.pasted import parse_line
around = (("", ""), ("Smith J, Jones B. A title. ", ". Lancet. 2010;1:2-3."))
for number, piece in enumerate({pieces!r}):
    before, after = around[number % 2]
    line = before + (piece * 100_000)[:100_000] + after
    assert parse_line(line).raw == line.strip()
"""


def test_hostile_lines_of_a_hundred_thousand_characters_come_to_an_end():
    """All of them cost some 5 s; one rule with quadratic cost takes minutes and the kernel ends the process (SIGXCPU)."""
    work = WORK.format(seconds=90, pieces=HOSTILE)
    done = subprocess.run([sys.executable, "-c", work], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def patterns():
    for info in pkgutil.iter_modules(references.pasted.__path__, "references.pasted."):
        for name, value in vars(importlib.import_module(info.name)).items():
            many = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, tuple | list)
                else [value]
            )
            yield from ((f"{info.name}.{name}", one) for one in many if isinstance(one, re.Pattern))


def endless_repeats(parsed, inside=False):
    """How often a repeat without a bound stands inside another one: what makes a pattern's cost explode."""
    found = 0
    for op, value in parsed:
        if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            endless = value[1] is _constants.MAXREPEAT
            found += (endless and inside) + endless_repeats(value[2], inside or endless)
        elif op is _constants.SUBPATTERN:
            found += endless_repeats(value[3], inside)
        elif op is _constants.BRANCH:
            found += sum(endless_repeats(branch, inside) for branch in value[1])
        elif op in (_constants.ASSERT, _constants.ASSERT_NOT):
            found += endless_repeats(value[1], inside)
    return found


PATTERNS = list(patterns())


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_no_pattern_repeats_a_repeat_without_bound(name, pattern):
    assert endless_repeats(_parser.parse(pattern.pattern, pattern.flags)) == 0


def test_the_look_inside_patterns_sees_a_bad_one():
    assert endless_repeats(_parser.parse(r"(?:a+,\s*)*b")) == 2
    assert len(PATTERNS) > 60
