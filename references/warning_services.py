"""Which services are asked about notices and counts, in the order in which they are asked."""

from collections.abc import Iterable

from references.clients.crossref import Crossref
from references.clients.europepmc import EuropePMC
from references.clients.found import Client, Teller
from references.clients.pubmed import PubMed

WARNERS = ("crossref", "pubmed")
COUNTERS = ("crossref", "europepmc")


def teller_of(source: str, clients: Iterable[Client]) -> Teller:
    """The client of a service, as one that can be asked about many works. Raises LookupError for an unknown one."""
    for client in clients:
        if client.source == source and isinstance(client, PubMed | EuropePMC | Crossref):
            return client
    raise LookupError(source)
