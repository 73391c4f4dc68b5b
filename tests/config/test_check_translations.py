"""The check that no visible text is left untranslated: what it finds in code, templates and catalogues."""

import ast
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import CommandError, call_command

from config.management.commands import check_translations
from config.management.commands.check_translations import _flaws, _texts_of, _texts_of_template


def test_the_site_is_translated() -> None:
    call_command("check_translations")


def test_an_unknown_text_is_named_with_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_translations, "_texts_in_use", lambda: [("a.py", (None, "Unheard of"))])
    with pytest.raises(CommandError, match="a.py: not in any catalogue: 'Unheard of'"):
        call_command("check_translations")


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ('_("One")', [(None, "One")]),
        ('_("One " "two") % {"n": 1}', [(None, "One two")]),
        ('gettext_lazy("One")', [(None, "One")]),
        ('translation.gettext("One")', [(None, "One")]),
        ('ngettext("%d day", "%d days", n)', [(None, "%d day")]),
        ('pgettext_lazy("month", "May")', [("month", "May")]),
        ("_(name)", []),
        ('print("One")', []),
    ],
)
def test_texts_in_code(code: str, texts: list[tuple[str | None, str]]) -> None:
    assert [*_texts_of(ast.parse(code))] == texts


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("<p>{% translate 'One' %}</p>", [(None, "One")]),
        ('{% translate "It\'s (here)" context "place" %}', [("place", "It's (here)")]),
        ("{% blocktranslate with a=b %}Hello {{ a }}{% endblocktranslate %}", [(None, "Hello %(a)s")]),
        (
            "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            [(None, "%(n)s day")],
        ),
        ('{{ _("One") }}', [(None, "One")]),
        ("<p>One</p>", []),
    ],
)
def test_texts_in_templates(template: str, texts: list[tuple[str | None, str]]) -> None:
    assert [*_texts_of_template("{% load i18n %}" + template)] == texts


def test_flaws_of_a_catalogue(tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    path = tmp_path / "django.po"
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="One", msgstr="Een"))
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    assert [*_flaws(path)] == []

    catalogue.append(polib.POEntry(msgid="Two"))
    catalogue.append(polib.POEntry(msgid="Three", msgstr="Drie", flags=["fuzzy"]))
    catalogue[0].msgstr = "Eén"
    catalogue.save(str(path))
    flaws = [flaw.partition(": ")[2] for flaw in _flaws(path)]
    assert flaws == ["not translated: 'Two'", "doubtful: 'Three'", "changed since it was compiled"]
