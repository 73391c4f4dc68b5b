"""What the figures were measured on; without it they say nothing."""

import os
import platform
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.utils import timezone


def processor(cpuinfo: str) -> str:
    """The name of the processor in the text of /proc/cpuinfo; empty where it gives none (ARM)."""
    for line in cpuinfo.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return value.strip()
    return ""


def memory_gb(meminfo: str) -> float:
    """The memory in the text of /proc/meminfo."""
    for line in meminfo.splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) / 1024**2
    return 0.0


def describe() -> dict[str, str | int | float]:
    """Processor, memory, versions, the day, and how busy the machine was with other things."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgresql,) = cursor.fetchone()
    now: datetime = timezone.localtime()
    return {
        "processor": processor(Path("/proc/cpuinfo").read_text()) or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory_gb(Path("/proc/meminfo").read_text()), 1),
        "system": platform.release(),
        "python": platform.python_version(),
        "postgresql": postgresql,
        "load_before": round(os.getloadavg()[0], 2),
        "date": now.isoformat(timespec="minutes"),
    }
