"""The last lines of a run: what there is, how good it is and where to look, or what went wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from jobs.progress import duration
from tabular.results.best_trial import read_best
from tabular.results.damage import DamagedFileError
from tabular.results.environment import RANDOM
from tabular.results.exact_solution import BEST_RETURN, read_best_return
from tabular.results.returns import read_baseline_means, read_mean_returns
from tabular.statistics.reference_returns import with_exact

from terminal.wording import counted, size_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from configuration.run import Taken

    from terminal.run_record import RunningJob

RESULTS = Path("results")

FIRST = (
    "explorer.html",
    "all.md",
    "study.md",
    "learning_curves.png",
    "learning_curve.png",
    "rewards.png",
    "qtable.png",
    "qtable.mp4",
    "qtable.avi",
)
"""Files to look at first, the most telling one first."""

PICTURES = {".html", ".png", ".mp4", ".avi", ".md"}
"""Endings of files to look at."""

MOST_EXPERIMENTS = 8
"""Experiments whose returns are written."""


def success(
    done: Sequence[RunningJob],
    seconds: float,
    experiments: Mapping[str, Mapping[str, Any]],
    taking: Mapping[str, Taken],
) -> list[str]:
    """Return the lines of a run in which nothing failed.

    Args:
        done: the jobs of the run.
        seconds: how long it took.
        experiments: the settings of all experiments.
        taking: experiments that plain `snakemake` builds and that take their settings from a study.
    """
    names = [name for name in experiments if any(job.wildcards.get("experiment") == name for job in done)]
    lines = [
        f"{counted(len(done), 'job')} done in {duration(seconds)}; {RESULTS}/ has {size_text(folder_size(RESULTS))}."
    ]
    returns = [line for name in names for line in greedy_return(name, experiments[name])]
    lines += returns[:MOST_EXPERIMENTS]
    if len(returns) > MOST_EXPERIMENTS:
        lines.append(f"  and {counted(len(returns) - MOST_EXPERIMENTS, 'experiment')} more")
    lines += [comparison(job.wildcards["comparison"]) for job in done if "comparison.md" in map(_name, job.output)]
    for study in [job.wildcards["study"] for job in done if "best.json" in map(_name, job.output)]:
        lines += best_trial(study, taking)
    picture = first_picture([file for job in done for file in job.output])
    if picture is not None:
        lines.append("All figures and videos in one file: the same command with --report report.html.")
        lines.append(f"Look first at {picture}")
    return lines


def failure(failed: Sequence[RunningJob], done: Sequence[RunningJob], total: int) -> list[str]:
    """Return the lines of a run in which jobs failed: which, where their logs are, and what is kept."""
    # A job that was tried again and ended well has not failed.
    names = {job.name: job for job in failed if job.name not in {other.name for other in done}}
    lines = [f"Failed: {name}" + (f" (log: {job.log})" if job.log else "") for name, job in names.items()]
    kept = f"{len(done)} of {counted(total, 'job')} done, and kept" if total else f"{counted(len(done), 'job')} done"
    lines.append(f"{kept}; once this is mended, the same command does the rest.")
    return lines


def greedy_return(name: str, settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line about how well an experiment's last tables play, if all of them were evaluated."""
    folder = RESULTS / name
    evaluations = [folder / f"seed-{seed}" / "evaluation.parquet" for seed in range(settings["seeds"])]
    baselines = folder / "baselines.parquet"
    if not all(path.is_file() for path in [*evaluations, baselines]):
        return
    try:
        greedy = float(np.mean([read_mean_returns(path)[1][-1] for path in evaluations]))
        random = read_baseline_means(baselines)[RANDOM]
        solved = folder / BEST_RETURN
        exact = read_best_return(solved).references if solved.is_file() else {}
    except DamagedFileError as error:
        yield f"  {name}: {error}"
        return
    seeds = f" (mean of {settings['seeds']} seeds)" if settings["seeds"] > 1 else ""
    parts = [f"greedy return {number(greedy)}{seeds}", f"random {number(random)}"]
    references = with_exact(exact, settings["references"])
    if references:
        label, best = max(references.items(), key=lambda reference: reference[1])
        parts.append(f"{label} {number(best)}" if label in exact else f"best known {number(best)} ({label})")
    yield f"  {name}: {', '.join(parts)}"


def comparison(name: str) -> str:
    """Return a line that says where a comparison is."""
    return f"  {name} compares its experiments in {RESULTS / 'comparisons' / name / 'comparison.md'}"


def best_trial(study: str, taking: Mapping[str, Taken]) -> Iterator[str]:
    """Yield lines about the best trial of a study, and about the experiments that now have other settings from it."""
    try:
        best = read_best(RESULTS / "studies" / study / "best.json")
    except DamagedFileError as error:
        yield f"  {study}: {error}"
        return
    values = ", ".join(f"{key} {value}" for key, value in best.assignment.items())
    seeds = counted(best.seeds, "seed")
    yield f"  {study}: the best trial scores {number(best.score)} over {seeds}: {values}"
    for name, taken in taking.items():
        if taken.study == study and taken.assignment != best.assignment:
            yield f"  {name} has the settings of this trial: run the same command again, which builds it with them"


def first_picture(files: Sequence[str]) -> str | None:
    """Return the file to look at first, of those that were made; None where none of them can be looked at."""
    pictures = [file for file in files if Path(file).suffix in PICTURES]
    rank = {name: place for place, name in enumerate(FIRST)}
    return min(pictures, key=lambda file: rank.get(Path(file).name, len(rank)), default=None)


def _name(file: str) -> str:
    return Path(file).name


def folder_size(folder: Path) -> int:
    """Return how many bytes the files below a folder have."""
    total = 0
    for path, _, files in os.walk(folder):
        for file in files:
            try:
                total += (Path(path) / file).lstat().st_size
            except OSError:  # removed meanwhile
                continue
    return total


def number(value: float) -> str:
    """Write a return with four digits and a proper minus."""
    return f"{value:.4g}".replace("-", "−")
