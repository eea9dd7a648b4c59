"""Train one agent: write the Q-table at every snapshot and the reward of every episode."""

import math
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from jobs.engines import ENGINES
from jobs.log import logging_to
from jobs.progress import reporting
from jobs.training_progress import TrainingProgress
from tabular.engines.engine import NO_TIME_LIMIT, EngineName
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.agent import AgentSettings
from tabular.learning.training import Training
from tabular.results.episodes import TrainingHistory, write_history
from tabular.results.first_updates import no_updates, note_updates
from tabular.results.folder_digest import FolderDigest
from tabular.results.q_table import write_table
from tabular.results.snapshots import SnapshotPolicy, episode_name
from tabular.statistics.windows import windows_of

snakemake: Any  # what Snakemake gives a script


MOST_REPORTS = 1000
"""How often a training pauses, at most, to print what it has reached."""


def train(
    *,
    settings: Mapping[str, Any],
    seed: int,
    window: int,
    qtables: Path,
    digest: Path,
    rewards: Path,
    visits: Path,
    first_updates: Path,
    engine: EngineName = "auto",
) -> None:
    """Train one agent, printing a line for every window of episodes.

    Args:
        settings: `environment`, `agent`, `episodes` and `snapshots`, as in the configuration.
        seed: the seed of this run.
        window: episodes per printed line.
        qtables: folder for the tables, one `.npy` a snapshot.
        digest: file that stands for the tables' contents.
        rewards: file for the rewards, one row an episode.
        visits: file for the number of times that each value was updated.
        first_updates: file for the first kept table of each value by which it had been updated.
        engine: what plays the episodes: `auto`, `compiled` or `gymnasium`; the files are the same.
    """
    episodes: int = settings["episodes"]
    snapshots = SnapshotPolicy(**settings["snapshots"]).episodes(episodes)
    made = Training(
        EnvironmentSettings(**settings["environment"]),
        AgentSettings.from_settings(settings["agent"]),
        episodes,
        seed,
        engine,
    )
    with closing(made) as training:
        print(f"engine: {training.engine}")
        after_snapshot = {episode + 1 for episode in snapshots}
        after_report = {*range(window, episodes, window * windows_per_report(episodes, window)), episodes}
        contents = FolderDigest()
        updates = no_updates(training.q_table.shape)
        kept = reported = 0
        progress = TrainingProgress(
            training.rewards,
            training.visits,
            window,
            has_time_limit=training.engine.time_limit != NO_TIME_LIMIT,
            compiles=training.engine.name == "compiled",
        )
        with reporting(progress):
            for stop in training.run(sorted(after_snapshot | after_report)):
                if stop in after_snapshot:
                    training.require_finite(kept, stop)
                    name = f"{episode_name(stop - 1, episodes)}.npy"
                    write_table(qtables / name, training.q_table)
                    contents.add(name, training.q_table.tobytes())
                    note_updates(updates, training.visits, stop - 1)
                    kept = stop
                if stop in after_report:
                    print_windows(training.rewards, reported, stop, window)
                    reported = stop
    contents.write(digest)
    write_history(rewards, training.rewards, settings, seed)
    write_table(visits, training.visits)
    write_table(first_updates, updates)


def windows_per_report(episodes: int, window: int) -> int:
    """Return how many windows to print at a time, so that long trainings don't pause more than `MOST_REPORTS` times."""
    return -(-episodes // (window * MOST_REPORTS))


def print_windows(rewards: TrainingHistory, first: int, stop: int, window: int) -> None:
    """Print a line for each window of the episodes `first` … `stop - 1`, and one for the first that terminated."""
    terminated = rewards.terminated[first:stop]
    news = first + int(terminated.argmax()) if terminated.any() and not rewards.terminated[:first].any() else stop
    summary = windows_of(rewards.returns[first:stop], window)
    columns = (summary.last_episode, summary.average, summary.minimum, summary.maximum)
    for start, (last, average, minimum, maximum) in zip(
        range(first, stop, window), zip(*(column.tolist() for column in columns), strict=True), strict=True
    ):
        end = first + last
        if start <= news <= end:
            print(
                f"episode {news}: the first to reach a terminal state (goal or failure) before the time limit, "
                f"return {rewards.returns[news]:g} after {rewards.length[news]} steps"
            )
        # Only epsilon-greedy behaviour has an epsilon, and Monte Carlo control may have no learning rate.
        exploring = "" if math.isnan(rewards.epsilon[end]) else f"epsilon {rewards.epsilon[end]:.4f}, "
        step_size = rewards.learning_rate[end]
        learning = "" if math.isnan(step_size) else f"learning rate {step_size:.4g}, "
        print(
            f"episodes {start} to {end}: average {average:.2f}, minimum {minimum:g}, maximum {maximum:g}, "
            f"{exploring}{learning}terminated {rewards.terminated[start : end + 1].sum()} of {end + 1 - start}"
        )


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        print(f"seed: {snakemake.wildcards.seed}")
        train(
            settings={
                "environment": snakemake.params.environment,
                "agent": snakemake.params.agent,
                "episodes": snakemake.params.episodes,
                "snapshots": snakemake.params.snapshots,
            },
            seed=int(snakemake.wildcards.seed),
            window=snakemake.resources.lines_every,
            engine=ENGINES[snakemake.resources.engine],
            **{name: Path(path) for name, path in snakemake.output.items()},
        )
