"""How large an experiment is in each way that costs memory or time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from configuration.learned_environment import shown_view
from tabular.engines.dynamics.registry import OF_TABLES, names_of_dynamics
from tabular.learning.agent import used_settings
from tabular.q_tables.sampling import display_grid, fitting
from tabular.q_tables.view import ViewError
from tabular.q_tables.view_settings import ViewSettings
from tabular.results.snapshots import SnapshotPolicy, batches, choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tabular.results.environment import EnvironmentDescription

MOST_SAMPLED_VALUES = 300_000
"""On which the explorer's page samples tiles at most: the number of `tabular.pages.explorer.contents`."""

MOST_PAIRS = 500_000
"""Of a state and an action, beyond which no environment is solved: the number of `tabular.exact.from_table`."""

STEPS_WITHOUT_LIMIT = 1_000
"""Steps that an episode is taken to have at most in an environment without a time limit."""


@dataclass(frozen=True)
class Quantities:
    """The sizes of an experiment.

    Attributes:
        algorithm: the name of its algorithm.
        planning_steps: of algorithms that plan; 0 for any other.
        is_compiled: whether the compiled engine plays it, as far as that is known before it does.
        values: of its table, or weights of its tiles.
        cells: of its table, or tiles of all tilings.
        shown: cells of the part that pictures show.
        tilings: whose values are sampled for pictures; 0 with a table.
        sampled: values that pictures sample; 0 with a table.
        explored: values of one of its tables on the explorer's page.
        solved: values of a table of transitions and of an exact solution, if there are; 0 where there can be none.
        actions: their number.
        episodes: of a training.
        steps: of an episode, at most.
        seeds: trainings.
        kept: tables that are kept.
        evaluated: tables that are evaluated.
        played: episodes that each of them is evaluated by.
        points: of a learning curve.
        pixels: of a figure.
        frame_pixels: of a frame.
        frames_per_job: frames that one job draws.
        video_frames: frames of the video of the table.
    """

    algorithm: str
    planning_steps: int
    is_compiled: bool
    values: int
    cells: int
    shown: int
    tilings: int
    sampled: int
    explored: int
    solved: int
    actions: int
    episodes: int
    steps: int
    seeds: int
    kept: int
    evaluated: int
    played: int
    points: int
    pixels: float
    frame_pixels: int
    frames_per_job: int
    video_frames: int

    @classmethod
    def of(cls, settings: Mapping[str, Any], description: EnvironmentDescription) -> Quantities:
        """Measure an experiment.

        Args:
            settings: its complete settings.
            description: its environment.
        """
        figures, frames, video = settings["figures"], settings["frames"], settings["video"]
        episodes: int = settings["episodes"]
        kept = SnapshotPolicy(**settings["snapshots"]).episodes(episodes)
        limit = description.time_limit or STEPS_WITHOUT_LIMIT
        view = ViewSettings(**shown_view(dict(settings)))
        grid = _grid(description, view)
        has_tiles = description.tiling is not None
        return cls(
            algorithm=settings["agent"]["algorithm"],
            planning_steps=used_settings(settings["agent"]).get("planning_steps", 0),
            is_compiled=_is_compiled(settings, description),
            values=math.prod(description.table_shape),
            cells=math.prod(description.cells),
            shown=_shown(grid, view),
            tilings=description.table_shape[0] if has_tiles else 0,
            sampled=math.prod(grid.table_shape) if has_tiles else 0,
            explored=math.prod(_page_grid(description, view).table_shape),
            solved=_solved(description),
            actions=len(description.actions),
            episodes=episodes,
            steps=limit,
            seeds=settings["seeds"],
            kept=len(kept),
            evaluated=len(choose(kept, settings["evaluation"]["snapshots"])),
            played=settings["evaluation"]["episodes"],
            points=math.ceil(episodes / settings["rewards_plot"]["window"]),
            pixels=math.prod(figures["size"]) * (figures["dpi"] / 100) ** 2,
            frame_pixels=math.prod(frames["size"]),
            frames_per_job=max(map(len, batches(kept, frames["snapshots_per_job"]))),
            video_frames=len(kept) + round(video["hold_seconds"] * video["fps"]),
        )


def _is_compiled(settings: Mapping[str, Any], description: EnvironmentDescription) -> bool:
    """Tell whether the compiled engine plays an experiment, as far as that is known before its environment is made."""
    environment = settings["environment"]
    names = names_of_dynamics(environment["id"], is_users_own=environment["module"] is not None)
    is_known = len(names) == 1 and (names != [OF_TABLES] or description.bins is None)
    return is_known and settings["engine"] != "gymnasium"


def _solved(description: EnvironmentDescription) -> int:
    """Return how many values an exact solution has at most: only discrete environments that are not too large do."""
    values = math.prod(description.table_shape)
    return values if description.low is None and values <= MOST_PAIRS else 0


def _grid(description: EnvironmentDescription, view: ViewSettings) -> EnvironmentDescription:
    """Return what the cells that pictures show are laid over: those of a table, or of a grid over tiles."""
    try:
        return description if description.tiling is None else display_grid(description, view)
    except ViewError:  # which another check reports
        return description


def _page_grid(description: EnvironmentDescription, view: ViewSettings) -> EnvironmentDescription:
    """Return the same of the explorer's page."""
    try:
        return _grid(description, fitting(description, view, MOST_SAMPLED_VALUES))
    except ViewError:
        return description


def _shown(grid: EnvironmentDescription, view: ViewSettings) -> int:
    try:
        shown = view.of(grid)
    except ViewError:  # which another check reports
        return math.prod(grid.cells)
    return shown.columns.cells * shown.rows.cells
