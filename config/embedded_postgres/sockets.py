"""Where the server listens and how to ask it whether it is ready, without any library."""

import os
import socket
import struct
from enum import Enum
from pathlib import Path

NAME = "bronwijzer"  # the role and the database alike
PORT = 5432  # only names the socket file
SOCKET = f".s.PGSQL.{PORT}"
LIMIT = 107  # bytes a unix socket's path may have on Linux


class State(Enum):
    DOWN = "down"
    STARTING = "starting"
    READY = "ready"


def fits(folder: Path) -> bool:
    """Short enough, and without the signs PostgreSQL and libpq read as a list of folders."""
    name = os.fsencode(folder)
    return len(name) + len(f"/{SOCKET}") <= LIMIT and b"," not in name and b'"' not in name


def ask(folder: Path, timeout: float) -> tuple[State, int]:
    """Open a real connection, as a client would; also the process that listens (0: unknown)."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(timeout)
        try:
            caller.connect(str(folder / SOCKET))
            credentials = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            return _greet(caller), struct.unpack("3i", credentials)[0]
        except (FileNotFoundError, ConnectionRefusedError, PermissionError):
            return State.DOWN, 0
        except OSError:  # no answer in time, a full queue, a server that is just leaving
            return State.STARTING, 0


def _greet(caller: socket.socket) -> State:
    """Say who we are, as libpq does, and see whether the server lets us in or is still busy with itself."""
    body = struct.pack("!i", 196608) + f"user\0{NAME}\0database\0{NAME}\0\0".encode()
    caller.sendall(struct.pack("!i", len(body) + 4) + body)
    answer = b""
    while part := caller.recv(4096):
        answer += part
        if answer[:1] == b"E" and len(answer) > struct.unpack("!i", answer[1:5])[0]:
            return State.STARTING if b"\0C57P03\0" in answer else State.READY
        if answer.endswith(b"Z\0\0\0\5I"):
            caller.sendall(b"X\0\0\0\4")
            return State.READY
    return State.STARTING
