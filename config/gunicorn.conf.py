"""gunicorn's settings, for the demo and for production; what differs comes from the environment.

There is no access log on purpose: who read which page about which cancer is health data.
"""

from pathlib import Path
from typing import Any

from config import env
from config.logs import DiscreetFilter

bind = env.text("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = env.number("WEB_CONCURRENCY", 2, minimum=1, maximum=64)
threads = env.number("WEB_THREADS", 4, minimum=1, maximum=64)
# Each worker has its own database connections; sharing one loaded copy would share their sockets as well.
preload_app = False
# A worker is renewed now and then, so a slow leak in any library never grows old; not all at the same moment.
# Not too often: a new worker costs a second of processor time before it serves.
max_requests = 20_000
max_requests_jitter = 2_000
timeout = 30
graceful_timeout = env.number("WEB_GRACEFUL_TIMEOUT", 30, minimum=1, maximum=300)
keepalive = 5
# The heartbeat file must never wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes an unnamed file
# New in gunicorn 27: a socket below the home folder, which a container or a service user may not have.
control_socket_disable = True
accesslog = None
errorlog = "-"


def on_starting(server: Any) -> None:
    """Keep addresses out of the error log too: a malformed request is logged with where it came from."""
    server.log.error_log.addFilter(DiscreetFilter())
