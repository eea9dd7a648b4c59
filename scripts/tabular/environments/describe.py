"""Finding out what a table is laid over, by making the environment once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gymnasium import spaces

from tabular.environments.actions import action_count, action_counts
from tabular.environments.discretisation import BoxDiscretisation, dimension_count, discretise
from tabular.environments.make import UnsuitableEnvironmentError, collecting, opened, raise_together
from tabular.environments.transition_table import check_table
from tabular.environments.trial import try_out
from tabular.known_environments import known_environment
from tabular.results.environment import BLOCKED, FREE, GOAL, HOLE, START, EnvironmentDescription

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tabular.environments.make import Environment, EnvironmentSettings


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
            dimensions = dimension_count(space)
            noun = "observation" if dimensions > 1 or isinstance(space, spaces.Box) else "state"
            axis_names = _names(axes, "axes", dimensions, noun, settings.id)
    if not refusals:
        with collecting(refusals):
            check_table(environment)
            try_out(environment, discretisation, settings.id)
    raise_together(refusals)
    box = discretisation if isinstance(discretisation, BoxDiscretisation) else None
    spec = environment.spec
    grid = _grid(environment, discretisation.cells)
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
        map=_map(environment, grid) if grid else None,
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


def _map(environment: Environment, grid: list[int]) -> list[str] | None:
    """Return a grid world's map, a letter a place, as its table of transitions has it; None where it has no table."""
    world: Any = environment.unwrapped
    starts = getattr(world, "initial_state_distrib", None)
    table = getattr(world, "P", None)
    rows, columns = grid
    if starts is None or table is None or len(starts) != rows * columns:
        return None
    letters = [BLOCKED] * (rows * columns)
    last_rewards: dict[int, float] = {}
    try:
        for following, reward, terminated in _arrivals(table, rows * columns, action_count(environment)):
            letters[following] = FREE
            if terminated:
                last_rewards[following] = max(reward, last_rewards.get(following, reward))
    except (KeyError, IndexError, TypeError, ValueError):
        return None  # a table of another kind
    best = max(last_rewards.values(), default=0.0)
    for state, reward in last_rewards.items():
        letters[state] = GOAL if reward == best else HOLE
    for state, probability in enumerate(starts):
        if probability > 0:
            letters[state] = START
    return ["".join(letters[row * columns : (row + 1) * columns]) for row in range(rows)]


def _arrivals(table: Any, states: int, actions: int) -> Iterator[tuple[int, float, bool]]:  # noqa: ANN401 (any class's)
    """Yield each way to arrive in another state: the state, the reward, and whether the episode ends there."""
    for state in range(states):
        for action in range(actions):
            for probability, following, reward, terminated in table[state][action]:
                if probability > 0 and following != state:
                    yield int(following), float(reward), bool(terminated)
