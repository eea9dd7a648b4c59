"""How many jobs a run is about to plan, said before Snakemake builds their graph, which may take minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from configuration.experiments import Settings

MANY = 3_000
"""Jobs from which their number is said; planning fewer takes a few seconds."""

SECONDS_PER_JOB = 0.005
"""What Snakemake takes to plan a job; measured: 9.5 s for 2,021 and 73 s for 25,022 on 2 cores."""

DEFAULT_SNAPSHOTS_PER_JOB = 500


class JobCount(NamedTuple):
    """The jobs of an experiment that its settings multiply.

    Attributes:
        seeds: those of each seed: they train, evaluate, and write files for other programs.
        frames: those that draw frames.
    """

    seeds: int
    frames: int


def count_jobs(settings: Settings, batches: int) -> JobCount:
    """Count an experiment's jobs, without the dozen that every experiment has.

    Args:
        settings: the experiment's.
        batches: into how many jobs the frames of one seed are split.
    """
    for_each_seed = 2 + sum(settings["export"].values())
    return JobCount(seeds=for_each_seed * settings["seeds"], frames=len(settings["video"]["seeds"]) * batches)


def large_plan(experiments: Iterable[tuple[str, Settings, JobCount]]) -> str | None:
    """Say that planning takes long, why, and what makes it shorter; None where it doesn't take long.

    Args:
        experiments: of each experiment its name, its settings, and how many jobs it has.
    """
    total = 0
    reasons = []
    for name, settings, jobs in experiments:
        total += sum(jobs)
        if jobs.seeds >= MANY // 2:
            remedy = "give a comparison that many, which trains them in a few jobs"
            reasons.append(f"experiment {name} has {settings['seeds']:,} seeds; {remedy}")
        if jobs.frames >= MANY // 2:
            larger = settings["frames"]["snapshots_per_job"] < DEFAULT_SNAPSHOTS_PER_JOB
            remedy = f"raise frames.snapshots_per_job to {DEFAULT_SNAPSHOTS_PER_JOB}" if larger else "keep fewer tables"
            reasons.append(f"the frames of experiment {name} are {jobs.frames:,} jobs; {remedy}")
    if total < MANY:
        return None
    seconds = total * SECONDS_PER_JOB
    duration = f"{round(seconds / 60)} minutes" if seconds >= 90 else f"{round(seconds, -1):.0f} seconds"  # noqa: PLR2004
    why = "".join(f"\n  - {reason}" for reason in reasons)
    return f"Snakemake plans about {total:,} jobs, which takes about {duration}{':' if why else '.'}{why}"
