"""The Dutch texts: `python -m config.messages` collects and compiles them, with `--check` it only reports.

Django's own `makemessages` and `compilemessages` need the GNU gettext programs, which a bare machine lacks. Here Python
reads its own syntax tree, Django turns templates into calls, and polib writes the files; so tests need nothing more.

A text that is in nobody's catalogue is added, empty, to the site's own (`config/locale`); one that is used no longer is
kept there as obsolete, because a translation is somebody's work. What an app keeps in its own `locale` is left as it is.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CODE = ("articles", "comments", "config", "references")
TEMPLATES = (ROOT / "templates", *(ROOT / app / "templates" for app in CODE))
LANGUAGE = "nl"
CATALOGUE = ROOT / "config" / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
_HEADER = {
    "Project-Id-Version": "bronwijzer",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}

# Per function of django.utils.translation: which argument is the context, the text and the plural.
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_MODULE = "django.utils.translation"
_TEMPLATE_CALL = re.compile(r"\b(?:n?p?gettext|_)\(")
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+ #0-9.]*[a-zA-Z%]|\{\w*\}")

Key = tuple[str | None, str]
"""Context and text: what gettext looks a translation up by."""


@dataclass
class Message:
    """One text as the code asks for it, and every place that does."""

    context: str | None
    text: str
    plural: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What it is found by."""
        return self.context, self.text


class NotAText(ValueError):
    """A call whose text is put together while running, so that no catalogue can hold it."""


