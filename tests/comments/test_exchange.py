"""Files of reactions: three formats, old encodings, and everything that is no such file."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comments import exchange
from comments.exchange import FormatError, Row, Skipped, own, rows
from comments.exchange.plain import to_plain
from comments.exchange_messages import NOTES, noted, refusal

DATA = Path(__file__).parent / "exchange_data"
WXR, DISQUS = (DATA / "wordpress.xml").read_bytes(), (DATA / "disqus.xml").read_bytes()
A_DAY = datetime(2021, 5, 30, 10, 0, tzinfo=UTC)


def read(data: bytes) -> list[Row | Skipped]:
    return list(exchange.read(io.BytesIO(data))[1])


def codes(found: list[Row | Skipped]) -> dict[str, str]:
    """What was skipped, by its number."""
    return {each.id: each.code for each in found if isinstance(each, Skipped)}


def taken(found: list[Row | Skipped]) -> dict[str, Row]:
    return {each.id: each for each in found if isinstance(each, Row)}


def test_wordpress() -> None:
    found = read(WXR)
    ours = "wordpress:oud.voorbeeld.nl:"
    assert codes(found) == {f"{ours}3": "from_a_site", f"{ours}4": "spam"}
    read_rows = taken(found)
    assert list(read_rows) == [f"{ours}{number}" for number in (2, 1, 5, 6)]
    kees = read_rows[f"{ours}2"]
    assert kees == Row(
        id=f"{ours}2",
        page="https://oud.voorbeeld.nl/2017/vitamine-d/",
        slug="vitamine-d",
        answers=f"{ours}1",
        name="Kees",
        email="kees@voorbeeld.nl",
        text="Antwoord dat eerst staat & klopt.",
        posted_at=datetime(2017, 1, 9, 11, 0, tzinfo=UTC),
        state="placed",
        line=14,
    )
    assert read_rows[f"{ours}1"].text == "Eerste alinea.\n\nTweede link (https://a.nl/x)"
    waiting = read_rows[f"{ours}5"]
    assert (waiting.state, waiting.email, waiting.name) == ("waiting", "", "")
    assert waiting.posted_at == datetime(2017, 7, 10, 7, 0, tzinfo=UTC)


def test_disqus() -> None:
    found = read(DISQUS)
    assert codes(found) == {"disqus:202": "deleted"}
    answer, question = taken(found).values()
    assert (answer.id, answer.answers, answer.text) == (
        "disqus:201",
        "disqus:200",
        "Een antwoord\nop twee regels.",
    )
    assert (question.text, question.state) == ("De vraag.\n\nMet uitleg.", "placed")
    assert question.page == "https://oud.voorbeeld.nl/artikelen/vitamine-d.html"
    assert question.posted_at == datetime(2017, 1, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("data", [WXR, DISQUS])
def test_no_network_address_is_read(data: bytes) -> None:
    assert b"203.0.113." in data
    assert "203.0.113." not in repr(read(data))


@pytest.mark.parametrize("data", [WXR, DISQUS])
@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("UTF-8", "windows-1252").replace("utf-8", "windows-1252").encode("cp1252"),
        lambda text: text.encode("cp1252"),  # and it says UTF-8
    ],
    ids=["byte order mark", "Windows line ends", "UTF-16", "Windows-1252", "Windows-1252 that says UTF-8"],
)
def test_old_encodings(data: bytes, written: Any) -> None:
    text = data.decode().replace("Rosa", "Zoë €")
    found = taken(read(written(text)))
    assert "Zoë €" in {row.name for row in found.values()}
    assert {row.text for row in found.values()} == {row.text for row in taken(read(data)).values()}


BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>&b;</title></channel></rss>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE disqus [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<disqus xmlns="http://disqus.com"><post>&x;</post></disqus>"""


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty", "leeg"),
        (b" \r\n ", "empty", "leeg"),
        (BOMB, "xml_unsafe", "entities"),
        (OUTSIDE, "xml_unsafe", "entities"),
        (b"<html><body>Hallo</body></html>", "unknown_format", "webpagina"),
        (b"PK\x03\x04abc", "unknown_format", "zip"),
        (b"%PDF-1.7 abc", "unknown_format", "pdf"),
        (b"a;b;c\n1;2;3\n", "unknown_format", "tabel"),
        (b'{"reactions": []}', "unknown_format", "JSON"),
        (b'<rss version="2.0"><channel></channel></rss>', "unknown_format", "XML"),
        (b'{"format": "bronwijzer-reactions", "version": 2, "reactions": []}', "too_new", "nieuwere"),
        (b'{"format": "bronwijzer-reactions"', "unknown_format", "Bronwijzer"),
        (b"zomaar wat tekst", "unknown_format", "WordPress"),
        (b"<disqus\0>", "not_text", "tekst"),
    ],
)
def test_what_is_refused_as_a_whole(data: bytes, code: str, says: str) -> None:
    with pytest.raises(FormatError) as refused:
        read(data)
    assert refused.value.code == code
    assert says in refusal(refused.value)


