"""Everything a person sees is Dutch, and the tool that sees to it."""

from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from config import messages


def test_every_text_is_translated():
    """Complete, none doubtful, with the same placeholders, and compiled; `python -m config.messages` helps."""
    assert list(messages.problems()) == []


def test_no_text_has_two_translations():
    """The site's catalogue wins over an app's; a second translation there would be dead, and somebody's mistake."""
    said: dict[messages.Key, dict[str, str]] = {}
    for path in messages.catalogues():
        for entry in polib.pofile(str(path)):
            if entry.translated() and not entry.obsolete:
                said.setdefault((entry.msgctxt, entry.msgid), {})[str(path)] = entry.msgstr
    assert {key: texts for key, texts in said.items() if len(set(texts.values())) > 1} == {}


def test_readers_get_the_catalogue():
    """Through Django itself, in the only language the site has."""
    assert [code for code, _name in settings.LANGUAGES] == [settings.LANGUAGE_CODE] == ["nl"]
    entry = next(entry for entry in polib.pofile(str(messages.CATALOGUE)) if entry.msgid == "Search")
    with override("nl"):
        assert gettext("Search") == entry.msgstr != "Search"


PYTHON = """
from django.utils.translation import gettext, gettext_lazy as lazy, ngettext, npgettext_lazy, pgettext
from django.utils import translation

a = gettext("One")
b = lazy("Two " "halves")
c = ngettext("%(n)s tree", "%(n)s trees", n) % {"n": n}
d = pgettext("verb", "Book")
e = npgettext_lazy("paper", "page", "pages", 3)
f = translation.gettext("Seven")
g = gettext(variable)
h = f"<p>{gettext('Inside')}</p>"
i = other.strip("No text")
"""
TEMPLATE = """
{% load i18n %}{% translate "One" %} {% trans 'It''s' %}{% translate "May" context "month" %}
{% blocktranslate with name=user.name %}Dear {{ name }} (50%){% endblocktranslate %}
{% blocktranslate count n=list|length %}{{ n }} tree{% plural %}{{ n }} trees{% endblocktranslate %}
{{ value|default:_("Nothing) here") }}{# {% translate "Not this" %} #}
{% blocktranslate trimmed %}
  Two
  lines
{% endblocktranslate %}
"""


def found(texts: Any) -> list[tuple[str | None, str, str | None]]:
    return [(text.context, text.text, text.plural) for text in texts]


def test_texts_in_python():
    assert set(found(messages.in_python(PYTHON))) == {
        (None, "One", None),
        (None, "Two halves", None),
        (None, "%(n)s tree", "%(n)s trees"),
        ("verb", "Book", None),
        ("paper", "page", "pages"),
        (None, "Seven", None),
        (None, "Inside", None),
    }


def test_a_text_put_together_first_is_refused():
    with pytest.raises(messages.NotAText, match="line 1"):
        list(messages.in_python("_(f'Dear {name}')"))


def test_texts_in_templates():
    assert found(messages.in_template(TEMPLATE)) == [
        (None, "One", None),
        (None, "It", None),
        ("month", "May", None),
        (None, "Dear %(name)s (50%%)", None),
        (None, "%(n)s tree", "%(n)s trees"),
        (None, "Nothing) here", None),
        (None, "Two lines", None),
    ]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site of its own for the tool to work on."""
    for app in messages.CODE:
        (tmp_path / app).mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "articles" / "a.py").write_text(
        "from django.utils.translation import ngettext\n_('One')\n_('Dear %(name)s')\nngettext('%(n)s tree', '%(n)s trees', 2)\n"
    )
    (tmp_path / "templates" / "a.html").write_text("{% load i18n %}{% translate 'Two' %}")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "TEMPLATES", (tmp_path / "templates",))
    monkeypatch.setattr(messages, "CATALOGUE", tmp_path / "config/locale/nl/LC_MESSAGES/django.po")
    monkeypatch.setattr(messages.in_use, "__defaults__", (tmp_path,))
    return tmp_path


def translate(**texts: str) -> None:
    """What a translator does in the file, then the compiling."""
    catalogue = polib.pofile(str(messages.CATALOGUE))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)s boom", 1: "%(n)s bomen"}
        else:
            entry.msgstr = texts.get(entry.msgid.split()[0], "")
    catalogue.save()
    messages.compile_all()


def test_from_nothing_to_complete(house):
    assert list(messages.problems())[0].endswith("there is no such file")
    assert messages.main([]) == 1
    assert [problem.partition(": ")[2] for problem in messages.problems()] == [
        "not translated: 'One'",
        "not translated: 'Dear %(name)s'",
        "not translated: '%(n)s tree'",
        "not translated: 'Two'",
    ]
    translate(One="Een", Dear="Beste %(name)s", Two="Twee")
    assert messages.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"One": "", "Dear": "Beste %(name)s"}, "not translated: 'One'"),
        ({"One": "Een", "Dear": "Beste"}, "other placeholders than 'Dear %(name)s'"),
        ({"One": "Een %(x)s", "Dear": "Beste %(name)s"}, "other placeholders than 'One'"),
        ({"One": "Een", "Dear": "Beste %(naam)s"}, "other placeholders than 'Dear %(name)s'"),
    ],
)
def test_what_is_wrong_is_named(house, texts, problem):
    messages.collect()
    translate(Two="Twee", **texts)
    assert [each.partition(": ")[2] for each in messages.problems()] == [problem]


def test_a_doubtful_text_and_an_old_compiled_file_are_named(house):
    messages.collect()
    translate(One="Een", Dear="Beste %(name)s", Two="Twee")
    catalogue = polib.pofile(str(messages.CATALOGUE))
    catalogue.find("One").flags.append("fuzzy")
    catalogue.find("Two").msgstr = "Tweede"
    catalogue.save()
    kinds = [problem.rpartition("django.po")[2] for problem in messages.problems()]
    assert [kind.partition(": ")[2].split(":")[0] for kind in kinds] == [
        "doubtful",
        "changed since it was compiled",
    ]


def test_collecting_again_keeps_the_translator_s_work(house):
    """A new text comes in empty, one that is gone is put aside with its translation, and comes back with it."""
    messages.collect()
    translate(One="Een", Dear="Beste %(name)s", Two="Twee")
    before = messages.CATALOGUE.read_text()
    assert messages.collect() == 0
    assert messages.CATALOGUE.read_text() == before
    (house / "templates" / "a.html").write_text("{% load i18n %}{% translate 'Three' %}")
    assert messages.collect() == 1
    catalogue = polib.pofile(str(messages.CATALOGUE))
    assert [(entry.msgid, entry.msgstr) for entry in catalogue.obsolete_entries()] == [("Two", "Twee")]
    assert catalogue.find("Three").msgstr == ""
    (house / "templates" / "a.html").write_text("{% load i18n %}{% translate 'Two' %}")
    assert messages.collect() == 0
    assert polib.pofile(str(messages.CATALOGUE)).find("Two").msgstr == "Twee"


def test_what_an_app_translates_itself_is_left_to_it(house):
    own = house / "articles" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    own.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="One", msgstr="Een"))
    catalogue.save(str(own))
    messages.collect()
    assert polib.pofile(str(messages.CATALOGUE)).find("One") is None
    translate(Dear="Beste %(name)s", Two="Twee")
    assert list(messages.problems()) == []


def test_other_words_on_the_command_line_are_refused(capsys):
    assert messages.main(["--chek"]) == 2
    assert capsys.readouterr().out == "Use: python -m config.messages [--check]\n"
