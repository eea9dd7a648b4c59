"""Episodes played to be watched, held against plain loops over Gymnasium."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from tabular.environments.bins import discretise
from tabular.environments.discretisation import without_angles
from tabular.environments.rendering import make_drawn_environment, picture_of, without_a_screen
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.tiles import TileCoding, Tiling, find_tiles, sum_of_weights
from tabular.evaluation.evaluator import GreedyEvaluator
from tabular.evaluation.greedy_action import acting_greedily
from tabular.evaluation.rollout import play
from tabular.evaluation.settings import EvaluationSettings
from tabular.q_tables.greedy import greedy_policy

from tests.helpers.registering import register

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from tabular.results.steps import Step

MOUNTAIN_CAR = EnvironmentSettings("MountainCar-v0", bins=(6, 5))
TILED_CAR = EnvironmentSettings("MountainCar-v0", tiling=Tiling(3, (4, 5)))
ACROBOT = EnvironmentSettings(
    "Acrobot-v1",
    bounds=(None, None, (-7.0, 7.0), (-12.0, 12.0)),
    angles=((0, 1), (2, 3)),
    tiling=Tiling(4, (3, 3, 4, 5)),
    time_limit=60,
)
EVALUATION = EvaluationSettings(episodes=2, seed=3, max_steps=1000)
CLIFF = EnvironmentSettings("CliffWalking-v1")


def watch(
    settings: EnvironmentSettings, done: int | NDArray[np.float64], *, cells: int | None = None, **changes: Any
) -> list[Step]:
    """Watch who takes the same action all the time, or acts greedily by a table or by weights.

    With tiles, cells are shown if their number along each dimension is given.
    """
    without_a_screen()
    environment = make_drawn_environment(settings)
    discretisation = discretise(environment.observation_space, settings)
    act = constant(done) if isinstance(done, int) else acting_greedily(discretisation, done)
    if cells is not None and settings.tiling is not None:
        of_cells = replace(settings, tiling=None, bins=(cells,) * len(settings.tiling.tiles))
        discretisation = discretise(environment.observation_space, of_cells)
    playing = {"episodes": 2, "seed": 3, "max_steps": 10_000, **changes}
    steps = list(play(environment, discretisation, act, **playing))
    environment.close()
    return steps


def constant(action: int) -> Callable[[Any], int]:
    """Return who always takes the same action."""
    return lambda _observation: action


def table_of(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return a table with ties, so that the first of equals matters."""
    return np.random.default_rng(1).integers(0, 3, shape).astype(np.float64)


def plain_loop(environment_id: str, table: NDArray[np.float64], episodes: int, seed: int) -> list[tuple[Any, ...]]:
    """Play MountainCar or what has discrete observations; return what there is to know of each moment."""
    env = gymnasium.make(environment_id)
    space = env.observation_space
    seen: list[tuple[Any, ...]] = []
    for episode in range(episodes):
        observation, _ = env.reset(seed=seed if episode == 0 else None)
        steps, total, end = 0, 0.0, ""
        while True:
            if isinstance(space, gymnasium.spaces.Box):
                width = (space.high - space.low) / table.shape[:-1]
                index = ((observation - space.low) / width).astype(int)
                cell = tuple(np.minimum(index, np.array(table.shape[:-1]) - 1).tolist())
                place = tuple(map(float, observation))
            else:
                cell = tuple(np.ravel(observation).tolist())
                place = cell
            best = int(np.argmax(table[cell]))
            seen.append((episode, steps, total, None if end else best, end or None, cell, place))
            if end:
                break
            observation, reward, terminated, truncated, _ = env.step(best)
            steps, total = steps + 1, total + float(reward)
            end = "terminated" if terminated else "truncated" if truncated else ""
    return seen


@pytest.mark.parametrize(
    ("settings", "shape"),
    [
        (MOUNTAIN_CAR, (6, 5, 3)),
        (EnvironmentSettings("FrozenLake-v1"), (16, 4)),
        (EnvironmentSettings("Taxi-v4"), (500, 6)),
        (EnvironmentSettings("Blackjack-v1"), (32, 11, 2, 2)),
    ],
)
def test_what_is_watched_is_what_a_plain_loop_plays(settings: EnvironmentSettings, shape: tuple[int, ...]) -> None:
    table = table_of(shape)
    steps = watch(settings, table)
    assert [
        (one.episode, one.steps, one.return_so_far, one.action, one.outcome, one.cell, one.observation) for one in steps
    ] == plain_loop(settings.id, table, 2, 3)
    assert len({one.outcome for one in steps}) > 1


@pytest.mark.parametrize("settings", [TILED_CAR, ACROBOT, replace(ACROBOT, tiling=None, bins=(3, 3, 2, 2))])
def test_who_acts_by_tiles_or_over_angles_does_what_the_evaluation_plays(settings: EnvironmentSettings) -> None:
    with GreedyEvaluator(settings, EVALUATION, "gymnasium") as evaluator:
        # Of whole numbers, so that sums are often equal and the first of equals matters.
        weights = table_of(evaluator.table_shape)
        played = evaluator.outcome(weights)
    ends = [step for step in watch(settings, weights) if step.outcome is not None]
    assert [(end.return_so_far, end.steps) for end in ends] == list(
        zip(played.returns.tolist(), played.lengths.tolist(), strict=True)
    )


