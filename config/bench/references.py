"""What an editor does with reference lists, timed: reading and storing a paste, and importing a large file.

Everything is invented (prefix 10.5555, PMIDs above 90 million), and the same for the same numbers. Beside each figure stands
a yardstick from the same run: the least that Python and PostgreSQL could do with as many lines.
"""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from random import Random
from typing import Any, TextIO

from django.contrib.auth.models import User
from django.db import connection

from references.actions import pasting
from references.actions.importing import Outcome, import_found, source_of
from references.formats import READERS
from references.models import Work
from references.pasting import lines_of, records_of

ROUNDS = 3
LINES, RECORDS = 500, 10_000
AIM_PARSE, AIM_STORE = 1.0, 3.0  # seconds
AIM_RATE, AIM_MB = 500, 300  # records a second, megabytes


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Names and titles are put together from parts, so that thousands differ as much as real ones do: matching compares those
# that look alike, and a corpus of look-alikes would measure something else.
_STARTS = _words(
    "Ba Bro Cha De Dui Fe Ga Gro Ha He Hui Ja Ka Klo La Lin Ma Mül Nie O’Bri Pa Ro San Scho Smi Te Va Vis Wa Zij"
)
_ENDS = _words(
    "bers den dsen fels gers hoff jans kker lman mann nders ning pels rema rink sma ssen stra tema veld ver wijk zaal zen"
)
_WORDS = _words("""acupuncture adherence adjuvant age anaemia anthracycline anxiety appetite aromatase balance biopsy bisphosphonate bladder
    bone bortezomib brain breast cachexia calcium carcinoma cardiac caregivers cervical chemotherapy cisplatin cognition cohort
    colorectal comorbidity constipation coping decision delirium dexamethasone diarrhoea distress docetaxel dose dyspnoea
    education elderly endometrial exercise expectations fatigue fertility fever fibrosis follow-up fractures gastric genetic
    glioma grief hair hormone hospital hydration imaging immunotherapy incidence infection inflammation insomnia kidney
    lenalidomide leukaemia liver lung lymphoedema lymphoma mammography marrow massage melanoma menopause metastases mindfulness
    morphine mortality mucositis muscle myeloma nausea neuropathy neutropenia nutrition obesity oesophagus oestrogen ovarian
    oxaliplatin pain palliative pancreatic participation physiotherapy placebo platelets pleural prevention prostate protein
    psychotherapy radiotherapy recurrence rehabilitation relapse remission resection rituximab sarcoma screening self-management
    sentinel sexuality skin sleep smoking statins steroids stomach stress support surgery survival symptoms tamoxifen taste
    telemedicine thalidomide thrombosis thyroid toxicity transfusion transplantation trastuzumab vaccination vomiting weight
    work yoga zoledronate""")
_JOURNALS = (
    "J Invented Oncol",
    "Ann. Rev. Invented Med.",
    "Cancer Invented Res",
    "BMC Invented",
    "Lancet Invented",
)


@dataclass
class Timed:
    """The best of some rounds: seconds, of which CPU of our own process, how many queries, and the yardstick's seconds.

    Where seconds are far above the CPU, the database or other programs had the machine.
    """

    name: str
    count: int
    seconds: float
    cpu: float
    least: float
    queries: int = 0
    megabytes: float = 0.0

    @property
    def times_least(self) -> float:
        """How many times more than the yardstick."""
        return self.seconds / self.least if self.least else 0.0


@dataclass(frozen=True)
class Invented:
    """The facts of one work that does not exist; the same number gives the same work."""

    number: int

    @property
    def authors(self) -> list[tuple[str, str]]:
        """Three people, family and initials."""
        draw = Random(self.number)  # noqa: S311 - to invent, not to hide
        return [
            (draw.choice(_STARTS) + draw.choice(_ENDS), "".join(draw.sample("ABCDEFGHJKLMNPRSTW", 2)))
            for _one in range(3)
        ]

    @property
    def title(self) -> str:
        """A title that no other number has."""
        words = Random(-self.number - 1).sample(_WORDS, 8)  # noqa: S311 - as above
        return f"{words[0].capitalize()} and {words[1]} {words[2]} in {words[3]}: {' '.join(words[4:6])} with {' '.join(words[6:])}"

    @property
    def journal(self) -> str:
        """One of a few."""
        return _JOURNALS[self.number % len(_JOURNALS)]

    @property
    def doi(self) -> str:
        """Under the prefix that exists for examples."""
        return f"10.5555/bench.{self.number}"

    def html(self) -> str:
        """As an item of PubMed's list, with links for labels."""
        people = ", ".join(f"{family} {initials}" for family, initials in self.authors)
        number = self.number
        text = f"{people}, et al. {self.title}. {self.journal}. {1990 + number % 35};{number % 90}({number % 12 + 1}):{number}–{number + 9}."
        return (
            f'<li class="skip-numbering" value="{number}">{escape(text)} doi: {self.doi}. - <a class="reference-link" '
            f'href="https://doi.org/{self.doi}">DOI</a> - <a class="reference-link" href="https://pubmed.ncbi.nlm.nih.gov/{90_000_000 + number}/">PubMed</a></li>'
        )

    def ris(self) -> str:
        """As a record of a reference manager, with an abstract, which is most of such a file."""
        people = "".join(f"AU  - {family}, {initials}\n" for family, initials in self.authors)
        abstract = f"Background: {self.title}. " * 12
        return (
            f"TY  - JOUR\n{people}TI  - {self.title}\nT2  - {self.journal}\nPY  - {1990 + self.number % 35}\nVL  - {self.number % 90}\n"
            f"SP  - {self.number}\nEP  - {self.number + 9}\nDO  - {self.doi}\nAB  - {abstract}\nER  - \n\n"
        )


