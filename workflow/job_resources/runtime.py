"""How long each rule's jobs may take at most, for clusters that end jobs which take longer.

Unlike memory, the time of a job depends on what the agent does and on the machine. So these are limits, for episodes
that all last to their time limit on a machine ten times slower than the one that was measured, and never estimates.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from job_resources.quantities import Quantities

SHORTEST = 10
"""Minutes that every job may take: starting Python on a busy file system, compiling."""

SLOWER = 10
"""How many times slower a machine may be."""

COMPILED_STEPS = 4_000_000
INTERPRETED_STEPS = 20_000
"""Steps a second: of the slowest algorithm with the compiled engine, and with Gymnasium."""

MEASURED_PLANNING_STEPS = 10
"""Updates from the model after each step that the compiled engine does at this speed."""

PLAYED_STEPS = 20_000
"""Steps a second where single paths are traced."""

PIXELS_DRAWN = 100e6
"""Pixels a second of frames that are drawn."""

SAMPLED_VALUES = 20e6
"""Weights a second that are added up where values of tiles are sampled."""

VALUES_SOLVED = 5_000
"""Action values a second of an environment that is solved exactly."""

PIXELS_ENCODED = 50e6
"""Pixels a second of frames that are encoded, by one thread."""

ROWS_AS_TEXT = 500_000
"""Rows a second that are written as text."""


def seconds_of_training(one: Quantities) -> float:
    """Return how long an agent trains."""
    updates = max(1, one.planning_steps / MEASURED_PLANNING_STEPS)
    return one.episodes * one.steps * updates / _steps_per_second(one) + one.kept / 1000


def seconds_of_evaluation(one: Quantities) -> float:
    """Return how long the tables of a seed are played, or the baselines."""
    tables = max(one.evaluated, one.actions + 1)
    return tables * one.played * one.steps / _steps_per_second(one)


def seconds_of_tracing(one: Quantities) -> float:
    """Return how long paths are traced, or an agent is filmed."""
    return (one.evaluated + 100) * (one.steps / PLAYED_STEPS + seconds_of_sampling(one))


def seconds_of_frames(one: Quantities) -> float:
    """Return how long the frames of one job are drawn."""
    return one.frames_per_job * (one.frame_pixels / PIXELS_DRAWN + seconds_of_sampling(one))


def seconds_of_sampling(one: Quantities) -> float:
    """Return how long the values of tiles are sampled for a picture; 0 with a table."""
    return one.sampled * one.tilings / SAMPLED_VALUES


def seconds_of_solving(one: Quantities) -> float:
    """Return how long an environment is solved exactly."""
    return one.solved / VALUES_SOLVED


def seconds_of_video(one: Quantities) -> float:
    """Return how long a video is encoded."""
    return one.video_frames * one.frame_pixels / PIXELS_ENCODED


def seconds_of_text(one: Quantities) -> float:
    """Return how long a row for each episode is written as text."""
    return one.episodes / ROWS_AS_TEXT


def seconds_of_reading(one: Quantities) -> float:
    """Return how long the results of all seeds are read, and resampled."""
    rows = one.seeds * (one.episodes + one.evaluated * one.played)
    return rows / 5e6 + one.points * one.seeds * 10_000 / 100e6


def seconds_of_drawing(one: Quantities) -> float:
    """Return how long a figure is drawn, and written."""
    return one.pixels / 5e6 + one.values / 1e6 + seconds_of_sampling(one) + seconds_of_reading(one)


SECONDS: dict[str, Callable[[Quantities], float]] = {
    "train": seconds_of_training,
    "evaluate": seconds_of_evaluation,
    "evaluate_baselines": seconds_of_evaluation,
    "trace_trajectories": seconds_of_tracing,
    "record_rollout": seconds_of_tracing,
    "render_qtable_frames": seconds_of_frames,
    "make_video": seconds_of_video,
    "write_monitor": seconds_of_text,
    "solve": seconds_of_solving,
}
"""By rule, how long its jobs take at most on a machine like the one that was measured; the others draw or read."""


def minutes(rule: str, experiments: Iterable[Quantities]) -> int:
    """Return how many minutes a job may take that takes several experiments, one after the other."""
    seconds = sum(SECONDS.get(rule, seconds_of_drawing)(one) for one in experiments)
    return SHORTEST + math.ceil(SLOWER * seconds / 60)


def _steps_per_second(one: Quantities) -> int:
    return COMPILED_STEPS if one.is_compiled else INTERPRETED_STEPS
