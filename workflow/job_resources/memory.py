"""The memory of each rule's jobs, from the sizes of an experiment.

The numbers are what `benchmarks/memory.py` measured (docs/performance.md), Python and its packages included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from tabular.learning.agent import LONGEST_EPISODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from job_resources.quantities import Quantities

MARGIN = 1.1
"""By how much more is allotted than was measured."""

MEGABYTE = 1_000_000

BYTES_OF_ALGORITHM = {
    "monte_carlo": 8,
    "off_policy_monte_carlo": 8,
    "double_q_learning": 16,
    "watkins_q_lambda": 24,
    "sarsa_lambda": 24,
    "dyna_q": 33,
    "dyna_q_plus": 30,
    "prioritized_sweeping": 60,
}
"""By algorithm, what it remembers for each value of the table: a second table, traces, a model."""

BYTES_OF_STEP = {"monte_carlo": 24, "off_policy_monte_carlo": 32}
"""By algorithm, what it remembers for each step of the longest episode."""

EXPLORER_VALUES = 6_000_000
"""Values of all tables of an experiment on the explorer's page, unless two tables have more."""

MOST_FACTORS = 100_000_000
"""Numbers that solving the equations of an environment takes at most: that of `tabular.exact.solvable`."""

FRAMES_OF_ENCODER = 60
"""Frames that each thread's encoder has in memory at a time."""

RESAMPLES = 10_000
"""Of a bootstrap, for each point of a curve; they are there where there are several seeds."""

RESAMPLED_AT_ONCE = 5_000_000
POINTS_AT_ONCE = 1_000
"""Scores, and points of a curve, that a bootstrap has in memory at a time."""


@dataclass(frozen=True)
class Need:
    """What the jobs of a rule need: a number of megabytes, and bytes for each of several things.

    Attributes:
        megabytes: Python, packages, and what is there in the smallest experiment.
        values: for each value of the table.
        memory: for each byte that the algorithm remembers.
        cells: for each cell of the table.
        sampled: for each value that is sampled of tiles.
        shown: for each cell that pictures show.
        episodes: for each episode of a training.
        episodes_of_seeds: for each episode of all seeds.
        kept: for each table that is kept.
        played: for each episode that a table is evaluated by.
        outcomes: for each evaluated episode of a seed, or of all baselines where they are more.
        resampled: for each number of a bootstrap.
        pixels: for each pixel of a figure.
        frame_pixels: for each pixel of a frame.
        encoded_pixels: for each pixel of the frames that the encoders have in memory.
        explored: for each value of the tables on the explorer's page.
        solved: for each value of a discrete environment that may have a table of transitions, and an exact solution.
        factors: for each number that solving its equations may take.
    """

    megabytes: int
    values: float = 0
    memory: float = 0
    cells: float = 0
    sampled: float = 0
    shown: float = 0
    episodes: float = 0
    episodes_of_seeds: float = 0
    kept: float = 0
    played: float = 0
    outcomes: float = 0
    resampled: float = 0
    pixels: float = 0
    frame_pixels: float = 0
    encoded_pixels: float = 0
    explored: float = 0
    solved: float = 0
    factors: float = 0


NEEDS = {
    "describe_environment": Need(46, solved=650),
    "train": Need(258, values=22, memory=1, episodes=44, kept=300, solved=650),
    "evaluate": Need(225, values=23, cells=8, played=124, solved=980),
    "evaluate_baselines": Need(235, cells=8, played=282, solved=980),
    "trace_trajectories": Need(135, values=12.5),
    "write_tensorboard": Need(96, episodes=101, outcomes=75),
    "write_monitor": Need(90, episodes=101),
    "solve": Need(70, solved=650, factors=2.5),
    "plot_rewards": Need(122, episodes=109, episodes_of_seeds=42, pixels=4.1),
    "plot_qtable": Need(74, values=11, sampled=19, shown=64, pixels=14.8),
    "plot_learning_curve": Need(188, episodes=101, episodes_of_seeds=8, outcomes=115, resampled=16, pixels=4.1),
    "plot_value_function": Need(80, values=14.5, sampled=22, shown=120, pixels=4.1),
    "plot_cost_to_go": Need(78, values=11, sampled=19, shown=13, pixels=4.1),
    "plot_policy": Need(78, values=20, sampled=28, shown=114, pixels=4.1),
    "plot_visits": Need(80, values=2.5, shown=127, pixels=4.1),
    "plot_trajectories": Need(126, values=22, sampled=30, shown=109, pixels=4.1),
    "plot_optimality": Need(80, solved=50, pixels=4.1),
    "render_qtable_frames": Need(135, values=11.5, sampled=20, shown=50, episodes=87, frame_pixels=55),
    "make_video": Need(95, kept=600, encoded_pixels=0.75),
    "record_rollout": Need(235, values=26, sampled=34),
    "summarize_runs": Need(189, episodes=95, outcomes=115),
    "plot_comparison": Need(180, pixels=4.1),
    "write_comparison_page": Need(136),
    "write_explorer_page": Need(
        203, explored=25, episodes=93, episodes_of_seeds=8, outcomes=115, resampled=16, kept=100
    ),
}
"""By rule, what its jobs need."""

