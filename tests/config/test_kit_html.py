"""The sanitiser: what may stay, what old markup becomes, what never passes, and that cleaning twice changes nothing."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.kit.html import ATTRIBUTES, TAGS, from_paragraphs, sanitize, to_text

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='blob:https://x/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/\t/evil.example/'>x</a>",
    "<a href='/\n/evil.example/'>x</a>",
    "<a href='\x01//evil.example/'>x</a>",
    "<a href=' //evil.example/'>x</a>",
    "<a href='\\\\evil.example/'>x</a>",
    "<a href='/\\evil.example/'>x</a>",
    "<a href='/&Tab;\\evil.example/'>x</a>",
    "<a href='&#1;&#9;//evil.example/'>x</a>",
    "<a href='x' onclick='alert(1)' style='position:fixed'>x</a>",
    "<a href='x' target=_blank rel=opener>x</a>",
    "<p style='background:url(javascript:alert(1))' class=x id=y>x</p>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php echo 1 ?><img src=x onerror=alert(1)>",
    "<p title='<i onmouseover=alert(1) x='>x</p>",
    "<abbr title='\"><img src=x onerror=alert(1)>'>x</abbr>",
    "<div title='<div><b' onclick=alert(1)><b onclick=alert(1)>x",
    "<i/onclick=alert(1)>x</i>",
    "<b\x0conclick=alert(1)>x</b>",
    "<td background=javascript:alert(1)>x</td>",
    "<table><td><script>alert(1)</script></table>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<details open ontoggle=alert(1)>x</details>",
    "<pre><script>alert(1)</script></pre>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<a href='/x' title='a <i b'>x</a><div>y",
]
ALLOWED = {name for names in ATTRIBUTES.values() for name in names} | {"rel", "title", "lang"}


class Seen(HTMLParser):
    """What a page would hold: tags, attributes and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]


def assert_harmless(html: str) -> None:
    seen = Seen(html)
    assert seen.tags <= TAGS
    assert seen.attributes <= ALLOWED
    for address in seen.addresses:
        # As browsers read it (WHATWG URL Standard, 4.4): control characters around and line ends inside are skipped.
        read = re.sub(r"[\t\r\n]", "", address.strip("".join(map(chr, range(33))))).replace("\\", "/")
        parts = urlsplit(urljoin("https://bronwijzer.example/a/", read))
        assert parts.scheme in {"http", "https", "mailto", "tel"}
        if not re.match(r"(?:https?|mailto|tel):", read, re.IGNORECASE):
            assert parts.netloc == "bronwijzer.example"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_passes(attack):
    cleaned = sanitize(attack)
    assert_harmless(cleaned)
    assert "alert(1)" not in re.sub(r"&lt;.*?(?:&gt;|$)|title=\"[^\"]*\"|>[^<]*<|^[^<]*$", "", cleaned)
    assert sanitize(cleaned) == cleaned


MARKUP = """<p> </p> <div> </div> <b> </b> <i> </i> <a> </a> <table> </table> <tr> <td> </td> <th> <ul> <li> </li> </ul>
<h1> </h1> <h5> <pre> </pre> <dl> <dt> <dd> <br> <hr> <strong> </strong> <em> </em> <section> </section> <blockquote>
</blockquote> <caption> <sub> </sub> <script> </script> <svg> <math> <style> </style> <!-- --> <form> <select> <option>
<template> <textarea> </textarea> <frameset> woord & &lt; &amp;lt; < >"""
PIECES = st.sampled_from([*MARKUP.split(), "<a href='/x'>", "<p title='a<i b'>", "'", '"', " ", "\n"])
HTML = st.one_of(
    st.text(max_size=80), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=25).map("".join)
)


@settings(max_examples=500, deadline=None)
@given(HTML)
def test_cleaning_twice_is_cleaning_once(html):
    cleaned = sanitize(html)
    assert sanitize(cleaned) == cleaned


