"""The terminal of a run: one line for each job that ends, and how far the running ones are.

Snakemake's own handler prints five lines and all file names for each job. This one takes its place, but for `--verbose`
and `--logger`; the whole account stays in Snakemake's log file under .snakemake/log.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, TextIO

from jobs.progress import PROGRESS, WARNING, duration
from snakemake_interface_logger_plugins.common import LogEvent

from terminal.messages import in_a_sentence, is_of_no_use
from terminal.wording import counted, showable, some_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from terminal.dry_run import DryRun
    from terminal.run_record import FailedGroup, RunningJob, RunRecord

LOOK_EVERY = 0.5
"""Seconds between two looks at the logs of the running jobs."""

SILENCE = 4.0
"""Seconds without a line after which the output says what is running."""

REFRESH = 1.0
"""Seconds after which a terminal's last line says so anew, in its place."""

LOG_LINES = 20
"""Lines at the end of a failed job's log that are shown."""

NO_RULE = re.compile(r"MissingRuleException.*No rule to produce (?P<target>.+?) \(if you use", re.DOTALL)
"""What Snakemake says of a target that no rule makes."""

ABOUT_JOBS = {LogEvent.JOB_INFO, LogEvent.JOB_FINISHED, LogEvent.JOB_ERROR}

NEVER_SHOWN = {
    LogEvent.WORKFLOW_STARTED,
    LogEvent.PROGRESS,
    LogEvent.JOB_STARTED,
    LogEvent.RESOURCES_INFO,
    LogEvent.GROUP_INFO,
}

RED, RESET, ERASE_LINE = "\033[31m", "\033[0m", "\r\033[K"


