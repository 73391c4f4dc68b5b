"""Many readers who press "send" at the same moment, each over a connection of their own. Imports no Django."""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 60


@dataclass
class Sent:
    """What came of it: per form the status and the address it was sent on to, in the order of the forms."""

    answers: list[tuple[int, str]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def acknowledged(self) -> list[int]:
        """The places of the forms that were answered with a page of thanks; a form shown again is no thanks."""
        return [
            place for place, (status, onward) in enumerate(self.answers) if status in {302, 303} and onward
        ]


def send(port: int, path: str, forms: Sequence[dict[str, str]], *, at_once: int) -> Sent:
    """Post every form to `path`, `at_once` at a time; a refused connection counts as status 0.

    Each form comes from a network of its own (`X-Forwarded-For`, so the site must trust this machine as its proxy):
    what is measured is storing, not the limit on one network.
    """
    sent = Sent([(0, "")] * len(forms), [0.0] * len(forms))
    turns, lock = iter(range(len(forms))), threading.Lock()
    ready = threading.Barrier(at_once + 1)

    def reader() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.connect()
        ready.wait(PATIENCE)
        while True:
            with lock:
                turn = next(turns, None)
            if turn is None:
                break
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": f"{11 + turn % 80}.{turn // 80 % 250}.{turn // 20_000}.7",
            }
            begun = time.perf_counter()
            try:
                connection.request("POST", path, urlencode(forms[turn]), headers)
                answer = connection.getresponse()
                answer.read()
                sent.answers[turn] = answer.status, answer.getheader("Location", "")
            except (http.client.HTTPException, OSError):
                connection.close()
            sent.milliseconds[turn] = (time.perf_counter() - begun) * 1_000
        connection.close()

    readers = [threading.Thread(target=reader) for _number in range(at_once)]
    for thread in readers:
        thread.start()
    ready.wait(PATIENCE)
    started = time.perf_counter()
    for thread in readers:
        thread.join()
    sent.seconds = time.perf_counter() - started
    return sent
