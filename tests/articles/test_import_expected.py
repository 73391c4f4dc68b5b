"""The full pages, imported by the command and compared field by field with what a person read in them."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Article
from references.models import Citation
from tests.articles.pages import ACUPUNCTURE, REAL

EXPECTED = json.loads((Path(__file__).parent / "data" / "pages.expected.json").read_text())
REFERENCES = json.loads(
    (Path(__file__).parents[1] / "references" / "data" / "sample_references.json").read_text()
)
PAGES = [("demo", ACUPUNCTURE), *([("real", REAL)] if REAL.exists() else [])]

pytestmark = pytest.mark.django_db


def imported(path: Path, *options: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_page", str(path), "--json", *options, stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_report_field_by_field(name, path):
    expected, report = EXPECTED[name], imported(path)
    article, study = report["article"], report["study"]
    assert (report["file"], report["outcome"]) == (str(path), "created")
    assert article["published"] == expected["published"]
    assert article["title"].startswith(expected["title_begins"])
    assert article["title"].endswith(expected["title_ends"])
    assert article["slug"].startswith(expected["slug_begins"])
    assert article["source_line"] == expected["source_line"]
    assert len(article["paragraphs"]) == expected["paragraphs"]
    for text, begins, ends in zip(
        article["paragraphs"], expected["paragraph_begins"], expected["paragraph_ends"], strict=True
    ):
        assert text.startswith(begins)
        assert text.endswith(ends)
    assert {key: study.get(key) for key in expected["study"]} == expected["study"]
    assert [section["label"] for section in study["abstract"]] == expected["abstract_labels"]
    for section, begins in zip(study["abstract"], expected["abstract_begins"], strict=True):
        assert section["text"].startswith(begins)
    assert [[each["registry"], each["id"]] for each in study["registrations"]] == expected["registrations"]
    assert all(
        each["url"].startswith("https://") and each["id"] in each["url"] for each in study["registrations"]
    )
    assert study["cited_by"] == expected["cited_by"]
    assert report["related"] == expected["related"]
    assert [
        words for words in expected["warnings"] if not any(words in text for text in report["warnings"])
    ] == []
    assert len(report["warnings"]) == len(expected["warnings"])


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_paragraphs_are_whole(name, path):
    """Every word of the explanation, read here by another road: the blocks before the first English one."""
    blocks = [" ".join(block.split()) for block in path.read_text().split("\n\n")]
    blocks = [block for block in blocks if block]
    assert imported(path)["article"]["paragraphs"] == blocks[1 : 1 + EXPECTED[name]["paragraphs"]]


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_all_references_right(name, path):
    items = imported(path)["references"]
    assert len(items) == len(REFERENCES) == 36
    for number, (item, expected) in enumerate(zip(items, REFERENCES, strict=True), start=1):
        found = {
            "type": item["type"],
            "authors": [f"{author['family']} {author['given']}" for author in item.get("author", [])],
            "et_al": item["custom"]["et_al"],
            "title": item["title"],
            "container_title": item.get("container-title", ""),
            "year": item["issued"]["date-parts"][0][0],
            "volume": item.get("volume", ""),
            "issue": item.get("issue", ""),
            "page": item.get("page", ""),
            "publisher": item.get("publisher", ""),
            "publisher_place": item.get("publisher-place", ""),
            "doi": item.get("DOI", ""),
            "labels": item["custom"]["labels"],
        }
        assert found == {key: expected[key] for key in found}, f"reference {number}"
        assert item["custom"]["raw"].startswith("1.")
    assert sum("DOI" in item for item in items) == EXPECTED[name]["dois"]


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_what_is_stored_is_what_was_reported(name, path):
    report = imported(path, "--publish")
    article = Article.objects.get(slug=report["article"]["slug"])
    study = article.study()
    assert study is not None
    assert article.is_live()
    assert study.citations.count() == 36
    assert list(study.abstract_sections.values_list("label", "text")) == [
        (section["label"], section["text"]) for section in report["study"]["abstract"]
    ]
    assert [str(each) for each in study.registrations.all()] == ["ChiCTR ChiCTR-INR-16009079"]
    assert study.citation_counts.get().count == 16
    cited = Citation.objects.filter(citing=study).select_related("cited").order_by("position")
    assert [line.raw for line in cited] == [item["custom"]["raw"] for item in report["references"]]
    assert [line.cited.doi for line in cited if line.cited and line.cited.doi] == [
        item["DOI"].lower() for item in report["references"] if "DOI" in item
    ]
