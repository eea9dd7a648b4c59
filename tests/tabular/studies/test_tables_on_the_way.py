"""Tables between episodes and in the middle of one, held against loops that stop there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import gymnasium
import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.tiles import Tiling
from tabular.errors import UserError
from tabular.evaluation.settings import EvaluationSettings
from tabular.learning.training import Training
from tabular.studies.tables_on_the_way import Time, tables_at
from tabular.studies.trial import TrialSettings

from tests.helpers.agents import make_agent

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.engines.engine import EngineName

ENGINES = ["compiled", "gymnasium"]
IN_ENGINES = [
    pytest.param(
        algorithm, engine, marks=pytest.mark.slow if engine == "compiled" and algorithm != "q_learning" else ()
    )
    for algorithm in ("q_learning", "dyna_q", "differential_sarsa")
    for engine in ENGINES
]
"""Each algorithm needs machine code of its own."""

EPSILON = STEP_SIZE = 0.5
DISCOUNT = 0.9
LAKE = EnvironmentSettings("FrozenLake-v1", arguments={"is_slippery": False}, time_limit=40)


class Plain(NamedTuple):
    """What a plain loop has when it stops."""

    table: NDArray[np.float64]
    state: int
    lengths: list[int]
    average: float


def plain_loop(
    seed: int, *, episodes: int, steps: int = 0, planning_steps: int = 0, average_step_size: float = 0.0
) -> Plain:
    """Learn on the lake, and stop after some episodes and some steps of the next one.

    It is Q-learning, Dyna-Q with planning steps and, with a step size of the average, differential Sarsa.
    """
    env = gymnasium.make("FrozenLake-v1", is_slippery=False, max_episode_steps=40)
    rng = np.random.default_rng([seed, 1])
    table = rng.uniform(0.0, 1.0, size=(16, 4))
    model: dict[int, dict[int, tuple[float, int, bool]]] = {}
    lengths: list[int] = []
    average, is_sarsa = 0.0, average_step_size > 0

    def choose(state: int) -> int:
        return int(rng.random() * 4) if rng.random() < EPSILON else int(np.argmax(table[state]))

    def move(state: int, action: int, reward: float, after: int, *, ended: bool) -> None:
        target = reward + (0.0 if ended else DISCOUNT * max(table[after]))
        table[state, action] += STEP_SIZE * (target - table[state, action])

    while True:
        state, _ = env.reset(seed=seed if not lengths else None)
        action, length, over = choose(state) if is_sarsa else -1, 0, False
        while not over:
            if (len(lengths), length) == (episodes, steps):
                return Plain(table, state, lengths, average)
            action = action if is_sarsa else choose(state)
            after, reward, ended, truncated, _ = env.step(action)
            length, over = length + 1, ended or truncated
            next_action = choose(after) if is_sarsa and not ended else -1
            if is_sarsa:
                error = float(reward) - average - table[state, action] + (0.0 if ended else table[after, next_action])
                average += average_step_size * error
                table[state, action] += STEP_SIZE * error
            else:
                move(state, action, float(reward), after, ended=ended)
                model.setdefault(state, {})[action] = (float(reward), after, ended)
            for _ in range(planning_steps):
                seen = [*model][int(rng.random() * len(model))]
                taken = [*model[seen]][int(rng.random() * len(model[seen]))]
                remembered = model[seen][taken]
                move(seen, taken, remembered[0], remembered[1], ended=remembered[2])
            state, action = after, next_action
        lengths.append(length)


ALGORITHMS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "q_learning": ({}, {}),
    "dyna_q": ({"planning_steps": 3}, {"planning_steps": 3}),
    "differential_sarsa": ({"average_reward_step_size": 0.25, "discount": 1.0}, {"average_step_size": 0.25}),
}


def trial(algorithm: str, environment: EnvironmentSettings = LAKE, **changes: Any) -> TrialSettings:
    agent = {"exploration": EPSILON, "learning_rate": STEP_SIZE, "discount": DISCOUNT} | ALGORITHMS[algorithm][0]
    settings = make_agent(algorithm=algorithm, **{**agent, **changes})
    return TrialSettings("0" * 16, environment, settings, 8, EvaluationSettings(1, 0, 40))


@pytest.mark.parametrize(("algorithm", "engine"), IN_ENGINES)
def test_an_episode_that_is_ended_early_leaves_the_table_of_its_middle(algorithm: str, engine: EngineName) -> None:
    settings = trial(algorithm)
    length = plain_loop(5, episodes=4, **ALGORITHMS[algorithm][1]).lengths[3]
    assert length > 2
    for steps in (1, length // 2, length - 1):
        training = Training(settings.environment, settings.agent, 8, 5, engine)
        assert training.engine.name == engine
        for _ in training.run([3, 4]):
            training.time_limit = steps
        plain = plain_loop(5, episodes=3, steps=steps, **ALGORITHMS[algorithm][1])
        np.testing.assert_allclose(training.q_table, plain.table, rtol=1e-12)
        assert [*training.rewards.length[:4]] == [*plain.lengths, steps]
        if algorithm == "differential_sarsa":
            assert training.memory.estimate[0] == pytest.approx(plain.average, rel=1e-12)
            assert plain.average != 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_time_limit_may_be_taken_back_and_is_not_passed_on(engine: EngineName) -> None:
    """A training of another seed, made of this one, has the environment's own again."""
    settings = trial("q_learning")
    training = Training(settings.environment, settings.agent, 8, 5, engine)
    own = training.time_limit
    training.time_limit = 1
    assert training.with_seed(6).time_limit == own
    for _ in training.run([2, 8]):
        training.time_limit = own
    lengths = training.rewards.length
    assert [*lengths[:2]] == [1, 1]
    assert max(lengths[2:]) > 1