class Screen(logging.StreamHandler[TextIO]):
    """Prints what a user wants to know of Snakemake's events.

    Attributes:
        run: what has happened so far.
        interrupted: whether the user has pressed Ctrl-C; what follows from it is not shown.
    """

    def __init__(
        self,
        stream: TextIO,
        run: RunRecord,
        dry_run: DryRun | None,
        *,
        passes: Callable[[logging.LogRecord], bool],
        is_terminal: bool,
        colored: bool,
        show_failed_logs: bool,
        jobs_to_run: Callable[[], int],
        explain: Callable[[str], str | None],
    ) -> None:
        """Say where and how to print.

        Args:
            stream: where to.
            run: takes note of all events.
            dry_run: collects what would run; None in a run that is none.
            passes: tells what may be printed at all, as `--quiet` says.
            is_terminal: whether a line can be written over, so that progress takes one line.
            colored: whether errors are red.
            show_failed_logs: whether the log of a failed job is printed.
            jobs_to_run: gives the number of jobs of this run, those that do nothing left out.
            explain: takes a target that no rule makes; says what was probably meant.
        """
        super().__init__(stream)
        self.run = run
        self.dry_run = dry_run
        self.passes = passes
        self.is_terminal = is_terminal
        self.colored = colored
        self.show_failed_logs = show_failed_logs
        self.jobs_to_run = jobs_to_run
        self.explain = explain
        self.total = 0
        self.cores: int | None = None
        self.interrupted = self.said_interruption = self.has_status = False
        self.sentence = ""
        self.in_turn: RunningJob | None = None
        self.in_turn_since = 0.0
        self.last_line = time.monotonic()
        self.closing = threading.Event()
        self.watch = threading.Thread(target=self._watch, name="screen", daemon=True)
        self.watch.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Print what is worth it."""
        job = self.run.note(record)
        if self.passes(record):
            for line in self._lines(record, job):
                self.say(line, error=record.levelno >= logging.ERROR)

    def say(self, line: str, *, error: bool = False) -> None:
        """Print a line, over the one about what is running."""
        line = showable(line, self.stream.encoding)
        self.stream.write(ERASE_LINE if self.has_status else "")
        self.stream.write(f"{RED}{line}{RESET}\n" if error and self.colored else f"{line}\n")
        self.flush()
        self.has_status = False
        self.last_line = time.monotonic()

    def say_for_now(self, line: str) -> None:
        """Print a line that the next one takes the place of, where that is possible."""
        if not self.is_terminal:
            self.say(line)
            return
        line = showable(line, self.stream.encoding)
        width = shutil.get_terminal_size().columns
        self.stream.write(
            ERASE_LINE + (line if len(line) < width else f"{line[: width - 2]}{showable('…', self.stream.encoding)}")
        )
        self.flush()
        self.has_status = True
        self.last_line = time.monotonic()

    def close(self) -> None:
        """End the thread that looks after running jobs.

        Snakemake holds the handler's lock while it calls this, and the thread may be waiting for the same lock. So
        nothing here waits for the thread: when it gets the lock, it sees that it is to end, and prints nothing.
        """
        self.closing.set()
        self.acquire()
        try:
            if self.has_status:
                self.stream.write(ERASE_LINE)
                self.flush()
                self.has_status = False
        finally:
            self.release()
        super().close()

    def _lines(self, record: logging.LogRecord, job: RunningJob | None) -> list[str]:
        """Return what is printed of an event."""
        event: Any = getattr(record, "event", None)
        if event == LogEvent.RUN_INFO:
            return self._start(record)
        if event == LogEvent.SHELLCMD:
            return [str(record.__dict__.get("cmd") or record.__dict__.get("shellcmd") or "")]
        if event in ABOUT_JOBS:
            return self._about_job(event, record, job) if job is not None and job.log is not None else []
        if event == LogEvent.GROUP_ERROR:
            return [] if self.interrupted else self._group_failure(self.run.failed_groups[-1])
        if event == LogEvent.RESOURCES_INFO:
            self.cores = record.__dict__.get("cores", self.cores)
        return [] if event in NEVER_SHOWN else self._message(record)

    def _about_job(self, event: LogEvent, record: logging.LogRecord, job: RunningJob) -> list[str]:
        """Return what is printed of a job that starts, ends or fails."""
        if event == LogEvent.JOB_FINISHED:
            return [*_warnings(job), self._end(job)]
        if event == LogEvent.JOB_ERROR:
            if self.interrupted:
                return []
            # A cluster says why it ended a job, and has a log of its own.
            cluster = [record.__dict__.get("rule_msg"), *map(_clusters_log, record.__dict__.get("log", [])[1:])]
            return [*self._failure(job), *(f"  {said}" for said in cluster if said)]
        if self.dry_run is not None:
            self.dry_run.add(record.__dict__["jobid"], job)
        return []

    def _message(self, record: logging.LogRecord) -> list[str]:
        text = str(record.msg or "").strip("\n")
        if self.dry_run is not None and text.startswith("This was a dry-run"):
            return self.dry_run.lines()
        if self.interrupted:
            return self._interruption()
        no_rule = NO_RULE.search(text)
        if no_rule is not None:
            return [self.explain(no_rule["target"]) or text]
        before, self.sentence = self.sentence, in_a_sentence(text)
        is_repeated = self.sentence == before and self.sentence != text
        return [] if not text or is_of_no_use(text) or is_repeated else [self.sentence]

    def _interruption(self) -> list[str]:
        """Say, once, what Ctrl-C leaves behind."""
        if self.said_interruption:
            return []
        self.said_interruption = True
        kept = f"{len(self.run.done)} of {counted(self.total, 'job')} done, and kept; " if self.total else ""
        return [f"Interrupted: {kept}the same command goes on from there."]

    def _start(self, record: logging.LogRecord) -> list[str]:
        """Say how much there is to do: in a dry run by rules, as Snakemake does, but once."""
        if self.total:
            return []
        self.total = self.jobs_to_run()
        if self.dry_run is not None:
            return [str(record.msg)]
        on_cores = "" if self.cores is None else f" on {counted(self.cores, 'core')}"
        return [f"{counted(self.total, 'job')} to run{on_cores}"]

    def _end(self, job: RunningJob) -> str:
        """Write the line of a job that has ended well."""
        count = f"{len(self.run.done)}/{self.total}".rjust(2 * len(str(self.total)) + 1)
        return f"{_clock()}  {count}  {job.name}, {duration(time.monotonic() - job.started)}"

    def _failure(self, job: RunningJob) -> list[str]:
        """Say which job failed, and show the end of its log."""
        lines = [f"{_clock()}  FAILED after {duration(time.monotonic() - job.started)}: {job.name}"]
        if job.log is None:
            return lines
        lines.append(f"  its log, {job.log}:")
        if self.show_failed_logs:
            lines += [f"    {line}" for line in end_of_log(job)]
        return lines

    def _group_failure(self, group: FailedGroup) -> list[str]:
        """Say which job of a cluster failed, and which of the jobs that it was had begun and not ended well."""
        jobs = counted(len(group.broken_off) + len(group.others), "job")
        lines = [f"{_clock()}  FAILED: a job of the cluster, which was {jobs} of this run"]
        lines += [f"  {_clusters_log(log)}" for log in group.logs]
        if not group.logs:  # nor does Snakemake pass on why
            lines.append("  the cluster refused it; docs/clusters.md says how to find out why")
        lines += [line for job in group.broken_off for line in self._failure(job)]
        if not group.broken_off:
            lines.append(f"  none had begun: {some_of([job.name for job in group.others])}")
        elif group.others:
            lines.append(f"  of the {counted(len(group.others), 'other job')}, no files are kept")
        return lines

    def _watch(self) -> None:
        """Print the warnings of running jobs and, when nothing else was printed for a while, how far one of them is."""
        while not self.closing.wait(LOOK_EVERY):
            self.acquire()
            try:
                if not self.closing.is_set():
                    self._say_news()
            except (OSError, ValueError):  # the terminal is gone
                return
            finally:
                self.release()

    def _say_news(self) -> None:
        if self.interrupted or self.dry_run is not None:
            return
        # Of what `--quiet` leaves out, nothing is known; jobs without a log do nothing.
        running = [job for job in list(self.run.running.values()) if job.log is not None]
        for job in running:
            for warning in _warnings(job):
                self.say(warning)
        silence = REFRESH if self.is_terminal else SILENCE
        if time.monotonic() - self.last_line >= silence and self._shows_progress():
            if running:
                self.say_for_now(self._progress(running))
            elif not self.total:
                self.say_for_now(f"{_clock()}  … finding out what there is to do")

    def _progress(self, running: Sequence[RunningJob]) -> str:
        """Say how far one job is: of those that are running, each in its turn, and for some seconds."""
        job = self.in_turn
        if job is None or job not in running or time.monotonic() - self.in_turn_since >= SILENCE - LOOK_EVERY:
            job = min(running, key=lambda one: (one.shown, one.started))
            self.in_turn, self.in_turn_since = job, time.monotonic()
        job.shown = time.monotonic()
        others = f" ({counted(len(running) - 1, 'other job')} running)" if len(running) > 1 else ""
        return f"{_clock()}  … {job.name}: {job.progress or _for_how_long(job)}{others}"

    def _shows_progress(self) -> bool:
        """Tell whether `--quiet` leaves progress to be seen."""
        record = logging.LogRecord("", logging.INFO, "", 0, "", None, None)
        record.__dict__["event"] = LogEvent.PROGRESS
        return self.passes(record)


def end_of_log(job: RunningJob) -> list[str]:
    """Return the last lines of a job's log, without its lines of progress."""
    if job.log is None:
        return []
    try:
        text = job.log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ["(there is no such file: the job ended before it could write to it)"]
    lines = [line for line in text.splitlines() if not line.startswith(PROGRESS)]
    left_out = len(lines) - LOG_LINES
    return ([f"({counted(left_out, 'line')} before)"] if left_out > 0 else []) + lines[-LOG_LINES:]


def _warnings(job: RunningJob) -> list[str]:
    """Return the warnings that have come into a job's log since the last look; remember its progress."""
    warnings = []
    for line in job.new_lines():
        if line.startswith(PROGRESS):
            job.progress = line.removeprefix(PROGRESS)
        elif line.startswith(WARNING):
            warnings.append(f"{_clock()}  {job.name}: {line}")
    return warnings


def _clusters_log(path: str) -> str:
    return f"the cluster's log: {path}"


def _for_how_long(job: RunningJob) -> str:
    return f"running for {duration(time.monotonic() - job.started)}"


def _clock() -> str:
    return time.strftime("%H:%M:%S")


def can_overwrite(stream: TextIO) -> bool:
    """Tell whether somebody looks at a stream, on a terminal that knows colours and how to erase a line."""
    return stream.isatty() and sys.platform != "win32" and os.environ.get("TERM", "dumb") != "dumb"