TABLE = (("environment", "bins"), ("environment", "arguments"))
TILES = (("agent", "tiles"), ("agent", "tilings"))
GRID = (("view", "resolution"), ("agent", "tiles"))

KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "values": TABLE,
    "memory": (*TABLE, ("agent", "algorithm")),
    "cells": TABLE,
    "sampled": GRID,
    "shown": TABLE,
    "episodes": (("episodes",),),
    "episodes_of_seeds": (("seeds",), ("episodes",)),
    "kept": (("snapshots",), ("episodes",)),
    "played": (("evaluation", "episodes"),),
    "outcomes": (("evaluation", "episodes"), ("evaluation", "snapshots")),
    "resampled": (("rewards_plot", "window"), ("episodes",)),
    "pixels": (("figures", "dpi"), ("figures", "size")),
    "frame_pixels": (("frames", "size"),),
    "encoded_pixels": (("frames", "size"),),
    "explored": TABLE,
    "solved": TABLE,
    "factors": TABLE,
}
"""By what costs memory, the settings that it comes from."""

KEYS_OF_TILES = {
    **KEYS,
    "values": TILES,
    "memory": (*TILES, ("agent", "algorithm")),
    "cells": TILES,
    "shown": GRID,
    "explored": GRID,
    "solved": TILES,
    "factors": TILES,
}
"""The same with tiles in place of a table."""


def amounts(quantities: Quantities, threads: int) -> dict[str, float]:
    """Return how many there are of each thing that costs memory, by the names of `Need`."""
    one = quantities
    return {
        "values": one.values,
        "memory": one.values * BYTES_OF_ALGORITHM.get(one.algorithm, 0)
        + LONGEST_EPISODE * BYTES_OF_STEP.get(one.algorithm, 0),
        "cells": one.cells,
        "sampled": one.sampled,
        "shown": one.shown,
        "episodes": one.episodes,
        "episodes_of_seeds": one.episodes * one.seeds,
        "kept": one.kept,
        "played": one.played,
        "outcomes": one.played * max(one.evaluated, one.actions + 1),
        "resampled": RESAMPLED_AT_ONCE + RESAMPLES * min(one.points, POINTS_AT_ONCE) if one.seeds > 1 else 0,
        "pixels": one.pixels,
        "frame_pixels": one.frame_pixels,
        "encoded_pixels": one.frame_pixels * min(threads * FRAMES_OF_ENCODER, one.video_frames),
        "solved": one.solved,
        "factors": min((one.solved // one.actions) ** 2, MOST_FACTORS),
        "explored": min(one.kept * one.explored, max(EXPLORER_VALUES, 2 * one.explored)),
    }


def terms(rule: str, quantities: Quantities, threads: int = 1) -> dict[str, float]:
    """Return the megabytes that a job allots for each thing that an experiment has many of, by the names of `Need`.

    Args:
        rule: the job's.
        quantities: how large the experiment is.
        threads: of the job.
    """
    need, counted = NEEDS[rule], amounts(quantities, threads)
    return {
        field.name: (
            getattr(need, field.name)
            if field.name == "megabytes"
            else getattr(need, field.name) * counted[field.name] / MEGABYTE
        )
        * MARGIN
        for field in fields(need)
    }


def megabytes(rule: str, experiments: Iterable[Quantities], threads: int = 1) -> int:
    """Return what a job is allotted that takes several experiments, one after the other, or none."""
    of_each = (sum(terms(rule, one, threads).values()) for one in experiments)
    return math.ceil(max(of_each, default=NEEDS[rule].megabytes))


def megabytes_of_threads(trainings: Iterable[Quantities], threads: int) -> int:
    """Return what a job is allotted that trains in several threads, of which each has a table of its own."""
    largest = megabytes("train", trainings)
    shared = NEEDS["train"].megabytes
    return math.ceil(largest + (threads - 1) * max(0, largest - shared))


def largest_setting(found: Mapping[str, float]) -> str:
    """Return the name of the largest of some terms that comes from a setting."""
    return max(KEYS, key=lambda name: found[name])
