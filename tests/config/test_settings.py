"""The settings as a starting process reads them: what production refuses, and that each refusal names the variable."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).resolve().parents[2] / "config" / "settings.py"
PRODUCTION = {
    "DATABASE_URL": "postgres://site:geheim@localhost:5432/bronwijzer",
    "ALLOWED_HOSTS": "bronwijzer.example,www.bronwijzer.example",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    "EMAIL_URL": "smtp+tls://site:geheim@mail.example:587",
    "DEFAULT_FROM_EMAIL": "site@bronwijzer.example",
}
READ = (
    *PRODUCTION,
    "SITE_URL",
    "REDIS_URL",
    "LOG_LEVEL",
    "HTTPS",
    "HSTS_SECONDS",
    "HSTS_SUBDOMAINS",
    "DEBUG",
    "BEHIND_PROXY",
    "TRUSTED_PROXIES",
)


def start(monkeypatch: pytest.MonkeyPatch, **changed: str) -> dict[str, Any]:
    """The settings of a production site with these variables changed."""
    for name in READ:
        monkeypatch.delenv(name, raising=False)
    for name, value in {**PRODUCTION, **changed}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(SETTINGS))


def test_production_as_it_should_be(monkeypatch):
    found = start(monkeypatch)
    assert found["SITE_URL"] == "https://bronwijzer.example"
    assert found["DATABASES"]["default"]["NAME"] == "bronwijzer"
    assert found["EMAIL_HOST"] == "mail.example"
    assert found["LOGGING"]["root"]["level"] == "WARNING"
    assert not found["DEBUG"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "bronwijzer.example, *"),
        ("ALLOWED_HOSTS", "*.bronwijzer.example"),
        ("ALLOWED_HOSTS", "https://bronwijzer.example"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", " , "),
        ("SITE_URL", "bronwijzer.example"),
        ("SITE_URL", "ftp://bronwijzer.example"),
        ("SITE_URL", "javascript:alert(1)"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://["),
        ("SITE_URL", "https://bronwijzer.example:poort"),
        ("SITE_URL", "https://bronwijzer.example/pad"),
        ("SITE_URL", "https://iemand@bronwijzer.example"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "http://localhost:6379"),
        ("REDIS_URL", "redis://"),
        ("EMAIL_URL", "consolemail://"),
        ("EMAIL_URL", "filemail:///tmp/mail"),
        ("EMAIL_URL", "memorymail://"),
        ("EMAIL_URL", "dummymail://"),
        ("EMAIL_URL", "mail.example"),
        ("EMAIL_URL", "smtp+tls://"),
        ("EMAIL_URL", "smtp://mail.example:poort"),
        ("EMAIL_URL", ""),
        ("DATABASE_URL", "bronwijzer"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("DATABASE_URL", "mysql://site@localhost/bronwijzer"),
        ("DATABASE_URL", "postgis://site@localhost/bronwijzer"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "postgres:///bronwijzer"),
        ("DATABASE_URL", "postgres://site@localhost"),
        ("DATABASE_URL", "postgres://site@localhost/"),
        ("DATABASE_URL", "postgres://site@localhost:poort/bronwijzer"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_LEVEL", "10"),
        ("HSTS_SUBDOMAINS", "misschien"),
    ],
)
def test_what_production_refuses(monkeypatch, name, value):
    with pytest.raises(ImproperlyConfigured) as caught:
        start(monkeypatch, **{name: value})
    assert name in str(caught.value)
    assert "example.env" in str(caught.value)


def test_a_refusal_does_not_repeat_a_password(monkeypatch):
    for name, scheme in (("DATABASE_URL", "mysql"), ("REDIS_URL", "http"), ("EMAIL_URL", "filemail")):
        with pytest.raises(ImproperlyConfigured) as caught:
            start(monkeypatch, **{name: f"{scheme}://site:geheim@localhost/x"})
        assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("hosts", "site"),
    [
        ("a.example,b.example", "https://a.example"),
        (".a.example,b.example", "https://b.example"),
    ],
)
def test_the_address_of_the_site_is_its_first_whole_name(monkeypatch, hosts, site):
    assert start(monkeypatch, ALLOWED_HOSTS=hosts)["SITE_URL"] == site


def test_without_a_whole_name_the_address_must_be_given(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        start(monkeypatch, ALLOWED_HOSTS=".a.example")
    given = start(monkeypatch, ALLOWED_HOSTS=".a.example", SITE_URL="http://www.a.example:8080/")
    assert given["SITE_URL"] == "http://www.a.example:8080"


@pytest.mark.parametrize(
    ("address", "host", "name"),
    [
        ("postgresql://site@db/bronwijzer", "db", "bronwijzer"),
        ("postgres:////run/postgresql/bronwijzer", "/run/postgresql", "bronwijzer"),
    ],
)
def test_databases_over_the_network_and_over_a_socket(monkeypatch, address, host, name):
    database = start(monkeypatch, DATABASE_URL=address)["DATABASES"]["default"]
    assert (database["HOST"], database["NAME"]) == (host, name)
    assert database["ENGINE"] == "django.db.backends.postgresql"
    by_option = start(monkeypatch, DATABASE_URL="postgres:///bronwijzer?host=/run/x")["DATABASES"]["default"]
    assert by_option["OPTIONS"]["host"] == "/run/x"


@pytest.mark.parametrize("address", ["redis://localhost:6379/0", "rediss://:geheim@cache.example"])
def test_a_shared_cache(monkeypatch, address):
    assert start(monkeypatch, REDIS_URL=address)["CACHES"]["default"]["LOCATION"] == address


@pytest.mark.parametrize("level", ["DEBUG", "info", "Warning", "ERROR", "CRITICAL"])
def test_every_level_of_the_log(monkeypatch, level):
    assert start(monkeypatch, LOG_LEVEL=level)["LOGGING"]["root"]["level"] == level.upper()


def test_names_below_the_site_are_left_alone_unless_asked(monkeypatch):
    found = start(monkeypatch)
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert (found["SECURE_HSTS_INCLUDE_SUBDOMAINS"], found["SECURE_HSTS_PRELOAD"]) == (False, False)
    found = start(monkeypatch, HSTS_SUBDOMAINS="1")
    assert (found["SECURE_HSTS_INCLUDE_SUBDOMAINS"], found["SECURE_HSTS_PRELOAD"]) == (True, True)
    found = start(monkeypatch, HSTS_SUBDOMAINS="1", HTTPS="0")
    assert (found["SECURE_HSTS_SECONDS"], found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (0, False)


@pytest.mark.parametrize("address", ["consolemail://", "memorymail://"])
def test_a_developers_mail_may_stay_on_the_machine(monkeypatch, tmp_path, address):
    monkeypatch.setenv("BRONWIJZER_DATA_DIR", str(tmp_path))
    found = start(monkeypatch, DATABASE_URL="", ALLOWED_HOSTS="", EMAIL_URL=address)
    assert found["LOCAL"]
    assert "smtp" not in found["EMAIL_BACKEND"]
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL.*example\.env"):
        start(monkeypatch, DATABASE_URL="", ALLOWED_HOSTS="", EMAIL_URL="duif://til")


def test_behind_a_proxy_readers_must_be_told_apart(monkeypatch):
    """Without it the whole country would share one limit on posting, and somebody would find out on a busy day."""
    with pytest.raises(ImproperlyConfigured, match=r"TRUSTED_PROXIES.*BEHIND_PROXY.*example\.env"):
        start(monkeypatch, BEHIND_PROXY="1")
    found = start(monkeypatch, BEHIND_PROXY="1", TRUSTED_PROXIES="10.0.0.0/8")
    assert found["TRUSTED_PROXIES"] == ["10.0.0.0/8"]
    assert found["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert start(monkeypatch, BEHIND_PROXY="0")["TRUSTED_PROXIES"] == []