@settings(max_examples=300, deadline=None)
@given(HTML)
def test_only_what_is_allowed_comes_out(html):
    assert_harmless(sanitize(html))


@pytest.mark.parametrize(
    ("html", "cleaned", "text"),
    [
        ("<div>een</div><div>twee</div>", "<p>een</p><p>twee</p>", "een\ntwee"),
        ("een<div>twee</div>drie", "een<p>twee</p>drie", "een\ntwee\ndrie"),
        (
            "<td>ja</td><td>nee</td>",
            "<table><tbody><tr><td>ja</td><td>nee</td></tr></tbody></table>",
            "ja\nnee",
        ),
        (
            "<table><tr><th>ja</th><td>nee</td></tr></table>",
            "<table><tbody><tr><th>ja</th><td>nee</td></tr></tbody></table>",
            "ja\nnee",
        ),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>", "a\nb"),
        ("<pre>a</pre><section>b</section><article>c</article>", "<p>a</p><p>b</p><p>c</p>", "a\nb\nc"),
        ("<p>a<div>b</div>", "<p>a</p><p>b</p>", "a\nb"),
        ("<div>a<p>b</p>c</div>", "<p>a</p><p>b</p><p>c</p>", "a\nb\nc"),
        ("<div><div>a</div></div>", "<p>a</p>", "a"),
        ("<div>\n<p>a</p>\n</div>", "<p>a</p>", "a"),
        ("<div>a<ul><li>b</li></ul></div>", "<p>a</p><ul><li>b</li></ul>", "a\nb"),
        ("<li><div>a</div><div>b</div></li>", "<li><p>a</p><p>b</p></li>", "a\nb"),
        ("<h1>a</h1><h6>b</h6>", "<h2>a</h2><h4>b</h4>", "a\nb"),
        ("<B>a</B> <i class=x>b</i>", "<strong>a</strong> <em>b</em>", "a b"),
        (
            "<div><b>a<div>b</div></b></div>",
            "<p><strong>a</strong></p><p><strong>b</strong></p>",
            "a\nb",
        ),
        ("<p>1 < 2 &amp; &lt;b&gt;</p>", "<p>1 &lt; 2 &amp; &lt;b&gt;</p>", "1 < 2 & <b>"),
        ("<p>x\x00y</p>", "<p>xy</p>", "xy"),
        ("a<br>b", "a<br>b", "a\nb"),
    ],
)
def test_what_becomes_of_it(html, cleaned, text):
    assert sanitize(html) == cleaned
    assert to_text(html) == text
    assert to_text(cleaned) == text


@pytest.mark.parametrize("typed", ["a <i b", "a <b> b", "</div>", "<div>", "<h1 x", "<td>"])
def test_words_inside_an_attribute_stay_as_typed(typed):
    cleaned = sanitize(f"<abbr title='{typed}'>x</abbr><b>y</b>")
    escaped = typed.replace("<", "&lt;").replace(">", "&gt;")
    assert cleaned == f'<abbr title="{escaped}">x</abbr><strong>y</strong>'


@pytest.mark.parametrize(
    "address",
    ["/artikel/", "artikel", "#deel", "?q=x", "https://a.nl/b//c", "mailto:a@b.nl", "tel:+31", "/a//b"],
)
def test_ordinary_addresses_stay(address):
    assert Seen(sanitize(f"<a href='{address}'>x</a>")).addresses == [address]


@pytest.mark.parametrize(
    "address", ["//x", "/\t/x", "/\n/x", "/\r/x", "\x01//x", "\x1f/\\x", " //x", "\\\\x", "/\t\\x", "\t\n//x"]
)
def test_an_address_that_leaves_the_site_without_saying_so_is_dropped(address):
    assert Seen(sanitize(f"<a href='{address}'>x</a>")).addresses == []


@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=60), max_size=4
    )
)
def test_paragraphs_keep_every_character(texts):
    lines = [" ".join(text.split()) for text in texts]
    assert to_text(from_paragraphs(lines)).split("\n") == ([line for line in lines if line] or [""])
