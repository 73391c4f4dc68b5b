"""Importing and exporting as an operator does it: with the commands, on the tables."""

import io
import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.actions import erasing, importing, links, retention
from comments.actions.erasing import How
from comments.actions.import_report import Outcome
from comments.enums import LinkPurpose, State
from comments.exchange import Row, own
from comments.models import Comment, Decision, Stray
from tests.comments.factories import make_comment
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "exchange_data"
WXR = "wordpress:oud.voorbeeld.nl:"
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Import a file with --json; the report, with the exit code in it."""

    def call(file: Path | str | bytes, *options: str) -> dict[str, Any]:
        if isinstance(file, bytes):
            (tmp_path / "bestand").write_bytes(file)
            file = tmp_path / "bestand"
        out = io.StringIO()
        code = 0
        try:
            call_command("import_comments", str(file), "--json", *options, stdout=out)
        except SystemExit as ended:
            code = int(str(ended.code))
        return {**json.loads(out.getvalue()), "code": code}

    return call


@pytest.fixture
def export() -> Callable[..., bytes]:
    def call(*options: str) -> bytes:
        out = io.StringIO()
        call_command("export_comments", *options, stdout=out)
        return out.getvalue().encode()

    return call


def counts(report: dict[str, Any]) -> dict[str, int]:
    return {outcome: report[outcome] for outcome in Outcome if report[outcome]}


def queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return int(cursor.fetchone()[0])


def test_wordpress_comes_in_and_waits(article: Article, run: Run) -> None:
    report = run(DATA / "wordpress.xml")
    assert counts(report) == {"new": 3, "stray": 1, "refused": 2}
    assert report["code"] == 1
    found = {each.external_id: each for each in Comment.objects.all()}
    assert {each.state for each in found.values()} == {State.WAITING}
    first, answer, loose = found[f"{WXR}1"], found[f"{WXR}2"], found[f"{WXR}5"]
    assert answer.parent == first
    assert answer.path.startswith(first.path)
    assert (answer.name, answer.email, answer.network) == ("Kees", "kees@voorbeeld.nl", None)
    assert (answer.consent_at, answer.posted_at) == (answer.posted_at, answer.posted_at)
    assert (loose.parent, loose.name, loose.email) == (None, "Anoniem", "")
    assert {line["note"] for line in report["lines"] if line["id"] == f"{WXR}5"} == {
        "het antwoordt op iets dat niet is overgenomen, en begint daarom een gesprek"
    }
    assert queued() == 0, "nobody gets mail about what was imported"


def test_the_report_has_the_order_of_the_file(article: Article, run: Run) -> None:
    """An answer that stands before what it answers is done after it, but reported where it stands."""
    lines = [line["line"] for line in run(DATA / "wordpress.xml")["lines"]]
    assert len(set(lines)) > 3
    assert lines == sorted(lines)


def test_approved_ones_stay_placed_when_asked(client: Client, article: Article, run: Run) -> None:
    run(DATA / "wordpress.xml", "--approved")
    states = dict(Comment.objects.values_list("external_id", "state"))
    assert states == {f"{WXR}1": "placed", f"{WXR}2": "placed", f"{WXR}5": "waiting"}
    decision = Decision.objects.get(comment__external_id=f"{WXR}1")
    assert (decision.verb, decision.by, decision.by_name) == ("approve", None, "import")
    assert Comment.objects.get(external_id=f"{WXR}1").announced_at
    page = client.get(article.get_absolute_url()).content.decode()
    assert page.index("Eerste alinea.") < page.index("Antwoord dat eerst staat")
    assert "alert(1)" not in page
    assert queued() == 0


def test_importing_again_changes_nothing(article: Article, run: Run) -> None:
    run(DATA / "wordpress.xml")
    before = list(Comment.objects.order_by("pk").values())
    report = run(DATA / "wordpress.xml", "--approved")
    assert counts(report) == {"existed": 3, "stray": 1, "refused": 2}
    assert list(Comment.objects.order_by("pk").values()) == before
    assert Stray.objects.count() == 1


def test_a_dry_run_says_the_same_and_stores_nothing(article: Article, run: Run) -> None:
    dry = run(DATA / "wordpress.xml", "--dry-run")
    assert not Comment.objects.exists()
    assert not Stray.objects.exists()
    assert dry == run(DATA / "wordpress.xml")


def test_what_found_no_page_is_placed_when_its_article_is_there(article: Article, run: Run) -> None:
    run(DATA / "wordpress.xml")
    stray = Stray.objects.get()
    assert (stray.external_id, stray.email) == (f"{WXR}6", "piet@voorbeeld.nl")
    assert stray.row["text"] == "Waar is mijn pagina?"
    renamed = make_article(slug="nieuw-adres")
    renamed.former_addresses.create(slug="verdwenen")
    assert counts(run(DATA / "wordpress.xml")) == {"new": 1, "existed": 3, "refused": 2}
    assert Comment.objects.get(external_id=f"{WXR}6").article == renamed
    assert not Stray.objects.exists()


def test_disqus_finds_the_page_by_its_address(article: Article, run: Run) -> None:
    assert counts(run(DATA / "disqus.xml")) == {"new": 2, "refused": 1}
    answer = Comment.objects.get(external_id="disqus:201")
    assert answer.parent
    assert answer.parent.external_id == "disqus:200"


@pytest.mark.parametrize(
    ("page", "slug"),
    [
        ("https://x.nl/vitamine-d", ""),
        ("https://x.nl/a/b/Vitamine-D/?utm=1#reacties", ""),
        ("https://x.nl/vitamine-d.html", ""),
        ("vitamine-d", ""),
        ("https://x.nl/?p=12", "vitamine-d"),
        ("http://[", "vitamine-d"),
    ],
)
def test_addresses_that_mean_the_same_article(article: Article, page: str, slug: str) -> None:
    row = Row(id="a:1", page=page, slug=slug, text="Ja", posted_at=timezone.now())
    assert importing.run(found=[row]).counts()["new"] == 1


def row(number: int, *, answers: int = 0, page: str = "vitamine-d", **values: Any) -> Row:
    facts = {"text": f"Tekst {number}", "name": f"Lezer {number}", "state": "placed", "line": number}
    return Row(
        id=f"x:{number}",
        page=page,
        answers=f"x:{answers}" if answers else "",
        posted_at=timezone.now(),
        **{**facts, **values},
    )


def test_deeper_than_three_levels_says_whom_it_answers(article: Article) -> None:
    importing.run(found=[row(number, answers=number - 1) for number in range(6, 0, -1)], approved=True)
    found = {each.external_id: each for each in Comment.objects.all()}
    assert [found[f"x:{number}"].depth for number in range(1, 7)] == [1, 2, 3, 3, 3, 3]
    assert found["x:6"].in_reply_to == found["x:5"]
    assert found["x:6"].parent == found["x:2"]


def test_answers_in_a_circle_to_nobody_and_across_pages(article: Article) -> None:
    make_article(slug="ander")
    rows = [
        row(1, answers=2),
        row(2, answers=1),
        row(3, answers=3),
        row(4, answers=99),
        row(5, answers=4),
        row(6, page="ander"),
        row(7, answers=6),
    ]
    result = importing.run(found=rows)
    assert result.counts() == {"new": 7, "existed": 0, "changed": 0, "stray": 0, "refused": 0}
    notes = {line.id: line.note for line in result.lines}
    assert notes["x:4"] == notes["x:3"] == "answered_missing"
    assert notes["x:7"] == "other_page"
    assert notes["x:5"] == ""
    assert sorted(notes[key] for key in ("x:1", "x:2")) == ["", "answered_missing"]


def test_the_same_number_twice_is_one(article: Article) -> None:
    result = importing.run(found=[row(1), row(1, text="Anders")])
    assert [(line.outcome, line.note) for line in result.lines] == [("new", ""), ("existed", "twice")]


def test_what_changed_there_is_taken_over_until_somebody_decided_here(article: Article) -> None:
    importing.run(found=[row(1), row(2)])
    Comment.objects.filter(external_id="x:2").update(state=State.PLACED, placed_at=timezone.now())
    result = importing.run(found=[row(1, text="Beter"), row(2, text="Beter")])
    assert [(line.outcome, line.note) for line in result.lines] == [("changed", ""), ("existed", "differs")]
    assert dict(Comment.objects.values_list("external_id", "body_html")) == {
        "x:1": "<p>Beter</p>",
        "x:2": "<p>Tekst 2</p>",
    }


def test_an_answer_waits_with_what_it_answers(article: Article) -> None:
    importing.run(found=[row(1, state="waiting"), row(2, answers=1)], approved=True)
    assert set(Comment.objects.values_list("state", flat=True)) == {State.WAITING}


@pytest.mark.parametrize("approved", [True, False])
@pytest.mark.parametrize("how", list(How))
def test_what_was_erased_does_not_come_back(article: Article, how: How, approved: bool) -> None:
    rows = [row(1, email="rosa@voorbeeld.nl"), row(2, email="rosa@voorbeeld.nl", page="weg")]
    importing.run(found=rows, approved=approved)
    erasing.erase(token=links.issue(purpose=LinkPurpose.MINE, email="rosa@voorbeeld.nl"), how=how, ids=None)
    make_article(slug="weg")
    importing.run(found=rows, approved=approved)
    assert not Comment.objects.filter(email="rosa@voorbeeld.nl").exists()
    assert not Comment.objects.filter(name__startswith="Lezer").exists()
    assert not Stray.objects.exclude(email="").exists()


@pytest.mark.parametrize("how", ["erased", "kept too long"])
def test_our_own_export_does_not_bring_back_what_went(
    article: Article, export: Callable[..., bytes], run: Run, client: Client, how: str
) -> None:
    """Nobody answered it, so nothing of it is left but its number, for as long as such a file can lie around."""
    make_comment(article=article, email="rosa@voorbeeld.nl", text="Geheim")
    unconfirmed = make_comment(article=article, email="rosa@voorbeeld.nl", state=State.AWAITING_EMAIL)
    data = export("--include-private")
    assert b"Geheim" in data
    if how == "erased":
        erasing.erase(
            token=links.issue(purpose=LinkPurpose.MINE, email="rosa@voorbeeld.nl"), how=How.WORDS, ids=None
        )
    else:
        long_ago = timezone.now() - timedelta(days=400)
        Comment.objects.update(state=State.REMOVED, posted_at=long_ago)
        Comment.objects.filter(pk=unconfirmed.pk).update(state=State.AWAITING_EMAIL)
        list(retention.apply())
    Stray.objects.update(imported_at=timezone.now() - timedelta(days=4000))
    list(retention.apply())
    assert not Comment.objects.exists()
    report = run(data, "--approved")
    assert counts(report) == {"existed": 1}
    assert report["lines"][0]["note"] == "hier gewist; dat komt niet terug"
    assert not Comment.objects.exists()
    assert Stray.objects.count() == 1, "what was never confirmed is in no file"
    client.force_login(make_user(superuser=True))
    assert "gewist" not in client.get("/beheer/comments/stray/").content.decode()


def test_who_may_be_in_need_comes_first(article: Article) -> None:
    need = "Ik wil niet meer leven, ik maak er een eind aan."
    importing.run(found=[row(1), row(2, text=need), row(3, text=need)], approved=False)
    priorities = dict(Comment.objects.values_list("external_id", "priority"))
    assert priorities == {"x:1": 0, "x:2": 2, "x:3": 2}
    importing.run(found=[row(1, text=need), row(2, text="Toch niet.")])
    priorities = dict(Comment.objects.values_list("external_id", "priority"))
    assert priorities == {"x:1": 2, "x:2": 0, "x:3": 2}


def test_a_quotation_from_the_article_is_no_need(article: Article) -> None:
    text = "Mensen die denken ik wil niet meer leven kunnen bellen met 113."
    Article.objects.filter(pk=article.pk).update(summary_text=text)
    importing.run(found=[row(1, text=text)])
    assert Comment.objects.get().priority == 0


def test_nothing_is_placed_in_the_future(article: Article) -> None:
    importing.run(found=[row(1, placed_at=timezone.now() + timedelta(days=9000))], approved=True)
    placed_at = Comment.objects.get().placed_at
    assert placed_at
    assert placed_at <= timezone.now()


@pytest.mark.parametrize("number", [1, 3])
def test_a_batch_asks_as_much_for_three_as_for_one(article: Article, number: int) -> None:
    rows = [row(each) for each in range(1, number + 1)]
    with CaptureQueriesContext(connection) as asked:
        importing.run(found=rows, approved=True)
    assert len(asked) == 9


# ---- out and in again ----


def shape(article: Article) -> list[tuple[Any, ...]]:
    """A thread without its numbers: what stands where, and what it answers."""
    order = {each.pk: place for place, each in enumerate(article.comments.order_by("path"))}
    return [
        (
            each.name,
            each.text,
            each.state,
            each.depth,
            order.get(each.parent_id),
            order.get(each.in_reply_to_id),
            each.by_editor,
            each.posted_at,
            each.kind,
            each.email,
        )
        for each in article.comments.order_by("path")
    ]


def make_thread(article: Article) -> None:
    first = make_comment(article=article, text="Één “aanhaling” & <b>", kind="question")
    second = make_comment(reply_to=first, by_editor=True)
    third = make_comment(reply_to=second)
    make_comment(article=article, parent=None, in_reply_to=third)
    make_comment(article=article, text="Los")


def test_out_and_in_again_is_the_same_thread(
    article: Article, export: Callable[..., bytes], run: Run
) -> None:
    make_thread(article)
    before = shape(article)
    data = export("--include-private")
    assert counts(run(data, "--approved")) == {"existed": 5}, "this site knows its own numbers"
    Comment.objects.order_by("-path").delete()
    assert counts(run(data.replace(b"bronwijzer:127.0.0.1:8000", b"bronwijzer:andere.nl"), "--approved")) == {
        "new": 5
    }
    assert shape(article) == before


def test_by_default_no_addresses_and_only_what_readers_see(
    article: Article, export: Callable[..., bytes]
) -> None:
    parent = make_comment(article=article, text="Weggehaald", email="geheim@voorbeeld.nl")
    make_comment(reply_to=parent, text="Antwoord", name="Kees")
    Comment.objects.filter(pk=parent.pk).update(state=State.REMOVED)
    make_comment(article=article, state=State.WAITING, text="Wacht nog")
    data = json.loads(export())
    place, answer = data["reactions"]
    assert (place["state"], answer["text"], answer["in_reply_to"]) == ("removed", "Antwoord", place["id"])
    assert "Weggehaald" not in str(data)
    assert "Wacht nog" not in str(data)
    assert "@" not in str(data)
    private = json.loads(export("--include-private"))
    assert {each["text"] for each in private["reactions"]} == {"Weggehaald", "Antwoord", "Wacht nog"}
    assert "geheim@voorbeeld.nl" in str(private)


def test_an_empty_place_comes_in_as_one(client: Client, article: Article, run: Run) -> None:
    rows = [
        Row(id="y:1", page="vitamine-d", state="removed", posted_at=timezone.now()),
        row(2, answers=0, text="Blijft"),
    ]
    rows[1] = Row(**{**vars(rows[1]), "answers": "y:1"})
    data = "".join(own.write(rows, site="", made_at=timezone.now(), private=True)).encode()
    assert counts(run(data, "--approved")) == {"new": 2}
    page = client.get(article.get_absolute_url()).content.decode()
    assert page.index("Deze reactie is verwijderd.") < page.index("Blijft")


def test_one_article_and_a_file_only_its_owner_reads(
    article: Article, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_comment(article=article)
    make_comment()
    place = tmp_path / "uit.json"
    call_command("export_comments", "--article", "vitamine-d", "--output", str(place))
    assert len(json.loads(place.read_bytes())["reactions"]) == 1
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert "1 reactie" in capsys.readouterr().err
    with pytest.raises(CommandError) as refused:
        call_command("export_comments", "--article", "bestaat-niet")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError):
        call_command("export_comments", "--output", str(tmp_path / "geen" / "map"))


# ---- what an operator types wrong ----


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04", b"\x00" * 50])
def test_another_file_is_refused_and_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "iets"
    file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_comments", str(file))
    assert refused.value.returncode == 2
    assert str(file) in str(refused.value)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    for place in (tmp_path / "niet", tmp_path):
        with pytest.raises(CommandError) as refused:
            call_command("import_comments", str(place))
        assert refused.value.returncode == 2


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "groot"
    with file.open("wb") as made:
        made.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(CommandError) as refused:
        call_command("import_comments", str(file))
    assert "50 MB" in str(refused.value)


def test_the_report_for_a_person(article: Article, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("import_comments", str(DATA / "wordpress.xml"))
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "3 nieuw, 0 al aanwezig, 0 gewijzigd, 1 niet geplaatst, 2 geweigerd."
    assert (
        f"Regel 42, {WXR}3: geweigerd. geen reactie, maar een bericht van een andere website (pingback)"
        in said.err
    )


def test_a_file_that_was_cut_off_keeps_the_good_ones(article: Article, run: Run) -> None:
    report = run((DATA / "wordpress.xml").read_bytes()[:2600], "--approved")
    assert counts(report) == {"new": 2, "refused": 2}
    assert any("middenin" in line["note"] for line in report["lines"])
