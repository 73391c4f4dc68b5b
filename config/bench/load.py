"""The client: a few readers with open connections who ask one address after another. Runs in a process of its own.

Not `wrk` or `ab`: a bare machine has only Python, make and git. This client is slower than those, so requests per
second say more about ratios than about the most a server could do; CPU per request does not depend on it.

Reads one JSON line per job on stdin and answers each with one on stdout, so that it is warm after the first.
"""

import http.client
import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

CONNECTIONS = 4


@dataclass(frozen=True)
class Job:
    """What to ask: `requests` in all, or fewer when `seconds` are over first."""

    port: int
    paths: Sequence[str]
    requests: int
    seconds: float


@dataclass
class Outcome:
    """What came of a job: the time of each request in milliseconds, how long all took, bytes, and refusals."""

    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0
    bytes: int = 0
    refused: dict[str, int] = field(default_factory=dict)


def run(job: Job) -> Outcome:
    """Do the job with all connections at once."""
    outcome = Outcome()
    turns = iter(range(job.requests))
    lock = threading.Lock()
    started = time.perf_counter()

    def next_turns() -> Iterator[int]:
        while time.perf_counter() - started < job.seconds:
            with lock:
                turn = next(turns, None)
            if turn is None:
                return
            yield turn

    def reader() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", job.port, timeout=30)
        for turn in next_turns():
            path = job.paths[turn % len(job.paths)]
            begun = time.perf_counter()
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body, status = answer.read(), str(answer.status)
            except (http.client.HTTPException, OSError) as error:
                connection.close()
                body, status = b"", type(error).__name__
            took = (time.perf_counter() - begun) * 1_000
            with lock:
                if status == "200":
                    outcome.milliseconds.append(took)
                    outcome.bytes += len(body)
                else:
                    outcome.refused[f"{status} {path}"] = outcome.refused.get(f"{status} {path}", 0) + 1
        connection.close()

    readers = [threading.Thread(target=reader) for _number in range(CONNECTIONS)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()
    outcome.seconds = time.perf_counter() - started
    return outcome


def main() -> None:
    """Answer jobs until there are no more."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asdict(run(Job(**json.loads(line))))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
