"""Finding out what a table is laid over, by making the environment once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gymnasium import spaces

from tabular.description import EnvironmentDescription
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

    from tabular.environments import Environment, EnvironmentSettings


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