def in_python(source: str) -> Iterator[Message]:
    """Texts in calls of Django's functions, under whatever name the module imports them."""
    tree = ast.parse(source)
    names = {"_": "gettext"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == _MODULE:
            names |= {alias.asname or alias.name: _plain(alias.name) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            function = names.get(name) or (_plain(name) if isinstance(node.func, ast.Attribute) else "")
            if function in _CALLS and (found := _read(node, *_CALLS[function])):
                yield found


def in_template(source: str) -> Iterator[Message]:
    """Texts in a template's tags; Django writes each as a call, which is cut out where it parses."""
    code = templatize(source)
    for match in _TEMPLATE_CALL.finditer(code):
        end = match.end()
        while (end := code.find(")", end) + 1) > 0:
            try:
                call = code[match.start() : end]
                yield from in_python(f"from {_MODULE} import gettext, ngettext, pgettext, npgettext\n{call}")
                break
            except SyntaxError:
                continue


def in_use(root: Path = ROOT) -> dict[Key, Message]:
    """Every text in the code and the templates, in the order of the files."""
    found: dict[Key, Message] = {}
    for path, messages in _files(root):
        try:
            for message in messages:
                known = found.setdefault(message.key, message)
                known.plural = known.plural or message.plural
                if path not in known.places:
                    known.places.append(path)
        except NotAText as error:
            raise NotAText(f"{path}: {error}") from None
    return found


def catalogues() -> list[Path]:
    """The site's catalogue first: Django asks it before those of the apps."""
    own = ROOT.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po")
    return [CATALOGUE, *sorted(path for path in own if path != CATALOGUE)]


def flaws(path: Path) -> Iterator[str]:
    """What is wrong inside one catalogue: no translation, a doubtful one, a lost placeholder, an old compiled file."""
    where = path.relative_to(ROOT)
    if not path.exists():
        yield f"{where}: there is no such file"
        return
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        place = f"{where}:{entry.linenum}"
        if entry.obsolete:
            continue
        if entry.fuzzy:
            yield f"{place}: doubtful: {entry.msgid!r}"
        elif not entry.translated():
            yield f"{place}: not translated: {entry.msgid!r}"
        elif not _same_placeholders(entry):
            yield f"{place}: other placeholders than {entry.msgid!r}"
    if compiled(path) != _entries(catalogue):
        yield f"{where}: changed since it was compiled"


def problems() -> Iterator[str]:
    """Everything that stands between a reader and a Dutch text."""
    known: set[Key] = set()
    for path in catalogues():
        yield from flaws(path)
        if path.exists():
            known |= {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}
    for message in in_use().values():
        if message.key not in known:
            yield f"{message.places[0]}: in no catalogue: {message.text!r}"


def collect() -> int:
    """Bring the site's catalogue in step with the code; return how many texts were added."""
    catalogue = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    catalogue.wrapwidth = 110
    catalogue.metadata = {**catalogue.metadata, **_HEADER}
    elsewhere = {
        (entry.msgctxt, entry.msgid)
        for path in catalogues()[1:]
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }
    wanted = in_use()
    held = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    added = 0
    for key, message in wanted.items():
        entry = held.get(key)
        if entry is None and key not in elsewhere:
            entry = polib.POEntry(msgid=message.text, msgctxt=message.context)
            catalogue.append(entry)
            added += 1
        if entry is not None:
            _follow(entry, message)
    for key, entry in held.items():
        if key not in wanted:
            entry.obsolete, entry.occurrences = True, []
    catalogue.sort(key=lambda entry: (entry.obsolete, entry.occurrences[:1], entry.linenum or sys.maxsize))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    return added


def compile_all() -> None:
    """Write the compiled file beside each catalogue, from scratch."""
    for path in catalogues():
        if path.exists():
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def compiled(path: Path) -> set[tuple[str | None, str, tuple[str, ...]]]:
    """Context, text and translations in the compiled file; not its bytes, which differ between compilers."""
    file = path.with_suffix(".mo")
    return _entries(polib.mofile(str(file))) if file.exists() else set()


def _entries(catalogue: polib.POFile | polib.MOFile) -> set[tuple[str | None, str, tuple[str, ...]]]:
    return {(entry.msgctxt, entry.msgid, _texts(entry)) for entry in catalogue.translated_entries()}


def _texts(entry: polib.POEntry) -> tuple[str, ...]:
    forms: dict[int, str] = entry.msgstr_plural
    return tuple(forms[number] for number in sorted(forms)) if forms else (entry.msgstr,)


def _follow(entry: polib.POEntry, message: Message) -> None:
    """Take over where the text is used; a text that got a plural later gets places for both forms."""
    entry.obsolete = False
    entry.occurrences = [(place, "") for place in message.places]
    if message.plural and not entry.msgid_plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: entry.msgstr, 1: ""}


def _same_placeholders(entry: polib.POEntry) -> bool:
    """Each form of the translation has those of the text; "1 artikel" may leave out the number that a plural needs."""
    allowed = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
    needed = _placeholders(entry.msgid) & _placeholders(entry.msgid_plural or entry.msgid)
    loose = {"%(count)s", "%(counter)s", "%(number)s", "%d"} if entry.msgid_plural else set()
    return all(needed - loose <= _placeholders(text) <= allowed for text in _texts(entry))


def _placeholders(text: str) -> set[str]:
    return {found for found in _PLACEHOLDER.findall(text) if found != "%%"}


def _files(root: Path) -> Iterator[tuple[str, Iterator[Message]]]:
    for app in CODE:
        for path in sorted((root / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(root)), in_python(path.read_text())
    for folder in TEMPLATES:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".txt"):
                yield str(path.relative_to(root)), in_template(path.read_text())


def _plain(name: str) -> str:
    return name.removesuffix("_lazy").removesuffix("_noop")


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _read(call: ast.Call, context: int | None, text: int, plural: int | None) -> Message | None:
    """The message of a call; None where a variable passes on a text that was marked elsewhere."""
    if any(isinstance(argument, ast.JoinedStr) for argument in call.args):
        raise NotAText(f"line {call.lineno}: an f-string is put together before it can be translated")
    values = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    wanted = [None if at is None or at >= len(values) else values[at] for at in (context, text, plural)]
    if not isinstance(wanted[1], str):
        return None
    return Message(*(value if isinstance(value, str) else None for value in wanted))  # type: ignore[arg-type]


def main(arguments: list[str]) -> int:
    """Collect, compile and report; with `--check` only report. 1 where something is left to do."""
    say = sys.stdout.write
    if arguments not in ([], ["--check"]):
        say("Use: python -m config.messages [--check]\n")
        return 2
    if not arguments:
        say(f"{collect()} texts added to {CATALOGUE.relative_to(ROOT)}\n")
        compile_all()
    left = list(problems())
    say("".join(f"{problem}\n" for problem in left))
    say(f"{len(left)} problems\n" if left else "Every text is translated.\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