def pasted_list(first: int, count: int = LINES) -> str:
    """A reference list as PubMed puts it on the clipboard."""
    return (
        '<ol class="references-list">' + "".join(Invented(first + n).html() for n in range(count)) + "</ol>"
    )


def write_ris(file: TextIO, count: int = RECORDS) -> None:
    """A file of `count` records."""
    for number in range(count):
        file.write(Invented(number).ris())


def forget() -> None:
    """Empty what a run stores, so that the next finds what the first found."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE references_work CASCADE")


def import_ris(path: Path, note: Callable[[str], None]) -> dict[str, Any]:
    """Import the file; seconds, records and the peak of this process's memory. To be run in a process of its own."""

    def progress(outcome: Outcome) -> None:
        note(f"import {outcome.total}")

    started, cpu = time.perf_counter(), time.process_time()
    with counted() as queries, path.open("rb") as file:
        outcome = import_found(found=READERS["ris"](file), source=source_of("ris"), progress=progress)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    # Linux gives kilobytes here (getrusage(2)).
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": seconds,
        "cpu": cpu,
        "records": outcome.counts["new"],
        "megabytes": peak,
        "queries": queries[0],
    }


def least_import(path: Path) -> float:
    """Seconds for going through the file's lines and storing one bare row per record."""
    with _scratch(), connection.cursor() as cursor:
        started = time.perf_counter()
        with path.open(encoding="utf-8") as file, cursor.copy("COPY bench_scratch (line) FROM STDIN") as copy:
            for line in file:
                if line.startswith("TI  - "):
                    copy.write_row([line[6:]])
        return time.perf_counter() - started


def measure_pastes(by: User, note: Callable[[str], None]) -> list[Timed]:
    """Reading, previewing and storing lists of `LINES`; a fifth of each is known already, as in practice."""
    study = Work.objects.create(title="The study with the long list")
    parse, look, store = [], [], []
    for turn in range(ROUNDS):
        note(f"paste {turn + 1}/{ROUNDS}")
        html = pasted_list(RECORDS + turn * 1_000 - LINES // 5)
        parse.append(_timed(lambda html=html: records_of(lines_of("", html))))  # type: ignore[misc]
        lines = lines_of("", html)
        unread = sum(record.status == "check" for record in records_of(lines))
        assert (len(lines), unread) == (LINES, 0)  # noqa: S101 - else something else is measured
        pasted = pasting.keep(work=study, text="", html=html, lines=lines, by=by)
        look.append(_timed(lambda pasted=pasted: pasting.look(pasted=pasted)))  # type: ignore[misc]
        pasted.save()
        store.append(_timed(lambda pasted=pasted: pasting.store(pasted=pasted, mode=pasting.REPLACE, by=by)))  # type: ignore[misc]
    least_read, least_store = _least_parse(html), _least_store(html)
    return [
        Timed("parse", LINES, *_best(parse, least_read)),
        Timed("look", LINES, *_best(look, least_store)),
        Timed("store", LINES, *_best(store, least_store)),
    ]


def _best(found: list[tuple[float, float, int]], least: float) -> tuple[float, float, float, int]:
    seconds, cpu, queries = min(found)
    return seconds, cpu, least, queries


def _timed(work: Callable[[], object]) -> tuple[float, float, int]:
    started, cpu = time.perf_counter(), time.process_time()
    with counted() as queries:
        work()
    return time.perf_counter() - started, time.process_time() - cpu, queries[0]


def _least_parse(html: str) -> float:
    """Seconds for cutting the same text into items, words and sentences."""
    started = time.perf_counter()
    for item in html.split("</li>"):
        [sentence.split() for sentence in item.split(". ")]
    return time.perf_counter() - started


def _least_store(html: str) -> float:
    """Seconds for storing as many bare lines, one statement each."""
    lines = html.split("</li>")[:LINES]
    with _scratch(), connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.executemany("INSERT INTO bench_scratch (line) VALUES (%s)", [(line,) for line in lines])
        return time.perf_counter() - started


@contextmanager
def _scratch() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_scratch (id bigserial PRIMARY KEY, line text)")
        try:
            yield
        finally:
            cursor.execute("DROP TABLE bench_scratch")


@contextmanager
def counted() -> Iterator[list[int]]:
    """Counts statements in the one number of the list it gives."""
    number = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        number[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield number
