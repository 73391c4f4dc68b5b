"""PubMed's XML, article by article; the richest source: labelled abstract, types, registrations, references, notices.

Source: the PubMed DTD (`pubmed_250101.dtd` and NLM's "MEDLINE PubMed XML Element Descriptions and their Attributes").
Nothing outside the file is fetched and no entity is expanded (defusedxml): XML needs neither, and both can do harm.
There is no `write`: only NLM makes such files.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from references.formats.detecting import HEAD, require
from references.formats.fields import (
    known_date,
    read_date,
    read_pages,
    registered,
    with_identifiers,
    without_content,
)  # fmt: skip
from references.formats.notices import is_notice, notice_from_line, with_retraction
from references.formats.reading import numbered_lines
from references.formats.shapes import (
    Entry,
    FormatError,
    Found,
    NoticeFound,
    Parsed,
    Problem,
    Section,
    Source,
    collect,
    single_line,
)  # fmt: skip
from references.identifiers import IdentifierError, clean_doi, normalize_pmcid, normalize_pmid
from references.pasted import parse_line
from references.records import PartialDate, Person, Record
from references.registries import Registration, as_found

_ARTICLES = {"PubmedArticle", "PubmedBookArticle"}
_ENCODING = re.compile(r"(<\?xml[^>]*?)\s+encoding=(?:\"[^\"]*\"|'[^']*')")
_NORMAL = {
    "pubmed": ("pmid", normalize_pmid), "doi": ("doi", clean_doi), "pmc": ("pmcid", normalize_pmcid),
    "pmcid": ("pmcid", normalize_pmcid),
}  # fmt: skip
_TYPES = {
    "preprint": "article",
    "dataset": "dataset",
    "technical report": "report",
    "academic dissertation": "thesis",
}


def parse(source: Source) -> Parsed:
    """Read a whole file. Raises FormatError when it is refused as a whole."""
    return collect(iterate(source))


def iterate(source: Source) -> Found:
    """Entries and problems one by one; an article is thrown away once it is read."""
    lines = _Lines(source)
    start, root = 0, None
    try:
        for event, element in iterparse(lines, ("start", "end"), forbid_dtd=False):
            if event == "start":
                root = element if root is None else root
                start = lines.number if element.tag in _ARTICLES else start
            elif element.tag in _ARTICLES:
                yield from _read(element, start)
                element.clear()
                if root is not None and root is not element:
                    root.clear()
    except DefusedXmlException as error:
        raise FormatError("xml_unsafe") from error
    except ParseError as error:
        if not lines.checked:
            raise FormatError("empty") from error
        at_the_end = lines.ended and root is not None
        yield Problem(
            min(error.position[0], lines.number), "truncated" if at_the_end else "broken", lost=True
        )


class _Lines:
    """A stream for the XML parser that hands out one line at a time, so that it is known where an article starts."""

    def __init__(self, source: Source) -> None:
        self._lines = numbered_lines(source)
        self.number, self.checked, self.ended = 0, False, False

    def read(self, _size: int = -1) -> bytes:
        """The next line as UTF-8, whatever it was before."""
        text = ""
        if not self.checked:
            # The first lines together: enough to tell an article set from any other XML.
            while len(text) < HEAD and not re.search(r"<Pubmed\w+[\s>/]", text) and (line := self._next()):
                text += line
            if text:
                if "<!ENTITY" in text:
                    raise FormatError("xml_unsafe")
                require("pubmed_xml", text.encode())
                self.checked = True
                text = _ENCODING.sub(r"\1", text, count=1).lstrip()
            else:
                require("pubmed_xml", b"")
        return (text or self._next()).encode()

    def _next(self) -> str:
        numbered = next(self._lines, None)
        if numbered is None:
            self.ended = True
            return ""
        self.number = numbered[0]
        return numbered[1] + "\n"


def _text(element: Element | None, path: str = "") -> str:
    """All text below an element, inline markup (`<i>`, `<sup>`) left out."""
    found = element.find(path) if element is not None and path else element
    return single_line("".join(found.itertext())) if found is not None else ""


def _first(element: Element, *paths: str) -> str:
    return next((text for path in paths if (text := _text(element, path))), "")


def _read(article: Element, line: int) -> Found:
    cited = article.find("MedlineCitation")
    body = cited.find("Article") if cited is not None else None
    book = article.find("BookDocument")
    if cited is not None and body is not None:
        record = _journal_record(cited, body)
        abstract = body.find("Abstract")
        whole: Element = cited
    elif book is not None:
        record, abstract, whole = _book_record(book), book.find("Abstract"), book
    else:
        yield Problem(line, "no_content", lost=True)
        return
    ids = dict(_ids(article.findall("PubmedData/ArticleIdList/ArticleId")))
    ids["pmid"] = _text(whole, "PMID")
    ids |= {name: value for name in ("doi", "pmid", "pmcid") if (value := getattr(record, name))}
    record, problems = with_identifiers(_with(record, ids), line)
    yield from problems
    if without_content(record):
        yield Problem(line, "no_content", lost=True)
        return
    types = tuple(name for each in whole.iter("PublicationType") if (name := _text(each)))
    sections = tuple(_sections(abstract))
    yield Entry(
        record,
        sections=sections,
        publication_types=types,
        registrations=tuple(_registrations(whole)) or registered(sections),
        references=tuple(_references(article)),
        notices=with_retraction(tuple(_notices(whole)), types),
        keywords=tuple(
            word
            for path in ("MeshHeadingList/MeshHeading/DescriptorName", "KeywordList/Keyword")
            for each in whole.findall(path)
            if (word := _text(each))
        ),
        container_title_short=_first(whole, "Article/Journal/ISOAbbreviation", "MedlineJournalInfo/MedlineTA"),
        line=line,
    )  # fmt: skip


def _journal_record(cited: Element, body: Element) -> Record:
    issue = body.find("Journal/JournalIssue")
    pages = read_pages(_text(body, "Pagination/MedlinePgn")) or _page_range(body)
    located = {each.get("EIdType"): _text(each) for each in body.findall("ELocationID")}
    people = body.find("AuthorList")
    types = [_text(each).lower() for each in body.iter("PublicationType")]
    return Record(
        type=next((_TYPES[name] for name in types if name in _TYPES), "article-journal"),
        title=_title(_first(body, "ArticleTitle", "VernacularTitle")),
        container_title=_first(body, "Journal/Title", "Journal/ISOAbbreviation"),
        authors=_people(people),
        et_al=people is not None and people.get("CompleteYN") == "N",
        issued=_date(body.find("Journal/JournalIssue/PubDate")) or _date(body.find("ArticleDate")),
        volume=_text(issue, "Volume") if issue is not None else "",
        issue=_text(issue, "Issue") if issue is not None else "",
        page=pages,
        number="" if pages else located.get("pii", ""),
        doi=located.get("doi", ""),
        pmid=_text(cited, "PMID"),
    )


def _book_record(book: Element) -> Record:
    title, whole = _text(book, "ArticleTitle"), _text(book, "Book/BookTitle")
    lists = {each.get("Type", "authors"): each for each in book.findall("AuthorList")}
    editors = next((each for each in book.findall("Book/AuthorList") if each.get("Type") == "editors"), None)
    return Record(
        type="chapter" if title and whole else "book",
        title=_title(title or whole),
        container_title=whole if title else "",
        authors=_people(lists.get("authors", book.find("Book/AuthorList") if editors is None else None)),
        editors=_people(editors),
        issued=_date(book.find("Book/PubDate")) or _date(book.find("ContributionDate")),
        volume=_text(book, "Book/Volume"),
        page=read_pages(_text(book, "Pagination/MedlinePgn")),
        publisher=_text(book, "Book/Publisher/PublisherName"),
        publisher_place=_text(book, "Book/Publisher/PublisherLocation"),
        edition=_text(book, "Book/Edition"),
        isbn=_text(book, "Book/Isbn"),
        **_known_ids(book.findall("ArticleIdList/ArticleId")),
    )


def _with(record: Record, ids: dict[str, Any]) -> Record:
    fields = {name: getattr(record, name) for name in Record.__slots__} | ids
    return Record(**fields)


def _title(text: str) -> str:
    """NLM ends titles with a full stop, and puts translated ones in brackets."""
    text = re.sub(r"^\[(.*)\]\.?$", r"\1", text)
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _page_range(body: Element) -> str:
    start, end = _text(body, "Pagination/StartPage"), _text(body, "Pagination/EndPage")
    return f"{start}-{end}" if start and end and start != end else start


def _date(element: Element | None) -> PartialDate | None:
    if element is None:
        return None
    year, month, day = (_text(element, name) for name in ("Year", "Month", "Day"))
    if not year:
        return read_date(_text(element, "MedlineDate"))
    if month.isdigit():
        return known_date(int(year), int(month), int(day) if day.isdigit() else None)
    return read_date(f"{year} {month} {day}")


def _people(authors: Element | None) -> tuple[Person, ...]:
    people = []
    for each in authors if authors is not None else ():
        if each.get("ValidYN") == "N":  # a misspelt form, kept in the file for searching only
            continue
        if group := _text(each, "CollectiveName"):
            people.append(Person(literal=group))
        elif family := _text(each, "LastName"):
            given = _first(each, "ForeName", "Initials")
            people.append(Person(family, given, "", _text(each, "Suffix")))
    return tuple(people)


def _sections(abstract: Element | None) -> Iterator[Section]:
    for each in abstract.findall("AbstractText") if abstract is not None else ():
        if text := _text(each):
            label = each.get("Label") or each.get("NlmCategory") or ""
            yield Section("" if label in ("UNASSIGNED", "UNLABELLED") else label, text)


def _registrations(whole: Element) -> Iterator[Registration]:
    seen = set()
    for databank in whole.iter("DataBank"):
        name = _text(databank.find("DataBankName"))
        for number in databank.iter("AccessionNumber"):
            found = as_found(
                _text(number), name
            )  # None for gene banks and protein banks, which stand in the same list
            if found and found.id not in seen:
                seen.add(found.id)
                yield found


def _ids(elements: list[Element]) -> Iterator[tuple[str, str]]:
    for each in elements:
        name, normal = _NORMAL.get(each.get("IdType", ""), ("", None))
        try:
            if normal:
                yield name, normal(_text(each))
        except IdentifierError:
            continue  # PubMed's list repeats what the record says; there it is reported


def _known_ids(elements: list[Element]) -> dict[str, Any]:
    return dict(_ids(elements))


def _references(article: Element) -> Iterator[Record]:
    for each in article.iter("Reference"):
        raw = _text(each, "Citation")
        ids = dict(_ids(each.findall("ArticleIdList/ArticleId")))
        if raw or ids:
            read = parse_line(raw) if raw else Record()
            found = {**read.found, **dict.fromkeys(ids, "link")}
            yield _with(read, {**ids, "found": found})


def _notices(whole: Element) -> Iterator[NoticeFound]:
    for each in whole.iter("CommentsCorrections"):
        if is_notice(each.get("RefType", "")):
            pmid, note = _text(each, "PMID"), _text(each, "Note")
            text = ". ".join(part for part in (_text(each, "RefSource"), note) if part)
            found = notice_from_line(each.get("RefType", ""), text)
            if found:
                yield NoticeFound(found.kind, found.date, found.note, pmid or found.pmid, found.doi)
