"""What a table is laid over, as `environment.json` has it: all that a picture or another program must know."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from gymnasium import spaces

from tabular.artefacts import replacing
from tabular.discretisation import BoxDiscretisation, dimension_count, discretise
from tabular.environments import (
    UnsuitableEnvironmentError,
    action_count,
    collecting,
    make_environment,
    raise_together,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tabular.environments import Environment, EnvironmentSettings


@dataclass(frozen=True)
class EnvironmentDescription:
    """The contents of `environment.json`.

    Attributes:
        id: the Gymnasium id.
        low: lower bound per dimension, as float32 values; None for discrete observations.
        high: upper bound per dimension, likewise.
        bins: number of bins per dimension; None for discrete observations.
        bin_width: width of a bin per dimension, float64; None for discrete observations.
        table_shape: cells per dimension, then the number of actions.
        actions: the actions' names.
        axes: the dimensions' names.
        time_limit: steps after which an episode is truncated; None without a limit.
        reward_threshold: the return from which Gymnasium calls the environment solved; None without one.
        grid: rows and columns of the grid world that the states are numbered over, row by row; None elsewhere.
    """

    id: str
    low: list[float] | None
    high: list[float] | None
    bins: list[int] | None
    bin_width: list[float] | None
    table_shape: list[int]
    actions: list[str]
    axes: list[str]
    time_limit: int | None
    reward_threshold: float | None
    grid: list[int] | None

    @property
    def cells(self) -> tuple[int, ...]:
        """The number of cells per dimension."""
        return tuple(self.table_shape[:-1])


def describe(
    settings: EnvironmentSettings, actions: Sequence[str] | None, axes: Sequence[str] | None
) -> EnvironmentDescription:
    """Make the environment once and describe it.

    Args:
        settings: the environment and its bins.
        actions: a name for each action, or None to number them.
        axes: a name for each dimension of the observation, or None to number them.

    Raises:
        UnsuitableEnvironmentError: the environment can't be made, or the bins, bounds or names don't suit it.
    """
    environment = make_environment(settings)
    space = environment.observation_space
    n_actions = action_count(environment)
    refusals: list[UnsuitableEnvironmentError] = []
    with collecting(refusals):
        discretisation = discretise(space, settings)
    if all(refusal.key != "id" for refusal in refusals):
        with collecting(refusals):
            action_names = _names(actions, "actions", n_actions, "action", settings.id)
        with collecting(refusals):
            dimensions = dimension_count(space)
            noun = "observation" if dimensions > 1 or isinstance(space, spaces.Box) else "state"
            axis_names = _names(axes, "axes", dimensions, noun, settings.id)
    raise_together(refusals)
    box = discretisation if isinstance(discretisation, BoxDiscretisation) else None
    spec = environment.spec
    description = EnvironmentDescription(
        id=settings.id,
        low=[float(value) for value in box.low] if box else None,
        high=[float(value) for value in box.high] if box else None,
        bins=list(box.bins) if box else None,
        bin_width=[float(value) for value in box.bin_width] if box else None,
        table_shape=[*discretisation.cells, n_actions],
        actions=action_names,
        axes=axis_names,
        time_limit=spec.max_episode_steps if spec else None,
        reward_threshold=spec.reward_threshold if spec else None,
        grid=_grid(environment, discretisation.cells),
    )
    environment.close()
    return description


def write_description(path: Path, description: EnvironmentDescription) -> None:
    """Write `environment.json`."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(asdict(description), indent=2) + "\n", encoding="utf-8")


def read_description(path: Path) -> EnvironmentDescription:
    """Read `environment.json`."""
    return EnvironmentDescription(**json.loads(path.read_text(encoding="utf-8")))


def _names(names: Sequence[str] | None, key: str, count: int, noun: str, environment_id: str) -> list[str]:
    """Return the names given, or numbered ones."""
    if names is None:
        return [noun] if (noun == "state" and count == 1) else [f"{noun} {number}" for number in range(count)]
    if len(names) != count:
        of_these = "actions" if key == "actions" else "observation dimensions"
        allowed = f"null, or {count} names: {environment_id} has {count} {of_these}"
        raise UnsuitableEnvironmentError(key, list(names), allowed)
    return list(names)


def _grid(environment: Environment, cells: tuple[int, ...]) -> list[int] | None:
    """Return the rows and columns of a grid world: Gymnasium's FrozenLake and CliffWalking know theirs."""
    if len(cells) != 1:
        return None
    world: Any = environment.unwrapped
    rows, columns = getattr(world, "nrow", None), getattr(world, "ncol", None)
    if rows is None or columns is None:
        shape = getattr(world, "shape", ())
        rows, columns = shape if isinstance(shape, tuple) and len(shape) == 2 else (None, None)  # noqa: PLR2004
    if isinstance(rows, int) and isinstance(columns, int) and rows * columns == cells[0]:
        return [rows, columns]
    return None
