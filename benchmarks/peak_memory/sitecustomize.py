"""Notes the peak memory of each job: Python imports this module by itself where its folder is in PYTHONPATH."""

from __future__ import annotations

import atexit
import json
import os
import re
import sys
from pathlib import Path
from typing import Any


def note_peak() -> None:
    """Write the job's rule, its wildcards, the megabytes it was allotted, and those that it had at most."""
    job: Any = getattr(sys.modules["__main__"], "snakemake", None)
    if not hasattr(job, "rule"):
        return
    # Not `ru_maxrss`, which begins with what Snakemake's process had when it started this one.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    if peak is not None:
        noted = {
            "rule": job.rule,
            "wildcards": dict(job.wildcards.items()),
            "allotted": job.resources.mem_mb,
            "peak": int(peak[1]) / 1000,
        }
        Path(os.environ["PEAK_MEMORY_FOLDER"], f"{os.getpid()}.json").write_text(json.dumps(noted), encoding="utf-8")


atexit.register(note_peak)
