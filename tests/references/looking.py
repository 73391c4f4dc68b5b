"""Shared by the tests of looking up: the site told to ask our own server, and a worker that does what was enqueued."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from config.kit.http import Limits
from tests.references.service import Reply, Service, running
from tests.references.service_documents import (
    CROSSREF,
    EUROPEPMC_RESULT,
    PUBMED,
    converted,
    europepmc,
    searched,
)
from tests.references.service_naming import CROSSREF_SEARCH, ECITMATCH, crossref_works, matcher

EFETCH, ESEARCH, CONVERT, SEARCH = (
    "/pubmed/efetch.fcgi",
    "/pubmed/esearch.fcgi",
    "/idconv/",
    "/europepmc/search",
)
WORK = "/crossref/works/10.1000%2Fmade.up%282017%2917%3A1%2C40"


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """All three services on this machine, which know one study."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as one:
        point_at(settings, one.url)
        knows_all(one)
        yield one


def point_at(settings: Any, url: str) -> None:
    settings.LOOKUP = {
        "pubmed": f"{url}/pubmed",
        "converter": f"{url}/idconv/",
        "europepmc": f"{url}/europepmc",
        "crossref": f"{url}/crossref",
        "ncbi_key": "sleutel",
        "contact": "site@example.org",
    }
    settings.LOOKUP_LIMITS = Limits(connect=1, read=1.5, size=100_000, tries=1, backoff=0, patience=0)


def knows_all(service: Service) -> None:
    service.says(EFETCH, PUBMED)
    service.says(CONVERT, converted())
    service.says(ESEARCH, searched("28000001"))
    service.says(SEARCH, europepmc(EUROPEPMC_RESULT))
    service.says(WORK, CROSSREF)
    service.says(ECITMATCH, matcher())
    service.says(CROSSREF_SEARCH, crossref_works())


def knows_nothing(service: Service) -> None:
    service.says(EFETCH, '<?xml version="1.0" ?><PubmedArticleSet></PubmedArticleSet>')
    service.says(CONVERT, Reply(status=404))
    service.says(ESEARCH, searched())
    service.says(SEARCH, europepmc())
    service.says(WORK, Reply(status=404))
    service.says(ECITMATCH, matcher())
    service.says(CROSSREF_SEARCH, crossref_works())


@pytest.fixture
def run_jobs(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Work through the queue with a worker of its own connection; the queue is empty before and after."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)

    def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)

    _empty()
    yield run
    _empty()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
