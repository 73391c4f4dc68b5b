"""The environment helpers: what they accept, and that every refusal names the variable and where to look."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

NAME = "BRONWIJZER_TEST_VALUE"


@pytest.fixture(autouse=True)
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


def refusal(call: object, *args: object) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        call(*args)  # type: ignore[operator]
    message = str(caught.value)
    assert NAME in message
    assert "example.env" in message
    return message


def test_required_gives_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " secret ")
    assert env.required(NAME) == "secret"


@pytest.mark.parametrize("written", [None, "", "   "])
def test_required_refuses_what_is_absent_or_empty(
    monkeypatch: pytest.MonkeyPatch, written: str | None
) -> None:
    if written is not None:
        monkeypatch.setenv(NAME, written)
    assert refusal(env.required, NAME) == f"Set {NAME}; example.env lists every variable."


def test_text_falls_back_when_absent_or_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.text(NAME) == ""
    assert env.text(NAME, "nl") == "nl"
    monkeypatch.setenv(NAME, "")
    assert env.text(NAME, "nl") == "nl"
    monkeypatch.setenv(NAME, "en")
    assert env.text(NAME, "nl") == "en"


@pytest.mark.parametrize("written", ["1", "true", "TRUE", "yes", "On"])
def test_flag_on(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(NAME, written)
    assert env.flag(NAME) is True


@pytest.mark.parametrize("written", ["0", "false", "No", "OFF"])
def test_flag_off_whatever_the_default(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(NAME, written)
    assert env.flag(NAME, True) is False


def test_flag_default() -> None:
    assert env.flag(NAME) is False
    assert env.flag(NAME, True) is True


@pytest.mark.parametrize("written", ["flase", "2", "ja", "-1"])
def test_flag_refuses_what_it_would_have_to_guess(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(NAME, written)
    assert written in refusal(env.flag, NAME)


def test_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.number(NAME, 7) == 7
    monkeypatch.setenv(NAME, "12")
    assert env.number(NAME, 7, 1, 12) == 12


@pytest.mark.parametrize("written", ["twelve", "1.5", "0x10", "1 2"])
def test_number_refuses_other_text(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(NAME, written)
    assert "whole number" in refusal(env.number, NAME, 7)


@pytest.mark.parametrize(("written", "bound"), [("0", "1"), ("65536", "65535")])
def test_number_refuses_what_is_out_of_bounds(
    monkeypatch: pytest.MonkeyPatch, written: str, bound: str
) -> None:
    monkeypatch.setenv(NAME, written)
    assert f"may be is {bound}" in refusal(env.number, NAME, 8000, 1, 65535)


def test_a_default_out_of_bounds_is_refused_too() -> None:
    refusal(env.number, NAME, 0, 1)


def test_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.listing(NAME) == []
    assert env.listing(NAME, ("localhost",)) == ["localhost"]
    monkeypatch.setenv(NAME, "a.nl, b.nl ,,c.nl,")
    assert env.listing(NAME, ("localhost",)) == ["a.nl", "b.nl", "c.nl"]


def test_networks_are_checked(monkeypatch):
    monkeypatch.setenv("PROXIES", "10.0.0.0/8, 127.0.0.1,::1")
    assert env.networks("PROXIES") == ["10.0.0.0/8", "127.0.0.1", "::1"]
    monkeypatch.setenv("PROXIES", "10.0.0.0/8,proxy")
    with pytest.raises(ImproperlyConfigured, match=r"PROXIES holds 'proxy'.*example\.env"):
        env.networks("PROXIES")
