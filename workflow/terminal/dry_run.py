"""What `snakemake -n` says: which jobs would run and why, alike ones in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.wording import counted, job_name, ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from terminal.run_record import RunningJob

AFTER = "after "
"""What the reason of a job begins with that runs only because another one does."""


class DryRun:
    """Collects the jobs that would run."""

    def __init__(self, reason: Callable[[int], str]) -> None:
        """Say where reasons come from.

        Args:
            reason: takes Snakemake's number of a job.
        """
        self.reason = reason
        self.jobs: list[tuple[RunningJob, str]] = []

    def add(self, number: int, job: RunningJob) -> None:
        """Take note of a job; one that does nothing itself is none."""
        if job.log is not None:
            self.jobs.append((job, self.reason(number)))

    def lines(self) -> list[str]:
        """Return a line for each group of jobs that run for the same reason and differ in seeds or batches only."""
        groups: dict[tuple[str, str, str, str], list[RunningJob]] = {}
        for job, reason in self.jobs:
            of = job.wildcards
            key = (job.rule, of.get("experiment", ""), of.get("comparison", ""), reason)
            groups.setdefault(key, []).append(job)
        # First what has a reason of its own.
        ordered = sorted(groups.items(), key=lambda item: item[0][-1].startswith(AFTER))
        texts = [f"  {group_name(jobs)}: {reason}" for (*_, reason), jobs in ordered]
        return [*(["What would run, and why:"] if texts else []), *texts, "Nothing was run: this was a dry run (-n)."]


def group_name(jobs: Sequence[RunningJob]) -> str:
    """Return what several jobs of a rule are called: `train taxi seeds 0 to 4 (5 jobs)`."""
    if len(jobs) == 1:
        return jobs[0].name
    shared = {key: jobs[0].wildcards[key] for key in ("experiment", "comparison") if key in jobs[0].wildcards}
    name = job_name(jobs[0].rule, shared)
    seeds = [int(job.wildcards["seed"]) for job in jobs if "seed" in job.wildcards]
    if seeds:
        name += f" seed{'s' if len(set(seeds)) > 1 else ''} {ranges(seeds)}"
    return f"{name} ({counted(len(jobs), 'job')})"