@pytest.mark.parametrize("settings", [TILED_CAR, ACROBOT])
def test_at_each_step_the_weights_of_the_observation_s_own_tiles_decide(settings: EnvironmentSettings) -> None:
    coding = without_angles(discretise(gymnasium.make(settings.id).observation_space, settings))
    assert isinstance(coding, TileCoding)
    weights = np.random.default_rng(5).normal(size=(*coding.cells, 3))
    actions = set()
    for step in watch(settings, weights, episodes=3):
        state = find_tiles(coding, np.array(step.observation, dtype=np.float32))
        values = [sum_of_weights(coding.active_tiles, weights.reshape(-1, 3), state, action) for action in range(3)]
        assert step.action in {None, values.index(max(values))}
        actions.add(step.action)
    assert len(actions) > 2, "not always the same"


def test_with_tiles_a_cell_is_that_of_the_grid_that_is_shown_or_none() -> None:
    weights = table_of((3, 4, 5, 3))
    steps, without = watch(TILED_CAR, weights, cells=10), watch(TILED_CAR, weights)
    low, width = np.array([-1.2, -0.07]), np.array([1.8, 0.14]) / 10
    for step in steps:
        assert step.cell == tuple(np.clip((np.array(step.observation) - low) / width, 0, 9).astype(int).tolist())
    assert [replace(step, cell=()) for step in steps] == without


def test_angles_are_where_the_state_is() -> None:
    environment = gymnasium.make("Acrobot-v1")
    observation, _ = environment.reset(seed=3)
    for step in watch(ACROBOT, 2, episodes=1, max_steps=30):
        angles = [np.arctan2(observation[1], observation[0]), np.arctan2(observation[3], observation[2])]
        assert step.observation == pytest.approx([*angles, *observation[4:]], abs=1e-6)
        observation = environment.step(2)[0]


def test_every_policy_meets_the_same_starts() -> None:
    def starts(action: int, **changes: Any) -> list[tuple[float, ...]]:
        return [one.observation for one in watch(MOUNTAIN_CAR, action, episodes=3, **changes) if one.steps == 0]

    assert starts(0) == starts(2)
    assert len({*starts(0)}) == 3, "but the episodes differ"
    assert starts(0) != starts(0, seed=4)


def test_an_agent_that_goes_round_in_circles_is_cut_off_and_it_is_said() -> None:
    steps = watch(CLIFF, np.zeros((48, 4)), max_steps=7)
    assert [one.steps for one in steps] == [*range(8), *range(8)]
    assert [one.outcome for one in steps[:8]] == [None] * 7 + ["cut off"]


def test_the_environment_s_own_end_comes_before_being_cut_off() -> None:
    short = EnvironmentSettings("MountainCar-v0", bins=(6, 5), time_limit=5)
    assert watch(short, 0, episodes=1, max_steps=5)[-1].outcome == "truncated"


def test_at_each_moment_the_environment_shows_its_state() -> None:
    without_a_screen()
    environment = make_drawn_environment(MOUNTAIN_CAR)
    discretisation = discretise(environment.observation_space, MOUNTAIN_CAR)
    env = gymnasium.make("MountainCar-v0", render_mode="rgb_array")
    env.reset(seed=3)
    watched = play(environment, discretisation, constant(2), episodes=1, seed=3, max_steps=4)
    for number, _ in enumerate(watched):
        if number:
            env.step(2)
        np.testing.assert_array_equal(picture_of(environment), env.render())
    assert number == 4


def test_the_greedy_policy_takes_the_first_of_equals_and_says_where_nothing_was_learned() -> None:
    policy = greedy_policy(np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 2.0], [-1.0, -1.0, -2.0]]))
    assert policy.actions.tolist() == [0, 1, 0]
    assert policy.tied.tolist() == [True, False, False]


def test_actions_are_counted_from_the_first_one_of_the_environment() -> None:
    class Switch(gymnasium.Env[Any, Any]):
        metadata = {"render_modes": ["rgb_array"]}  # noqa: RUF012 (as Gymnasium has it)
        observation_space = gymnasium.spaces.Discrete(2, start=5)
        action_space = gymnasium.spaces.Discrete(2, start=7)

        def __init__(self, render_mode: str | None = None) -> None:
            self.render_mode = render_mode

        def reset(
            self, *, seed: int | None = None, options: dict[str, Any] | None = None
        ) -> tuple[int, dict[str, Any]]:
            super().reset(seed=seed, options=options)
            return 5, {}

        def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
            return 6, float(action), True, False, {}

        def render(self) -> Any:
            return np.zeros((4, 4, 3), dtype=np.uint8)

    register("Switch-v0", Switch)
    first, last = watch(EnvironmentSettings("Switch-v0"), np.array([[0.0, 1.0], [0, 0]]), episodes=1)
    assert (first.cell, first.action, last.cell, last.return_so_far) == ((0,), 1, (1,), 8.0)
