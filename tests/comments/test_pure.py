"""The parts that need no database: body, signals, bans, networks, tokens, stamps."""

import re
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from comments import bannable, network, spam, stamp, tokens
from comments.body import QUOTED, quoted, to_html

ADDRESSES = st.ip_addresses()


@given(st.text(max_size=300))
def test_a_body_holds_no_markup_but_ours(text: str) -> None:
    rest = re.sub(r"</?p>|<br>", "", to_html(text))
    assert "<" not in rest
    assert ">" not in rest


def test_a_body_keeps_paragraphs_and_lines() -> None:
    assert to_html("Een & twee\ndrie\n\nvier <b>") == "<p>Een &amp; twee<br>drie</p>\n<p>vier &lt;b&gt;</p>"


@given(st.text(max_size=1500))
def test_a_quote_is_the_beginning_and_never_long(text: str) -> None:
    quote = quoted(text)
    assert len(quote) <= QUOTED
    assert quote == text if len(text) <= QUOTED else text.startswith(quote.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "quote"),
    [("x" * 600, "x" * 600), ("x" * 601, "x" * 599 + "…"), ("ab, " * 200, "ab, " * 149 + "ab…")],
)
def test_a_quote_ends_at_a_word(text: str, quote: str) -> None:
    assert quoted(text) == quote


def test_addresses_in_a_body_are_not_links() -> None:
    assert to_html("Zie https://voorbeeld.nl") == "<p>Zie https://voorbeeld.nl</p>"


def _names(**values: Any) -> list[str]:
    facts = {"name": "Rosa", "text": "Dag.", "trap": "", "seconds": 60.0}
    return [signal.name for signal in spam.signals(**{**facts, **values})]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, []),
        ({"trap": "http://koop.nl"}, ["trap"]),
        ({"seconds": 1.0}, ["quick"]),
        ({"seconds": None}, ["no_stamp"]),
        ({"text": "zie https://www.a.nl"}, ["links"]),
        ({"name": "www.koop.nl"}, ["link_in_name"]),
        ({"trap": "x", "seconds": None}, ["trap", "no_stamp"]),
    ],
)
def test_signals(values: dict[str, Any], names: list[str]) -> None:
    assert _names(**values) == names


def test_links_are_counted_once_each_and_weigh_more_in_numbers() -> None:
    one = spam.signals(name="R", text="https://www.a.nl", trap="", seconds=60)
    three = spam.signals(name="R", text="https://www.a.nl http://b.nl www.c.nl", trap="", seconds=60)
    assert [(signal.detail, signal.weight) for signal in one + three] == [("1", 2), ("3", 5)]
    assert spam.score(three) >= spam.SUSPECT


def test_signals_read_as_words_also_unknown_ones() -> None:
    assert spam.in_words({"name": "links", "detail": "4"}) == "webadressen in de tekst: 4"
    assert spam.in_words({"name": "from a later version"}) == "from a later version"


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("address", " Piet@Voorbeeld.NL ", "piet@voorbeeld.nl"),
        ("domain", "@Spam.Voorbeeld.nl", "spam.voorbeeld.nl"),
        ("network", "192.0.2.77", "192.0.2.77/32"),
        ("network", "192.0.2.77/24", "192.0.2.0/24"),
        ("network", "2001:DB8::1/48", "2001:db8::/48"),
        ("network", "::ffff:192.0.2.0/120", "192.0.2.0/24"),
    ],
)
def test_a_ban_is_stored_in_one_form(kind: str, value: str, stored: str) -> None:
    assert bannable.canonical(kind, value) == stored


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("address", "piet", "address"),
        ("address", "a b@voorbeeld.nl", "address"),
        ("domain", "nl", "domain"),
        ("domain", "gmail.com", "too_many_people"),
        ("domain", "ziggo.nl", "too_many_people"),
        ("network", "0.0.0.0/0", "too_wide"),
        ("network", "::/0", "too_wide"),
        ("network", "::ffff:0:0/96", "too_wide"),
        ("network", "10.0.0.0/8", "too_wide"),
        ("network", "voorbeeld", "network"),
    ],
)
def test_what_hits_too_many_people_cannot_be_banned(kind: str, value: str, code: str) -> None:
    with pytest.raises(bannable.NotBannable) as refusal:
        bannable.canonical(kind, value)
    assert refusal.value.code == code


