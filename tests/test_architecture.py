"""The house rules of `design.md` that code can be held to: who imports whom, what stays pure, how long a file is."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("references", "articles", "comments")
MAY_IMPORT = {
    "references": {"references"},
    "articles": {"articles", "references"},
    "comments": {"comments", "articles", "references"},
}
SHELF = (
    "config.kit",
    "config.jobs",
)  # what every app may take from config: the shelf, and the door to the job queue
PURE = [
    "references/records.py",
    "references/identifiers.py",
    "references/registries.py",
    "references/links.py",
    "references/pasting.py",
    "references/rich_text.py",
    "references/formats/*.py",
    "references/matching/*.py",
    "references/pasted/*.py",
    "references/styles/*.py",
    "articles/workflow.py",
    "articles/page_import/reading.py",
    "articles/page_import/reader.py",
    "articles/page_import/abstracts.py",
    "articles/page_import/source_line.py",
    "comments/moves.py",
    "comments/body.py",
    "comments/bannable.py",
    "comments/exchange/*.py",
    "comments/folding.py",
    "comments/loep/[!w]*.py",  # all but `words`
    "comments/learning/*.py",
    "config/kit/text.py",
    "config/kit/html.py",
]
# An enum is a list of words; that Django's TextChoices carries it does no harm to a table of moves. So is `words`.
NOT_PURE_BUT_ALLOWED = {"articles.enums", "comments.enums", "comments.loep.words"}
LAYERS = [
    "models",
    "actions",
    "forms",
    "views",
]  # each may know those before it, not those after; admin is like views
LONGEST_FILE = 300  # lines of code
LONGEST_TEST = 500  # lines
CAST_OF_PEERS = {"admin": "views", "urls": "views", "management": "views", "templatetags": "views"}


def sources(folder: str) -> list[Path]:
    """The Python files below a folder, migrations left out."""
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> list[str]:
    """Every module a file imports, wherever in the file: `from a import b` counts as `a.b`."""
    found: list[str] = []
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*above, *([node.module] if node.module else [])])
            found += (f"{start}.{alias.name}" for alias in node.names)
    return found


def within(name: str, packages: set[str] | tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def ours(name: str) -> bool:
    return within(name, (*APPS, "config", "tests"))


def where(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("app", APPS)
def test_apps_import_downwards_only(app):
    wrong = [
        f"{where(path)} imports {name}"
        for path in sources(app)
        for name in imports(path)
        if ours(name) and not within(name, MAY_IMPORT[app]) and not within(name, SHELF)
    ]
    assert wrong == []


def test_the_shelf_and_the_job_door_know_no_app():
    files = [*sources("config/kit"), ROOT / "config/jobs.py"]
    wrong = [
        f"{where(path)} imports {name}"
        for path in files
        for name in imports(path)
        if ours(name) and not within(name, ("config.kit", "config.env"))
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_name_in_a_string_dodges_the_direction(app):
    """A model, address or module of an app above, named as text: the import would be hidden, the knowledge is not."""
    above = [other for other in APPS if other not in MAY_IMPORT[app]]
    if not above:
        return
    named = re.compile(rf"^(?:{'|'.join(above)})[.:]\w")
    wrong = [
        f"{where(path)}:{node.lineno} names {node.value!r}"
        for path in sources(app)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and named.match(node.value)
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_import_hides_in_a_function(app):
    """Only `ready()` has a reason to: models load after the apps."""
    wrong = [
        f"{where(path)}:{inner.lineno}"
        for path in sources(app)
        if path.name != "apps.py"
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_module_is_found_by_name_and_no_signal_is_sent(app):
    """`import_module`, `get_model` and signals reach code that no reader of the imports would expect."""
    dodges = {
        "importlib",
        "pkgutil",
        "django.dispatch",
        "django.db.models.signals",
        "django.utils.module_loading",
    }
    wrong = [
        f"{where(path)} imports {name}"
        for path in sources(app)
        for name in imports(path)
        if within(name, dodges)
    ]
    wrong += [
        f"{where(path)}:{node.lineno}"
        for path in sources(app)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", ""))
        in {"get_model", "__import__", "import_module"}
    ]
    assert wrong == []


@pytest.mark.parametrize("pattern", PURE)
def test_pure_modules_import_no_django(pattern):
    """Not themselves, and not through a module of ours."""
    files = sorted(ROOT.glob(pattern))
    assert files, f"no file matches {pattern}; correct the list"
    wrong = [f"{where(path)}: {chain}" for path in files for chain in impurities(path)]
    assert wrong == []


def impurities(path: Path) -> Iterator[str]:
    """The ways from a module to Django, each as the modules on the way; every module is looked at once."""
    waiting, seen = [(path, "")], {path}
    while waiting:
        file, way = waiting.pop()
        for name in imports(file):
            if within(name, ("django",)):
                yield way + name
            elif ours(name) and not within(name, NOT_PURE_BUT_ALLOWED):
                target = module_file(name)
                if target and target not in seen:
                    seen.add(target)
                    waiting.append((target, f"{way}{name} → "))


def module_file(name: str) -> Path | None:
    """The file that holds a module, or the module that holds a name."""
    for candidate in (name, name.rpartition(".")[0]):
        place = ROOT / candidate.replace(".", "/")
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if file.exists():
                return file
    return None


@pytest.mark.parametrize("app", APPS)
def test_layers_inside_an_app(app):
    """views, admin, commands → forms → actions → models: a model knows no action, an action knows no form."""
    wrong = []
    for path in sources(app):
        layer = layer_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name in imports(path):
            other = layer_of(name)
            if layer and other and LAYERS.index(other) > LAYERS.index(layer):
                wrong.append(f"{where(path)} imports {name}")
    assert wrong == []


def layer_of(name: str) -> str | None:
    """The layer a module of an app stands in; None for the pure and reading modules beside them."""
    parts = name.split(".")
    if parts[0] not in APPS or len(parts) < 2:
        return None
    layer = CAST_OF_PEERS.get(parts[1], parts[1])
    return layer if layer in LAYERS else None


def lines_of_code(source: str) -> int:
    """Lines that carry code: no blanks, comments or docstrings."""
    skipped = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in skipped:
            code.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and body:
            first = body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                code -= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return len(code)


@pytest.mark.parametrize("folder", [*APPS, "config"])
def test_files_stay_short(folder):
    """A longer file says in its docstring for which reason it is one file."""
    wrong = []
    for path in sources(folder):
        source = path.read_text()
        count = lines_of_code(source)
        if count > LONGEST_FILE and "reason" not in (ast.get_docstring(ast.parse(source)) or ""):
            wrong.append(f"{where(path)}: {count} lines of code")
    assert wrong == []


def test_test_files_stay_short():
    wrong = [where(path) for path in sources("tests") if path.read_text().count("\n") > LONGEST_TEST]
    assert wrong == []


def test_the_counter_counts_code_only():
    """The rule above rests on it."""
    source = (
        '"""Doc\nstring."""\n\n# comment\nX = """a\nb"""\n\n\ndef f():\n    """Doc."""\n    return X  # why\n'
    )
    assert lines_of_code(source) == 4


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from articles.models import Article", ["articles.models.Article"]),
        ("def f():\n    import comments.models", ["comments.models"]),
        ("from . import work", ["references.models.work"]),
        ("from ..reading import study_of", ["references.reading.study_of"]),
        ("if TYPE_CHECKING:\n    from config import groups", ["config.groups"]),
    ],
)
def test_no_import_is_overlooked(tmp_path, monkeypatch, line, found):
    """The import rules rest on it: relative imports, and imports inside functions and conditions."""
    file = tmp_path / "references" / "models" / "example.py"
    file.parent.mkdir(parents=True)
    file.write_text(line)
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    assert imports(file) == found