def test_more_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("references.formats.reading.LARGEST", 1000)
    monkeypatch.setattr("references.formats.reading._PIECE", 400)
    found = read(WXR)
    assert codes(found)[""] == "too_big"
    assert "50 MB" in refusal(FormatError("too_big"))


@pytest.mark.parametrize("data", [WXR, DISQUS])
def test_a_file_that_was_cut_off_gives_what_is_whole(data: bytes) -> None:
    whole = taken(read(data))
    for cut in range(1200, len(data) - 30, 97):
        found = read(data[:cut])
        last = found[-1]
        assert isinstance(last, Skipped)
        assert last.code == "truncated"
        assert last.line == data[:cut].count(b"\n") + 1 or data[:cut].endswith(b"\n")
        assert taken(found).items() <= whole.items()


def test_broken_in_the_middle_names_the_line() -> None:
    data = WXR.replace(b"<wp:comment_id>5</wp:comment_id>", b"<wp:comment_id>5</wp:nonsense>")
    [last] = [each for each in read(data) if isinstance(each, Skipped) and not each.id]
    assert last == Skipped(data[: data.index(b"nonsense")].count(b"\n") + 1, "", "broken")
    assert len(taken(read(data))) == 2


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("Gewoon", "Gewoon"),
        ("a < b en c > d", "a < b en c > d"),
        ("<p>een</p><p>twee</p>", "een\n\ntwee"),
        ("een<br/>twee", "een\ntwee"),
        ("<ul><li>een</li><li>twee</li></ul>", "- een\n- twee"),
        ("<script>alert(1)</script>na", "na"),
        ("<style>p{}</style>na", "na"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
        ('<a href="https://a.nl/">https://a.nl</a>', "https://a.nl"),
        ('<a href="https://a.nl/">hier</a>', "hier (https://a.nl/)"),
        ('<a href="javascript:alert(1)">hier</a>', "hier"),
        ("een\n\n\n\ntwee", "een\n\ntwee"),
        ("<b>dik</b><!-- niets -->", "dik"),
        ("<p onclick=x>een", "een"),
        ("<p>een</p>twee <b dan drie", "een\n\ntwee <b dan drie"),
        ("een<![<!>twee", "eentwee"),
        ("<p>een \ud800 twee\x00</p>", "een \ufffd twee"),
    ],
)
def test_html_becomes_words(html: str, plain: str) -> None:
    assert to_plain(html) == plain


@given(st.text(max_size=300))
def test_words_are_words_whatever_the_html(html: str) -> None:
    assert "\x00" not in to_plain(html)
    to_plain(f"<p>{html}</p>").encode("utf-8", "surrogatepass")


# ---- files that are made to do harm ----

COMMENT = """<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://a.nl</link><item>
<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{author}</wp:comment_author>
<wp:comment_date_gmt>2011-05-30 10:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[{content}]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>
</item></channel></rss>"""


def comment(**said: str) -> bytes:
    return COMMENT.format(
        **{"number": "5", "author": "Rosa", "content": "Ja", "parent": "0", **said}
    ).encode()


