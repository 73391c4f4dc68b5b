"""Is every text that a person can see translated? Part of `make check`; needs no gettext tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

MARKS = {  # how many of the first arguments are texts, and whether a context comes before them
    "_": (1, False),
    "gettext": (1, False),
    "ngettext": (2, False),
    "pgettext": (1, True),
    "npgettext": (2, True),
}
CALL = re.compile(r"\b(n?p?gettext|_)\(")

type_of_text = tuple[str | None, str]  # context, text


class Command(BaseCommand):
    """Compares what the code and the templates ask for with the compiled catalogue that readers get."""

    help = "Fail when a text is not translated, doubtful, or changed since the catalogue was compiled."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        catalogues = [
            path for folder in _locale_folders() for path in sorted(folder.glob("*/LC_MESSAGES/django.po"))
        ]
        languages = {path.parent.parent.name for path in catalogues}
        missing_languages = {code for code, _name in settings.LANGUAGES} - languages
        problems = [f"no catalogue for {code}" for code in sorted(missing_languages)]
        known: set[type_of_text] = set()
        for path in catalogues:
            problems += _flaws(path)
            known |= {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path))}
        for where, text in _texts_in_use():
            if text not in known:
                problems.append(f"{where}: not in any catalogue: {text[1]!r}")
        if problems:
            raise CommandError(
                "\n".join([*problems, f"{len(problems)} problems; `make messages` collects texts."])
            )


def _locale_folders() -> list[Path]:
    own = [
        Path(app.path) / "locale"
        for app in apps.get_app_configs()
        if settings.BASE_DIR in Path(app.path).parents
    ]
    return sorted({folder for folder in (*own, *map(Path, settings.LOCALE_PATHS)) if _is_ours(folder)})


def _is_ours(folder: Path) -> bool:
    return ".venv" not in folder.parts and folder.is_dir()


def _flaws(path: Path) -> Iterator[str]:
    """What is wrong inside one catalogue."""
    where = path.relative_to(settings.BASE_DIR)
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if not entry.obsolete and (entry.fuzzy or not entry.translated()):
            yield f"{where}:{entry.linenum}: {'doubtful' if entry.fuzzy else 'not translated'}: {entry.msgid!r}"
    compiled = path.with_suffix(".mo")
    wanted = {(entry.msgctxt, entry.msgid, entry.msgstr) for entry in catalogue if entry.translated()}
    held = (
        {(entry.msgctxt, entry.msgid, entry.msgstr) for entry in polib.mofile(str(compiled))}
        if compiled.exists()
        else set()
    )
    if wanted != held:
        yield f"{where}: changed since it was compiled"


def _texts_in_use() -> Iterator[tuple[str, type_of_text]]:
    root = Path(settings.BASE_DIR)
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if root in folder.parents and ".venv" not in folder.parts:
            for path in sorted(folder.rglob("*.py")):
                for text in _texts_of(ast.parse(path.read_text())):
                    yield str(path.relative_to(root)), text
    for path in sorted(root.glob("templates/**/*")):
        if path.suffix in (".html", ".txt"):
            for text in _texts_of_template(path.read_text()):
                yield str(path.relative_to(root)), text


def _texts_of(tree: ast.AST) -> Iterator[type_of_text]:
    """Texts in calls of the marking functions, lazy or not, by plain name or as an attribute."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        count, with_context = MARKS.get(str(name).removesuffix("_lazy"), (0, False))
        values = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        words = [value for value in values if isinstance(value, str)]
        context = words.pop(0) if with_context and words else None
        if count and words:
            yield context, words[0]  # a plural is found in its catalogue by the singular


def _texts_of_template(source: str) -> Iterator[type_of_text]:
    """Django turns a template into something like Python; each call in it is cut out where it parses."""
    code = templatize(source)
    for match in CALL.finditer(code):
        end = match.end()
        while (end := code.find(")", end) + 1) > 0:
            try:
                yield from _texts_of(ast.parse(code[match.start() : end]))
                break
            except SyntaxError:
                continue
