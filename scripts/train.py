"""Train one agent: write the Q-table at every snapshot and the reward of every episode."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tabular.environments import EnvironmentSettings
from tabular.job_log import logging_to
from tabular.q_learning import QLearning
from tabular.q_table import write_table
from tabular.rewards import EpisodeRewards, write_rewards
from tabular.snapshots import SnapshotPolicy, episode_name
from tabular.training import Training

snakemake: Any  # what Snakemake gives a script


def train(*, settings: Mapping[str, Any], seed: int, window: int, qtables: Path, rewards: Path) -> None:
    """Train one agent, printing a line for every window of episodes.

    Args:
        settings: `environment`, `agent`, `episodes` and `snapshots`, as in the configuration.
        seed: the seed of this run.
        window: episodes per printed line.
        qtables: folder for the tables, one `.npy` a snapshot.
        rewards: file for the rewards, one row an episode.
    """
    episodes: int = settings["episodes"]
    snapshots = set(SnapshotPolicy(**settings["snapshots"]).episodes(episodes))
    training = Training(
        EnvironmentSettings(**settings["environment"]),
        QLearning.from_settings(settings["agent"]),
        episodes,
        seed,
    )
    after_snapshot = {episode + 1 for episode in snapshots}
    after_window = {*range(window, episodes, window), episodes}
    reported = 0
    for stop, table in training.run(sorted(after_snapshot | after_window)):
        if stop in after_snapshot:
            write_table(qtables / f"{episode_name(stop - 1, episodes)}.npy", table)
        if stop in after_window:
            print_window(training.rewards, reported, stop)
            reported = stop
    write_rewards(rewards, training.rewards, settings, seed)


def print_window(rewards: EpisodeRewards, first: int, stop: int) -> None:
    """Print what the episodes `first` … `stop - 1` brought, and whether one of them is the first to terminate."""
    reward = rewards.reward[first:stop]
    if not rewards.terminated[:first].any() and rewards.terminated[first:stop].any():
        episode = first + int(rewards.terminated[first:stop].argmax())
        print(
            f"episode {episode}: the first to reach a terminal state (goal or failure) before the time limit, "
            f"reward {rewards.reward[episode]:g} after {rewards.length[episode]} steps"
        )
    print(
        f"episodes {first} to {stop - 1}: average {reward.mean():.2f}, minimum {reward.min():g}, "
        f"maximum {reward.max():g}, epsilon {rewards.epsilon[stop - 1]:.4f}, "
        f"learning rate {rewards.learning_rate[stop - 1]:.4g}, "
        f"terminated {rewards.terminated[first:stop].sum()} of {stop - first}"
    )


if __name__ == "__main__":
    with logging_to(snakemake.log[0]):
        train(
            settings={
                "environment": snakemake.params.environment,
                "agent": snakemake.params.agent,
                "episodes": snakemake.params.episodes,
                "snapshots": snakemake.params.snapshots,
            },
            seed=int(snakemake.wildcards.seed),
            window=snakemake.resources.lines_every,
            qtables=Path(snakemake.output.qtables),
            rewards=Path(snakemake.output.rewards),
        )
