"""Finding out what a table is laid over, by making the environment once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gymnasium import spaces

from tabular.environments.actions import action_count, action_counts
from tabular.environments.bins import dimension_count, discretise
from tabular.environments.discretisation import BoxDiscretisation
from tabular.environments.grid_world import grid_map, grid_shape
from tabular.environments.make import opened
from tabular.environments.refusals import UnsuitableEnvironmentError, collecting, raise_together
from tabular.environments.transition_table import check_table
from tabular.environments.trial import try_out
from tabular.known_environments import known_environment
from tabular.results.environment import EnvironmentDescription

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tabular.environments.make import Environment
    from tabular.environments.settings import EnvironmentSettings


def describe(
    settings: EnvironmentSettings, actions: Sequence[str] | None, axes: Sequence[str] | None
) -> EnvironmentDescription:
    """Make the environment once and describe it.

    Args:
        settings: the environment and its bins.
        actions: a name for each action; None: the known names of Gymnasium's own environments, else numbers.
        axes: a name for each dimension of the observation; None: likewise.

    Raises:
        UnsuitableEnvironmentError: the environment can't be made, or the bins, bounds or names don't suit it.
    """
    with opened(settings) as environment:
        return _describe(environment, settings, actions, axes)


def _describe(
    environment: Environment, settings: EnvironmentSettings, actions: Sequence[str] | None, axes: Sequence[str] | None
) -> EnvironmentDescription:
    space = environment.observation_space
    n_actions = action_count(environment)
    refusals: list[UnsuitableEnvironmentError] = []
    with collecting(refusals):
        discretisation = discretise(space, settings)
    if all(refusal.key != "id" for refusal in refusals):
        with collecting(refusals):
            action_names = _names(actions, "actions", n_actions, "action", settings.id)
        with collecting(refusals):
            dimensions = dimension_count(space, settings)
            noun = "observation" if dimensions > 1 or isinstance(space, spaces.Box) else "state"
            axis_names = _names(axes, "axes", dimensions, noun, settings.id)
    if not refusals:
        with collecting(refusals):
            check_table(environment)
            try_out(environment, discretisation, settings.id)
    raise_together(refusals)
    box = discretisation if isinstance(discretisation, BoxDiscretisation) else None
    spec = environment.spec
    grid = grid_shape(environment, discretisation.cells)
    return EnvironmentDescription(
        id=settings.id,
        low=[float(value) for value in box.low] if box else None,
        high=[float(value) for value in box.high] if box else None,
        bins=list(box.bins) if box else None,
        bin_width=[float(value) for value in box.bin_width] if box else None,
        table_shape=[*discretisation.cells, n_actions],
        actions=action_names,
        axes=axis_names,
        action_counts=action_counts(environment).tolist() or None,
        time_limit=spec.max_episode_steps if spec else None,
        reward_threshold=spec.reward_threshold if spec else None,
        grid=grid,
        map=grid_map(environment, grid) if grid else None,
    )


def _names(names: Sequence[str] | None, key: str, count: int, noun: str, environment_id: str) -> list[str]:
    """Return the names given, the known ones, or numbers."""
    if names is None:
        known = known_environment(environment_id)
        known_names = getattr(known, key) if known else None
        if known_names is not None and len(known_names) == count:
            return list(known_names)
        return [noun] if (noun == "state" and count == 1) else [f"{noun} {number}" for number in range(count)]
    if len(names) != count:
        of_these = "actions" if key == "actions" else "observation dimensions"
        allowed = f"null, or {count} names: {environment_id} has {count} {of_these}"
        raise UnsuitableEnvironmentError(key, list(names), allowed)
    return list(names)