@given(ADDRESSES)
def test_every_network_around_a_sender_is_one_that_could_have_been_banned(address: Any) -> None:
    values = bannable.values_of(email="a@b.nl", ip=str(address))["network"]
    assert values
    assert all(bannable.canonical("network", value) == value for value in values)


def test_a_ban_on_a_domain_hits_its_parts() -> None:
    assert bannable.values_of(email="X@a.voorbeeld.nl", ip=None) == {
        "address": ["x@a.voorbeeld.nl"],
        "domain": ["a.voorbeeld.nl", "voorbeeld.nl"],
        "network": [],
    }


@given(ADDRESSES)
def test_a_truncated_address_is_a_wide_network(address: Any) -> None:
    kept = network.truncated(str(address))
    assert kept
    assert kept.endswith(("/24", "/48"))
    assert network.truncated(kept.partition("/")[0]) == kept


@pytest.mark.parametrize(
    ("ip", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", None),
        ("x", None),
        (None, None),
    ],
)
def test_truncation(ip: str | None, kept: str | None) -> None:
    assert network.truncated(ip) == kept


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        ((), "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (("127.0.0.0/8",), "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (("127.0.0.0/8",), "127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (("127.0.0.0/8", "10.0.0.0/8"), "127.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (("127.0.0.0/8",), "127.0.0.1", "", "127.0.0.1"),
        (("127.0.0.0/8",), "127.0.0.1", "rubbish", None),
        (("127.0.0.0/8",), "", "203.0.113.9", None),
    ],
)
def test_forwarded_addresses_are_believed_from_our_own_proxies_only(
    settings: Any, proxies: tuple[str, ...], remote: str, forwarded: str, expected: str | None
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert network.client_ip(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)) == expected


def test_a_token_is_new_each_time_and_only_its_hash_would_be_stored() -> None:
    (one, stored), (other, _) = tokens.new_token(), tokens.new_token()
    assert one != other
    assert stored == tokens.hash_of(one)
    assert one not in stored


@given(st.integers(min_value=1, max_value=2**63 - 1))
def test_an_unsubscribe_link_names_its_subscription(number: int) -> None:
    assert tokens.subscription_of(tokens.unsubscribe_token(number)) == number


@given(number=st.integers(min_value=1, max_value=10**6), change=st.text(min_size=1, max_size=60))
def test_a_forged_unsubscribe_link_is_nobodys(number: int, change: str) -> None:
    token = tokens.unsubscribe_token(number)
    assert tokens.subscription_of(change) == 0
    assert tokens.subscription_of(token + change) == 0
    assert tokens.subscription_of(token.replace(str(number), str(number + 1), 1)) == 0


@given(st.text(max_size=200))
def test_a_forged_stamp_has_no_age(text: str) -> None:
    assert stamp.age(text, "vitamine-d") is None


def test_a_stamp_belongs_to_one_form_and_tells_its_age() -> None:
    old = stamp.fresh("vitamine-d", seconds_ago=500)
    assert stamp.age(old, "vitamine-d") == pytest.approx(500, abs=5)
    assert stamp.age(old, "een-ander") is None


def test_a_form_shown_again_keeps_its_stamp_until_it_is_too_old() -> None:
    good, old = stamp.fresh("a", seconds_ago=90), stamp.fresh("a", seconds_ago=stamp.MAX_AGE + 1)
    assert stamp.renewed(good, "a") == good
    for bad in (old, "", "rubbish"):
        seconds = stamp.age(stamp.renewed(bad, "a"), "a")
        assert seconds is not None
        assert spam.QUICK_SECONDS < seconds < stamp.MAX_AGE
    assert stamp.age(stamp.fresh("a", seconds_ago=-100), "a") == 0