@pytest.mark.parametrize("parent", ["\u00b2", "\u0665", "-1", "0", "000", "x"])
def test_what_is_no_number_answers_nothing(parent: str) -> None:
    [found] = read(comment(parent=parent))
    assert isinstance(found, Row)
    assert found.answers == ""


def test_only_a_number_numbers_a_reaction() -> None:
    assert codes(read(comment(number="\u00b2"))) == {"": "no_id"}
    assert read(comment(number="12", parent="9" * 30))[0].id == "wordpress:a.nl:12"


@pytest.mark.parametrize("content", ["<b>" * 5_001, "a <" * 5_001])
def test_hardly_anything_but_tags_is_not_read(content: str) -> None:
    assert codes(read(comment(content=content))) == {"wordpress:a.nl:5": "too_many_tags"}
    data = DISQUS.replace(b"De vraag.", content.encode())
    assert codes(read(data))["disqus:200"] == "too_many_tags"


# What a parser may begin to read, and then has to give up.
UNITS = (
    *(
        "<a",
        "<a ",
        "<a<",
        "<a b",
        "<a b='",
        '<a href="',
        "<!--",
        "<!",
        "<![",
        "<?",
        "</",
        "</a",
        "<a/",
        "&",
        "&#",
        "&a",
    ),
    *(
        "<div>",
        "<ul><li>",
        "<b class={}>",
        "<i></b>",
        "</p>",
        "<table><td>",
        "<script>",
        "<svg></p>",
        "<plaintext>",
    ),
)


def test_the_longest_comment_costs_no_more_than_its_length() -> None:
    """In a process of its own with a limit on processor time, which reading each anew from every tag would exceed."""
    work = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (40, 40))\n"
        "from comments.exchange.plain import refused, to_plain\n"
        f"for unit in {UNITS!r}:\n"
        "    for width in (len(unit), 20):\n"
        "        text = ''.join(unit.format(n).ljust(width) for n in range(100_000 // max(width, len(unit) + 4)))\n"
        "        to_plain('<p>' + text if not refused('<p>' + text) else text[:20_000])\n"
        "        to_plain('<p>' + text[:20_000] + '>')\n"
        "from comments.exchange import read\n"
        "import io\n"
        "list(read(io.BytesIO(b'<disqus ' + b'<?xml ' * 200_000))[1])\n"
    )
    subprocess.run([sys.executable, "-c", work], cwd=DATA.parents[2], check=True)


# ---- our own format ----

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200).map(rows.words)
LINE = WORDS.map(lambda text: rows.one_line(text, rows.NAME_LIMIT))
MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC))
ROWS = st.builds(
    Row,
    id=LINE.filter(bool),
    page=LINE,
    posted_at=MOMENTS,
    answers=LINE,
    name=LINE,
    email=st.sampled_from(["", "rosa@voorbeeld.nl"]),
    text=WORDS.filter(bool),
    kind=st.sampled_from(own.KINDS),
    state=st.sampled_from(own.STATES),
    by_editor=st.booleans(),
    consent_at=st.none() | MOMENTS,
    placed_at=st.none() | MOMENTS,
)


def written(found: list[Row], *, private: bool = True) -> bytes:
    return "".join(own.write(found, site="https://x.nl", made_at=A_DAY, private=private)).encode()


@given(st.lists(ROWS, max_size=5))
def test_what_is_written_is_read_again(found: list[Row]) -> None:
    data = written(found)
    json.loads(data)
    again = read(data)
    expected = [Row(**{**vars(row), "line": number}) for number, row in enumerate(found, start=2)]
    assert again == expected


@given(st.lists(ROWS, min_size=1, max_size=3))
def test_without_private_no_address_is_in_the_file(found: list[Row]) -> None:
    assert b"rosa@" not in written(found, private=False).replace(repr(found[0].text).encode(), b"") or any(
        "rosa@" in row.text + row.name for row in found
    )


