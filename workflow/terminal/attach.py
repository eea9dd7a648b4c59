"""Putting the terminal's lines in the place of Snakemake's own."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from snakemake.logging import logger

from terminal.dry_run import DryRun
from terminal.interruption import end_at_ctrl_c
from terminal.reasons import reason_of
from terminal.run_record import Recorder, RunRecord
from terminal.screen import Screen, can_overwrite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from configuration.run import Taken
    from planning.targets import KnownTargets

SNAKEMAKES_OWN = "DefaultStreamHandler"
"""The name that Snakemake gives to the handler which prints to the terminal, unless a logger plugin does."""


class Terminal:
    """What a run shows."""

    def __init__(self, workflow: Any, known_targets: Callable[[], KnownTargets]) -> None:  # noqa: ANN401
        """Begin to take note of what happens and, unless the user chose another way, to show it.

        Args:
            workflow: Snakemake's workflow, in its main process.
            known_targets: gives what can be asked for.
        """
        self.workflow = workflow
        self.run = RunRecord()
        self._jobs: dict[int, Any] = {}
        self.screen: Screen | None = None
        for handler in logger.handlers:
            # Snakemake opens the file of its log, `.snakemake/log/…`, in the encoding of the locale.
            if isinstance(handler, logging.FileHandler) and handler.stream:
                handler.stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        settings = workflow.output_settings
        own = next((handler for handler in logger.handlers if handler.name == SNAKEMAKES_OWN), None)
        if own is None or settings.verbose or settings.debug_dag:
            # A logger plugin prints, or the user wants to see everything.
            logger.addHandler(Recorder(self.run))
        else:
            stream: Any = own
            # Snakemake's log file on a full disk: the traceback of each line that it can't take would hide the reason.
            logging.raiseExceptions = False
            self.screen = Screen(
                stream.stream,
                self.run,
                DryRun(self._reason) if settings.dryrun else None,
                passes=lambda record: bool(own.filter(record)),
                is_terminal=can_overwrite(stream.stream),
                colored=can_overwrite(stream.stream) and not settings.nocolor,
                show_failed_logs=settings.show_failed_logs,
                jobs_to_run=self._jobs_to_run,
                explain=lambda target: known_targets().explain(target),
            )
            logger.removeHandler(own)
            logger.addHandler(self.screen)
        end_at_ctrl_c(workflow, self._note_interruption)

    def say_success(self, experiments: Mapping[str, Mapping[str, Any]], taking: Mapping[str, Taken]) -> None:
        """Say where to look; the arguments are those of `ending.success`."""
        from terminal import ending  # noqa: PLC0415 (reading Parquet files takes a while to import)

        for line in ending.success(self.run.done, time.monotonic() - self.run.started, experiments, taking):
            logger.info(line)

    def say_failure(self) -> None:
        """Say what failed, if something did."""
        from terminal import ending  # noqa: PLC0415

        if self.screen is None or not self.screen.interrupted:
            for line in ending.failure(self.run.failed, self.run.done, self._jobs_to_run()):
                logger.error(line)

    def _note_interruption(self) -> None:
        if self.screen is not None:
            self.screen.interrupted = True

    def _jobs_to_run(self) -> int:
        return sum(1 for job in self.workflow.dag.needrun_jobs(exclude_finished=False) if job.log)

    def _reason(self, number: int) -> str:
        dag = self.workflow.dag
        if number not in self._jobs:
            # All at once: a search for each of many jobs would take longer with the square of their number.
            self._jobs = {dag.jobid(job): job for job in dag.jobs}
        return reason_of(dag, self._jobs[number])
