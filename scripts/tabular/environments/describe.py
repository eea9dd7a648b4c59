"""Finding out what a table is laid over, by making the environment once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gymnasium import spaces

from tabular.environments.actions import action_count, action_counts
from tabular.environments.angles import AS_IT_IS, AngularDiscretisation, sources_of
from tabular.environments.available_actions import available_actions
from tabular.environments.bins import dimension_count, discretise
from tabular.environments.discretisation import BoxDiscretisation, without_angles
from tabular.environments.grid_world import grid_map, grid_shape
from tabular.environments.make import opened
from tabular.environments.refusals import UnsuitableEnvironmentError, collecting, raise_together
from tabular.environments.tiles import TileCoding
from tabular.environments.transition_table import check_table
from tabular.environments.trial import try_out
from tabular.known_environments import known_environment
from tabular.results.environment import EnvironmentDescription

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tabular.environments.discretisation import Discretisation
    from tabular.environments.make import Environment
    from tabular.environments.settings import EnvironmentSettings
    from tabular.known_environments import KnownEnvironment


def describe(
    settings: EnvironmentSettings, actions: Sequence[str] | None, axes: Sequence[str] | None
) -> EnvironmentDescription:
    """Make the environment once and describe it.

    Args:
        settings: the environment and its bins.
        actions: a name for each action; None: those of the environment's attribute `action_names`, else the known names
            of Gymnasium's own environments, else numbers.
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
    if all(refusal.key not in {"id", "angles"} for refusal in refusals):
        known = known_environment(settings.id)
        dimensions = dimension_count(space, settings)
        with collecting(refusals):
            _check_names(actions, "actions", n_actions, settings.id)
        with collecting(refusals):
            _check_names(axes, "axes", dimensions, settings.id)
        named = getattr(environment.unwrapped, "action_names", known.actions if known else None)
        action_names = _names(actions, named, n_actions, "action")
        noun = "observation" if dimensions > 1 or isinstance(space, spaces.Box) else "state"
        axis_names = _names(axes, _with_angles(known, settings.angles) if known else None, dimensions, noun)
    if not refusals:
        with collecting(refusals):
            check_table(environment)
            available = available_actions(environment, settings)
            try_out(environment, discretisation, available, settings)
    raise_together(refusals)
    over = without_angles(discretisation)
    box = over if isinstance(over, BoxDiscretisation) else None
    coding = over if isinstance(over, TileCoding) else None
    bounded = box or coding
    widths = coding.tile_width if coding else box.bin_width if box else None
    spec = environment.spec
    grid = grid_shape(environment, discretisation.cells)
    return EnvironmentDescription(
        id=settings.id,
        low=[float(value) for value in bounded.low] if bounded else None,
        high=[float(value) for value in bounded.high] if bounded else None,
        bins=list(box.bins) if box else None,
        bin_width=list(widths) if widths else None,
        table_shape=[*discretisation.cells, n_actions],
        actions=action_names,
        axes=axis_names,
        action_counts=None if settings.action_mask else action_counts(environment).tolist() or None,
        time_limit=spec.max_episode_steps if spec else None,
        reward_threshold=spec.reward_threshold if spec else None,
        grid=grid,
        map=grid_map(environment, grid) if grid else None,
        angles=[list(pair) for pair in settings.angles] if settings.angles else None,
        tiling=_tiling(settings, discretisation),
        action_mask=available.astype(int).tolist() if settings.action_mask else None,
    )


def _tiling(settings: EnvironmentSettings, discretisation: Discretisation) -> dict[str, Any] | None:
    """Return how tiles are laid, as `environment.json` has it."""
    if settings.tiling is None:
        return None
    sources = discretisation.sources if isinstance(discretisation, AngularDiscretisation) else ()
    return {
        "tilings": settings.tiling.tilings,
        "tiles": list(settings.tiling.tiles),
        "offsets": settings.tiling.offsets,
        "periodic": [sine != AS_IT_IS for _, sine in sources] or [False] * len(settings.tiling.tiles),
    }


def _with_angles(known: KnownEnvironment, angles: Sequence[tuple[int, int]] | None) -> tuple[str, ...] | None:
    """Return the known names of an observation's dimensions, those of angles in place of cosine and sine."""
    if known.axes is None:
        return None
    return tuple(
        known.axes[first] if sine == AS_IT_IS else known.angles.get((first, sine), f"angle of {known.axes[first]}")
        for first, sine in sources_of(len(known.axes), angles or ())
    )


def _check_names(names: Sequence[str] | None, key: str, count: int, environment_id: str) -> None:
    """Refuse names that are too many or too few."""
    if names is not None and len(names) != count:
        of_these = "actions" if key == "actions" else "observation dimensions"
        allowed = f"null, or {count} names: {environment_id} has {count} {of_these}"
        raise UnsuitableEnvironmentError(key, list(names), allowed)


def _names(names: Sequence[str] | None, known: Sequence[str] | None, count: int, noun: str) -> list[str]:
    """Return the names given, the known ones, or numbers."""
    if names is not None:
        return list(names)
    if known is not None and len(known) == count:
        return list(known)
    return [noun] if (noun == "state" and count == 1) else [f"{noun} {number}" for number in range(count)]