@given(st.lists(ROWS, min_size=1, max_size=4), st.data())
def test_our_own_cut_off_gives_what_is_whole(found: list[Row], data: Any) -> None:
    text = written(found)
    start = text.index(b'"reactions": [') + 14
    cut = data.draw(st.integers(start, len(text) - 4))
    again = read(text[:cut])
    assert isinstance(again[-1], Skipped)
    assert again[-1].code == "truncated"
    assert [row.id for row in again[:-1]] == [row.id for row in found][: len(again) - 1]


def _own(**row: Any) -> bytes:
    body = {"id": "a:1", "page": "x", "posted_at": A_DAY.isoformat(), "state": "placed", "text": "Ja", **row}
    return (
        b'{"format": "bronwijzer-reactions", "version": 1, "reactions": [' + json.dumps(body).encode() + b"]}"
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"id": ""}, "no_id"),
        ({"id": 5}, "no_id"),
        ({"id": "x" * 201}, "no_id"),
        ({"id": "a\nb"}, "no_id"),
        ({"posted_at": "gisteren"}, "no_date"),
        ({"posted_at": "2021-05-30T10:00:00"}, "no_date"),
        ({"posted_at": "0001-01-01T00:00:00+00:00"}, "no_date"),
        ({"posted_at": None}, "no_date"),
        ({"text": " \u200b "}, "no_text"),
        ({"text": None}, "no_text"),
        ({"text": ["x"]}, "no_text"),
        ({"text": "x" * 100_001}, "too_long"),
        ({"state": "awaiting_email"}, "unknown_state"),
        ({"state": []}, "unknown_state"),
    ],
)
def test_rows_of_ours_that_are_refused(row: dict[str, Any], code: str) -> None:
    [found] = read(_own(**row))
    assert isinstance(found, Skipped)
    assert found.code == code
    assert noted(code) != code


def test_odd_values_become_storable_ones() -> None:
    [row] = read(_own(name="A\nB\ud800" + "x" * 200, email="a@b\nBcc: c@d.nl", text="a\x00b\u202ec", kind={}))
    assert isinstance(row, Row)
    assert row.name.startswith("A B\ufffdxx")
    assert len(row.name) <= 80
    assert (row.email, row.text, row.kind) == ("", "abc", "experience")


def test_every_code_has_words() -> None:
    assert all(str(text) != code for code, text in NOTES.items())


# ---- anything at all ----

STARTS = st.sampled_from(
    [b"", b"<disqus", WXR[:900], DISQUS[:500], _own()[:60], b"\xff\xfe", b"\xef\xbb\xbf{"]
)


def judge(data: bytes) -> None:
    """A row, a reason, or a refusal: never anything else."""
    try:
        found = read(data)
    except FormatError as refused:
        assert refusal(refused)
        return
    for each in found:
        if isinstance(each, Skipped):
            assert each.code in NOTES
        else:
            json.dumps(each.as_json()).encode()
            assert "\x00" not in json.dumps(each.as_json())
            each.text.encode()


@given(STARTS, st.binary(max_size=400))
@example(b"", b"<rss http://wordpress.org/export/ \x00")
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes) -> None:
    judge(start + rest)


@given(st.sampled_from([WXR, DISQUS, _own()]), st.data())
def test_any_damage_is_survived(whole: bytes, data: Any) -> None:
    place = data.draw(st.integers(0, len(whole)))
    judge(whole[:place] + data.draw(st.binary(max_size=20)) + whole[place + data.draw(st.integers(0, 60)) :])


@pytest.mark.parametrize(
    "data",
    [
        b"<disqus>" + b"<a>" * 200_000,
        b'{"format": "bronwijzer-reactions", "version": 1, "reactions": [' + b"[" * 100_000,
        b'{"format": "bronwijzer-reactions", "version": 1, "reactions": [' + b"9" * 100_000,
        _own(text="a" * 90_000),
    ],
    ids=["deep XML", "deep JSON", "a long number", "long text"],
)
def test_large_nonsense(data: bytes) -> None:
    judge(data)
