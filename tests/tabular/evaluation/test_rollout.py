"""Episodes played to be watched, held against plain loops over Gymnasium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from tabular.environments.bins import discretise
from tabular.environments.rendering import make_drawn_environment, picture_of, without_a_screen
from tabular.environments.settings import EnvironmentSettings
from tabular.evaluation.rollout import play
from tabular.q_tables.greedy import constant_policy, greedy_policy

from tests.helpers.registering import register

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.q_tables.greedy import Policy
    from tabular.results.steps import Step

MOUNTAIN_CAR = EnvironmentSettings("MountainCar-v0", bins=(6, 5))
CLIFF = EnvironmentSettings("CliffWalking-v1")


def watch(settings: EnvironmentSettings, policy: Policy, **changes: Any) -> list[Step]:
    without_a_screen()
    environment = make_drawn_environment(settings)
    discretisation = discretise(environment.observation_space, settings)
    playing = {"episodes": 2, "seed": 3, "max_steps": 10_000, **changes}
    steps = list(play(environment, discretisation, policy, **playing))
    environment.close()
    return steps


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
    steps = watch(settings, greedy_policy(table))
    assert [
        (one.episode, one.steps, one.return_so_far, one.action, one.outcome, one.cell, one.observation) for one in steps
    ] == plain_loop(settings.id, table, 2, 3)
    assert len({one.outcome for one in steps}) > 1


def test_every_policy_meets_the_same_starts() -> None:
    def starts(policy: Policy, **changes: Any) -> list[tuple[float, ...]]:
        return [one.observation for one in watch(MOUNTAIN_CAR, policy, episodes=3, **changes) if one.steps == 0]

    left, right = (constant_policy(action, (6, 5)) for action in (0, 2))
    assert starts(left) == starts(right)
    assert len({*starts(left)}) == 3, "but the episodes differ"
    assert starts(left) != starts(left, seed=4)


def test_an_agent_that_goes_round_in_circles_is_cut_off_and_it_is_said() -> None:
    steps = watch(CLIFF, greedy_policy(np.zeros((48, 4))), max_steps=7)
    assert [one.steps for one in steps] == [*range(8), *range(8)]
    assert [one.outcome for one in steps[:8]] == [None] * 7 + ["cut off"]


def test_the_environment_s_own_end_comes_before_being_cut_off() -> None:
    short = EnvironmentSettings("MountainCar-v0", bins=(6, 5), time_limit=5)
    assert watch(short, constant_policy(0, (6, 5)), episodes=1, max_steps=5)[-1].outcome == "truncated"


def test_at_each_moment_the_environment_shows_its_state() -> None:
    without_a_screen()
    environment = make_drawn_environment(MOUNTAIN_CAR)
    discretisation = discretise(environment.observation_space, MOUNTAIN_CAR)
    env = gymnasium.make("MountainCar-v0", render_mode="rgb_array")
    env.reset(seed=3)
    watched = play(environment, discretisation, constant_policy(2, (6, 5)), episodes=1, seed=3, max_steps=4)
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
    first, last = watch(EnvironmentSettings("Switch-v0"), greedy_policy(np.array([[0.0, 1.0], [0, 0]])), episodes=1)
    assert (first.cell, first.action, last.cell, last.return_so_far) == ((0,), 1, (1,), 8.0)
