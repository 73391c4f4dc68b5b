"""Shared by all tests: a strict client, what happens without a browser, and the rule that nothing is mocked."""

import os
import re
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

LOOPBACK = ("127.", "::1", "localhost", "/")
NO_CHROMIUM = "there is no Chromium here; get it with: apt install chromium"


def chromium_path() -> str | None:
    """The browser that the browser tests drive, if there is one; the variable CHROMIUM names another."""
    names = (
        [os.environ["CHROMIUM"]]
        if os.environ.get("CHROMIUM")
        else ["chromium", "chromium-browser", "google-chrome"]
    )
    return next((path for name in names if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in `browser` needs one."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave the test out where there is no Chromium, unless the run insists on it."""
    if item.get_closest_marker("browser") and chromium_path() is None:
        if os.environ.get("BRONWIJZER_REQUIRE_BROWSER", "0") not in {"", "0"}:
            pytest.fail(NO_CHROMIUM, pytrace=False)
        pytest.skip(NO_CHROMIUM)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in one line what was left out; a skipped test is easily overlooked."""
    skipped = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if NO_CHROMIUM in str(report.longrepr)
    ]
    if skipped:
        files = ", ".join(sorted({nodeid.partition("::")[0] for nodeid in skipped}))
        terminalreporter.write_line(
            f"Left out: {len(skipped)} browser tests ({files}); {NO_CHROMIUM}", yellow=True, bold=True
        )


class StrictClient(Client):
    """Refuses pages with inline code, unrendered template braces or a third party's address in a loading attribute."""

    def request(self, **request: Any) -> HttpResponse:
        """Make the request, then look at what came back."""
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            page = response.content.decode()
            admin = request.get("PATH_INFO", "").startswith("/beheer/")
            assert "{{" not in page, "unrendered braces"
            assert "{%" not in page, "unrendered tag"
            if not admin:
                assert not re.search(r"<script(?![^>]*\bsrc=)", page), "inline script"
                assert not re.search(r"<[a-z][^>]*\s(?:on[a-z]+|style)=", page), "inline handler or style"
                assert not re.search(r"<(?:script|img|iframe)[^>]*src=\"(?:https?:)?//", page), (
                    "third-party request"
                )
        return response


class QuickHasher(PBKDF2PasswordHasher):
    """One round instead of a million: tests make many people. What it writes, the real one reads."""

    iterations = 1


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Making a person must not be the slowest part of a test."""
    settings.PASSWORD_HASHERS = ["tests.conftest.QuickHasher"]


@pytest.fixture
def client() -> Client:
    """An anonymous reader."""
    return StrictClient()


@pytest.fixture(autouse=True)
def _only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if not str(host).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def _no_static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder for WhiteNoise, which warns about one that is not there."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any, _no_static_files: Path) -> None:
    """Static addresses without fingerprints: tests must not depend on a collectstatic that somebody ran before."""
    settings.STATIC_ROOT = _no_static_files
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Counters of one test never limit the next."""
    cache.clear()


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """A strict client for somebody who is signed in."""

    def make(user: Any) -> Client:
        client = StrictClient()
        client.force_login(user)
        return client

    return make
