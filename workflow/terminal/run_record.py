"""What has happened in a run so far: which jobs are running, done and failed, with their logs."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from snakemake_interface_logger_plugins.common import LogEvent

from terminal.wording import job_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass
class RunningJob:
    """A job that Snakemake has started.

    Attributes:
        name: what it is called on the terminal.
        rule: the rule's name.
        wildcards: the values of its wildcards.
        output: the files that it makes.
        log: its log file; None for a job that does nothing itself, such as `all`.
        benchmark: the file that Snakemake writes when it has ended well.
        started: when it was started, in seconds of a clock that only goes forward.
        date: when it was started, as the dates of files are written.
        read: how many bytes of its log have been looked at.
        progress: the last line of progress in its log.
        shown: when the terminal last said how far it is.
    """

    name: str
    rule: str
    wildcards: Mapping[str, str]
    output: list[str]
    log: Path | None
    benchmark: Path | None = None
    started: float = field(default_factory=time.monotonic)
    date: float = field(default_factory=time.time)
    read: int = 0
    progress: str = ""
    shown: float = 0.0

    def new_lines(self) -> list[str]:
        """Return the whole lines that have been added to the log since the last call."""
        if self.log is None:
            return []
        # The log of an earlier run is there until the job opens its own.
        if not self._has_written(self.log):
            return []
        try:
            with self.log.open("rb") as file:
                file.seek(self.read)
                added = file.read()
        except OSError:
            return []
        whole = added[: added.rfind(b"\n") + 1]
        self.read += len(whole)
        return whole.decode("utf-8", errors="replace").splitlines()

    @property
    def broke_off(self) -> bool:
        """Whether it has begun and not ended well, of a job that no longer runs."""
        return self._has_written(self.log) and not self._has_written(self.benchmark)

    def _has_written(self, file: Path | None) -> bool:
        try:
            return file is not None and file.stat().st_mtime >= self.date
        except OSError:
            return False


@dataclass(frozen=True)
class FailedGroup:
    """A job of a cluster that was several of the run's jobs, and has failed.

    Attributes:
        broken_off: those that had begun and not ended well.
        others: the others, whose files Snakemake removes, too.
        logs: the cluster's log files.
    """

    broken_off: Sequence[RunningJob]
    others: Sequence[RunningJob]
    logs: Sequence[str]


@dataclass
class RunRecord:
    """A run.

    Attributes:
        running: the jobs that are running, by Snakemake's number.
        done: the jobs that have ended well, in that order.
        failed: those that have failed.
        failed_groups: the jobs of a cluster that have failed, where each was several of the run's jobs.
        started: when the first job was started.
    """

    running: dict[int, RunningJob] = field(default_factory=dict)
    done: list[RunningJob] = field(default_factory=list)
    failed: list[RunningJob] = field(default_factory=list)
    failed_groups: list[FailedGroup] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def note(self, record: logging.LogRecord) -> RunningJob | None:
        """Take note of one of Snakemake's events; return the job that it is about."""
        event: Any = getattr(record, "event", None)
        said = record.__dict__
        if event == LogEvent.JOB_INFO:
            return self._start(said)
        if event == LogEvent.JOB_FINISHED:
            return self._end(said["job_id"], self.done)
        if event == LogEvent.JOB_ERROR:
            return self._end(said["jobid"], self.failed)
        if event == LogEvent.GROUP_ERROR:
            self._end_group([job["jobid"] for job in said["job_error_info"]], said["aux_logs"])
        return None

    def _start(self, said: Mapping[str, Any]) -> RunningJob:
        log = Path(said["log"][0]) if said["log"] else None
        name = job_name(said["rule_name"], said["wildcards"])
        benchmark = Path(said["benchmark"]) if said.get("benchmark") else None
        job = RunningJob(name, said["rule_name"], dict(said["wildcards"]), list(said["output"]), log, benchmark)
        self.running[said["jobid"]] = job
        return job

    def _end(self, number: int, ended: list[RunningJob]) -> RunningJob | None:
        job = self.running.pop(number, None)
        if job is not None and job.log is not None:
            ended.append(job)
        return job

    def _end_group(self, numbers: Iterable[int], logs: Sequence[str]) -> None:
        jobs = [self.running.pop(number) for number in numbers if number in self.running]
        broken_off = [job for job in jobs if job.broke_off]
        self.failed += broken_off or jobs
        self.failed_groups.append(FailedGroup(broken_off, [job for job in jobs if job not in broken_off], logs))


class Recorder(logging.Handler):
    """Lets a record take note of all that Snakemake logs; prints nothing."""

    def __init__(self, run: RunRecord) -> None:
        """Take note in `run`."""
        super().__init__()
        self.run = run

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of an event."""
        self.run.note(record)