def test_before_it_runs_a_training_has_no_memory() -> None:
    settings = trial("dyna_q")
    training = Training(settings.environment, settings.agent, 8, 5, "compiled")
    memories = [training.memory]
    memories += [training.memory for _ in training.run([0])]
    assert [memory is None for memory in (*memories, training.with_seed(6).memory)] == [True, False, True]


@pytest.mark.parametrize(("algorithm", "engine"), IN_ENGINES[:-2])
def test_tables_are_those_of_their_times(algorithm: str, engine: EngineName) -> None:
    plan = ALGORITHMS[algorithm][1]
    halves = [Time(episode, "half") for episode in (7, 1, 2, 4)]
    times = [Time(3, 2), Time(5), Time(0), *halves, Time(0, 1), Time(8)]
    lengths = plain_loop(1, episodes=8, **plan).lengths
    assert any(lengths[time.episodes] % 2 for time in halves), "an odd number makes a half that is rounded"
    for time, found in zip(times, tables_at(trial(algorithm), 1, times, engine), strict=True):
        steps = lengths[time.episodes] // 2 if time.steps == "half" else time.steps
        plain = plain_loop(1, episodes=time.episodes, steps=steps, **plan)
        np.testing.assert_allclose(found.q_table, plain.table, rtol=1e-12, err_msg=str(time))
        assert found.steps == steps
        assert found.state == (plain.state if steps else None)


def test_tiles_have_no_cell() -> None:
    car = EnvironmentSettings("MountainCar-v0", tiling=Tiling(2, (3, 3)))
    (found,) = tables_at(trial("q_learning", car), 0, [Time(0, 9)], "gymnasium")
    assert found.state is None
    assert found.q_table.shape == (2, 3, 3, 3)


@pytest.mark.parametrize(
    ("times", "changes", "said"),
    [
        ([Time(9)], {}, "the training has 8 episodes, and a table after 9 is asked for"),
        ([Time(8, 1)], {}, "the training has 8 episodes, and a table after 9"),
        ([Time(2, 41)], {}, r"episode 2 of seed 1 ends after \d+ steps, before step 41"),
        ([Time(0, 1)], {"at_truncation": "skip"}, "at_truncation skip; allowed: at_truncation bootstrap"),
        ([Time(0, 1)], {"algorithm": "n_step_sarsa", "steps": 2}, "can't be had with algorithm n_step_sarsa"),
    ],
)
def test_a_table_that_cannot_be_had_is_said(times: list[Time], changes: dict[str, Any], said: str) -> None:
    settings = trial("q_learning")
    settings = TrialSettings("0" * 16, LAKE, make_agent(**changes), settings.episodes, settings.evaluation)
    with pytest.raises(UserError, match=said):
        tables_at(settings, 1, times, "gymnasium")
