"""The templates as a whole: each compiles, finds what it names, is used, and keeps to the strict policy."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist
from django.template.base import Node
from django.template.defaulttags import URLNode
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_resolver

from tests.test_access import places

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [
    ROOT / "templates",
    *(ROOT / app / "templates" for app in ("articles", "comments", "config", "references")),
]
FILES = {
    str(path.relative_to(folder)): path
    for folder in FOLDERS
    for path in sorted(folder.rglob("*"))
    if path.is_file()
}
NAMES = sorted(FILES)
FOR_READERS = [name for name in NAMES if "admin/" not in name and name.endswith(".html")]
OWN_NAME = {"Bronwijzer", "html"}  # the site's name, and the document type
TAG = re.compile(
    r"<(link|script|img|iframe|source|video|audio|object|embed|form|use|image)\b[^>]*>", re.IGNORECASE
)
LOADS = re.compile(r"\b(?:src|srcset|href|data|action|poster)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)


def nodes(name: str, kind: type[Node]) -> list[Any]:
    return get_template(name).template.nodelist.get_nodes_by_type(kind)


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name):
    assert get_template(name).template.origin.name == str(FILES[name]), "another template has this name"


@pytest.mark.parametrize("name", NAMES)
def test_it_finds_what_it_names(name):
    """Django looks for these only when the page is shown: a wrong name in a rare branch would wait for its reader."""
    for node in nodes(name, ExtendsNode):
        assert isinstance(node.parent_name.var, str), "extends a template that only running it can tell"
        get_template(node.parent_name.var)
    for node in nodes(name, IncludeNode):
        assert isinstance(node.template.var, str), "includes a template that only running it can tell"
        get_template(node.template.var)
    for node in nodes(name, StaticNode):
        assert isinstance(node.path.var, str)
        assert finders.find(node.path.var), f"no static file {node.path.var}"
    known = {place.name for place in places()}
    for node in nodes(name, URLNode):
        assert node.view_name.var in known, f"no address {node.view_name.var}"


def test_a_wrong_name_is_noticed(settings, tmp_path):
    """The test above rests on it: each of these four compiles."""
    (tmp_path / "a.html").write_text(
        '{% extends "b.html" %}{% load static %}{% block x %}{% if 0 %}{% include "c.html" %}{% static "d.css" %}'
        '{% url "e:f" %}{% endif %}{% endblock %}'
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert [node.parent_name.var for node in nodes("a.html", ExtendsNode)] == ["b.html"]
    assert [node.template.var for node in nodes("a.html", IncludeNode)] == ["c.html"]
    assert [node.path.var for node in nodes("a.html", StaticNode)] == ["d.css"]
    assert [node.view_name.var for node in nodes("a.html", URLNode)] == ["e:f"]
    with pytest.raises(TemplateDoesNotExist):
        get_template("c.html")
    with pytest.raises(NoReverseMatch):
        get_resolver().reverse("e:f")


@cache
def texts_in_code() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every text in our code, and every f-string with one gap as a pattern."""
    constants: set[str] = set()
    patterns: set[str] = set()
    for app in ("articles", "comments", "config", "references"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    constants.add(node.value)
                elif (
                    isinstance(node, ast.JoinedStr)
                    and sum(isinstance(part, ast.FormattedValue) for part in node.values) == 1
                ):
                    parts = [
                        re.escape(part.value) if isinstance(part, ast.Constant) else "(.+)"
                        for part in node.values
                    ]
                    if any(part != "(.+)" for part in parts):
                        patterns.add("".join(parts))
    return frozenset(constants), tuple(re.compile(pattern) for pattern in sorted(patterns))


def can_be_made(text: str, depth: int = 3) -> bool:
    """Whether the code holds this text, or makes it from texts that it holds."""
    constants, patterns = texts_in_code()
    if text in constants:
        return True
    matches = (pattern.fullmatch(text) for pattern in patterns) if depth else ()
    return any(can_be_made(match[1], depth - 1) for match in matches if match and match[1] != text)


def named_by_templates() -> set[str]:
    found = {node.template.var for name in NAMES for node in nodes(name, IncludeNode)}
    return found | {node.parent_name.var for name in NAMES for node in nodes(name, ExtendsNode)}


def test_no_template_is_left_unused():
    assert [name for name in NAMES if name not in named_by_templates() and not can_be_made(name)] == []


def test_an_unused_template_would_be_noticed():
    """The test above rests on it."""
    assert can_be_made("comments/_reaction_form.html")
    assert can_be_made("comments/mail/waiting.subject.txt")
    assert not can_be_made("comments/_reaction_forms.html")
    assert not can_be_made("articles/nieuwsbrief.html")
    assert not can_be_made("comments/mail/welkom.txt")


def forbidden(source: str) -> Iterator[str]:
    """What the policy of reader pages would block, or a third party would see."""
    for name, pattern in {
        "inline script": r"<script\b(?![^>]*\bsrc=)",
        "inline style": r"<style\b|<[a-z][^>]*\sstyle\s*=",
        "inline handler": r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=",
        "script address": r"javascript:",
        "evaluated filter": r"hx-(?:vals|headers)\s*=\s*[\"']?js:|hx-trigger=[\"'][^\"']*\[",
    }.items():
        if re.search(pattern, source, re.IGNORECASE):
            yield name
    for tag in TAG.finditer(source):
        if LOADS.search(tag[0]):
            yield f"third party: {tag[0]}"


@pytest.mark.parametrize("name", FOR_READERS)
def test_nothing_inline_and_nothing_from_elsewhere(name):
    assert list(forbidden(FILES[name].read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        "<script>x()</script>",
        '<script type="module">x()</script>',
        "<style>p {}</style>",
        '<p style="color:red">',
        '<p class="a" onclick="x()">',
        '<p hx-on:click="x()">',
        '<a href="javascript:x()">',
        "<div hx-vals='js:{a: b}'>",
        '<img alt="" src="https://example.org/a.png">',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<script src="https://example.org/a.js"></script>',
        '<form action="https://example.org/">',
    ],
)
def test_what_is_forbidden_would_be_noticed(source):
    """The test above rests on it."""
    assert list(forbidden(source))
    assert not list(
        forbidden('<a href="https://doi.org/10.1/x">DOI</a><script src="/static/a.js" defer></script>')
    )


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.*")), ids=lambda path: path.name)
def test_our_own_files_load_nothing_from_elsewhere(path):
    if path.suffix in {".css", ".js"}:
        code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
        assert not re.search(r"(?:https?:)?//[a-z]", code)
        assert not re.search(r"@import|\beval\(|new Function|document\.write|innerHTML\s*=", code)


def bare_words(source: str) -> list[str]:
    """Words that stand in a template outside a translation, in the text or in an attribute that is read out."""
    source = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", " ", source, flags=re.DOTALL)
    source = re.sub(r"{%\s*blocktrans.*?endblocktrans(?:late)?\s*%}", " ", source, flags=re.DOTALL)
    source = re.sub(
        r"{%\s*block bodyclass.*?endblock\s*%}", " ", source, flags=re.DOTALL
    )  # names for the style sheet
    source = re.sub(r"{%.*?%}|{{.*?}}", " ", source, flags=re.DOTALL)
    read_out = re.findall(
        r"\b(?:aria-label|title|alt|placeholder|aria-description)\s*=\s*\"([^\"]*)\"", source
    )
    text = unescape(" ".join([re.sub(r"<[^>]*>", " ", source), *read_out]))
    return [word for word in re.findall(r"[A-Za-zÀ-ÿ]{2,}", text) if word not in OWN_NAME]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_can_be_translated(name):
    assert bare_words(FILES[name].read_text()) == []


def test_a_bare_word_would_be_noticed():
    """The test above rests on it."""
    assert bare_words("<p>Search {% translate 'it' %}</p>") == ["Search"]
    assert bare_words('<nav aria-label="Main menu">') == ["Main", "menu"]
    assert (
        bare_words('<p class="lead">{% blocktranslate %}Yes{% endblocktranslate %} {{ name }} Bronwijzer</p>')
        == []
    )


def test_names_tell_what_is_inside():
    """Only parts begin with an underscore, and only parts are included."""
    included = {node.template.var for name in NAMES for node in nodes(name, IncludeNode)}
    whole = [name for name in included if not name.rpartition("/")[2].startswith("_")]
    assert whole == []
    extending = {name for name in NAMES if nodes(name, ExtendsNode)}
    assert [name for name in extending if name.rpartition("/")[2].startswith("_")] == []
