"""Every algorithm over tiles, written again from docs/reproducibility.md and the book, with vectors of features.

The book's notation: `x` is a vector with a 1 for each active weight of an action, `w` are the weights, `z` the traces.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.environments.tiles import Tiling
from tabular.learning.training import Training

from tests.helpers.agents import make_agent

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tabular.learning.agent import AgentSettings

    Vector = NDArray[np.float64]

EPISODES = 12
TIME_LIMIT = 25
PI = np.float32(math.pi)


class PlainTiles:
    """Tiles over the components of an observation."""

    def __init__(self, settings: EnvironmentSettings, low: list[float], high: list[float]) -> None:
        """Take the bounds of each component."""
        assert settings.tiling is not None
        self.angles = settings.angles
        self.tilings, self.tiles, self.offsets = settings.tiling
        self.low, self.high = np.array(low, dtype=np.float32), np.array(high, dtype=np.float32)

    def components(self, observation: NDArray[np.float32]) -> list[np.float32]:
        if self.angles is None:
            return list(observation)
        (cosine_1, sine_1), (cosine_2, sine_2) = self.angles
        angles = []
        for cosine, sine in ((cosine_1, sine_1), (cosine_2, sine_2)):
            angle = np.float32(math.atan2(float(observation[sine]), float(observation[cosine])))
            angles.append(angle if angle < PI else -PI)
        return [*angles, observation[4], observation[5]]

    def active(self, observation: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Tell which tiles are active, shape (tilings, *tiles)."""
        active = np.zeros((self.tilings, *self.tiles), dtype=np.bool_)
        numbers = self.components(observation)
        for tiling in range(self.tilings):
            place = [tiling]
            for i, number in enumerate(numbers):
                tiles, is_angle = self.tiles[i], self.angles is not None and i < 2
                widths = tiles if is_angle else max(tiles - 1, 1)
                step = math.floor(
                    float(number - self.low[i]) / (float(self.high[i] - self.low[i]) / (widths * self.tilings))
                )
                step = min(max(step, 0), widths * self.tilings - is_angle)
                if tiles == 1:
                    step = 0
                shift = tiling * (2 * i + 1 if self.offsets == "asymmetric" else 1) % self.tilings
                place.append((step + shift) // self.tilings % tiles)
            active[tuple(place)] = True
        return active


class PlainLinearAgent:
    """Linear action values, and what the book does with them."""

    def __init__(
        self, environment: gymnasium.Env[Any, Any], tiles: PlainTiles, agent: AgentSettings, seed: int
    ) -> None:
        """Draw the first weights."""
        self.environment, self.tiles, self.agent, self.seed = environment, tiles, agent, seed
        self.rng = np.random.default_rng([seed, 1])
        assert isinstance(environment.action_space, gymnasium.spaces.Discrete)
        self.n = int(environment.action_space.n)
        self.shape = (tiles.tilings, *tiles.tiles, self.n)
        count = 2 if agent.algorithm == "double_q_learning" else 1
        low, high = agent.initial_low / tiles.tilings, agent.initial_high / tiles.tilings
        self.w = [self.rng.uniform(low, high, size=self.shape) for _ in range(count)]
        self.visits = np.zeros(self.shape, dtype=np.int64)
        self.alpha = agent.learning_rate.start / tiles.tilings
        self.average = 0.0

    def x(self, observation: NDArray[np.float32], action: int) -> Vector:
        features = np.zeros(self.shape)
        features[..., action] = self.tiles.active(observation)
        return features

    def q(self, observation: NDArray[np.float32], w: Vector | None = None) -> list[float]:
        weights: Vector = np.mean(self.w, axis=0) if w is None else w
        return [float((weights * self.x(observation, action)).sum()) for action in range(self.n)]

    def choose(self, observation: NDArray[np.float32]) -> int:
        values, exploration = self.q(observation), self.agent.exploration.start
        drawn = self.rng.random()
        if self.agent.behaviour == "softmax":
            sums = np.cumsum([math.exp((value - max(values)) / exploration) for value in values])
            return int((sums <= drawn * sums[-1]).sum())
        return int(self.rng.random() * self.n) if drawn < exploration else int(np.argmax(values))

    def expected(self, observation: NDArray[np.float32]) -> float:
        values, exploration = np.array(self.q(observation)), self.agent.exploration.start
        if self.agent.behaviour == "softmax":
            weights = np.exp((values - values.max()) / exploration)
            return float((weights * values).sum() / weights.sum())
        return float(exploration * values.mean() + (1 - exploration) * values.max())

    def train(self) -> None:
        play = {
            "q_learning": self.play_off_policy,
            "watkins_q_lambda": self.play_off_policy,
            "double_q_learning": self.play_off_policy,
            "n_step_sarsa": self.play_n_steps,
        }.get(self.agent.algorithm, self.play_on_policy)
        for episode in range(EPISODES):
            observation, _ = self.environment.reset(seed=self.seed) if episode == 0 else self.environment.reset()
            play(observation)

    def learns(self, *, terminated: bool, truncated: bool) -> bool:
        return terminated or not truncated or self.agent.at_truncation == "bootstrap"

    def visited(self, z: Vector, s: NDArray[np.float32], a: int) -> Vector:
        """Return the traces after a visit."""
        x, kind = self.x(s, a), self.agent.traces
        if kind == "dutch":
            return z + (1.0 - self.alpha * float((z * x).sum())) * x
        if kind == "clearing":
            z = np.where(self.tiles.active(s)[..., np.newaxis], 0.0, z)
        return np.where(x > 0, z + 1.0 if kind == "accumulating" else 1.0, z)

    def play_off_policy(self, s: NDArray[np.float32]) -> None:
        agent, z, over = self.agent, np.zeros(self.shape), False
        while not over:
            a = self.choose(s)
            values = self.q(s)
            z *= agent.discount * agent.trace_decay if values[a] == max(values) else 0.0
            x = self.x(s, a)
            z = self.visited(z, s, a)
            after, reward, terminated, truncated, _ = self.environment.step(a)
            over = terminated or truncated
            if self.learns(terminated=terminated, truncated=truncated):
                if agent.algorithm == "double_q_learning":
                    learned, other = (0, 1) if self.rng.random() < 0.5 else (1, 0)
                    best = int(np.argmax(self.q(after, self.w[learned])))
                    future = 0.0 if terminated else self.q(after, self.w[other])[best]
                    self.w[learned] += (
                        self.alpha * (float(reward) + agent.discount * future - self.q(s, self.w[learned])[a]) * x
                    )
                else:
                    future = 0.0 if terminated else max(self.q(after))
                    error = float(reward) + agent.discount * future - self.q(s)[a]
                    self.w[0] += self.alpha * error * (z if agent.algorithm == "watkins_q_lambda" else x)
                self.visits += x.astype(np.int64)
            s = after

    def play_on_policy(self, s: NDArray[np.float32]) -> None:
        agent, z, last, over = self.agent, np.zeros(self.shape), 0.0, False
        a = self.choose(s)
        while not over:
            after, reward, terminated, truncated, _ = self.environment.step(a)
            over = terminated or truncated
            next_action = -1 if terminated else self.choose(after)
            x, value = self.x(s, a), self.q(s)[a]
            future = 0.0 if terminated else self.q(after)[next_action]
            z = self.visited(z, s, a)
            if self.learns(terminated=terminated, truncated=truncated):
                if agent.algorithm == "differential_sarsa":
                    error = float(reward) - self.average + future - value
                    self.average += agent.average_reward_step_size * error
                    self.w[0] += self.alpha * error * x
                elif agent.algorithm == "sarsa_lambda" and agent.traces == "dutch":
                    error = float(reward) + agent.discount * future - value
                    self.w[0] += self.alpha * (error + value - last) * z - self.alpha * (value - last) * x
                elif agent.algorithm == "sarsa_lambda":
                    self.w[0] += self.alpha * (float(reward) + agent.discount * future - value) * z
                else:
                    if agent.algorithm == "expected_sarsa" and not terminated:
                        future = self.expected(after)
                    self.w[0] += self.alpha * (float(reward) + agent.discount * future - value) * x
                self.visits += x.astype(np.int64)
                last = future
            z = z * agent.discount * agent.trace_decay
            s, a = after, next_action

    def play_n_steps(self, s: NDArray[np.float32]) -> None:
        """Keep the whole episode; learn as soon as n rewards are there, and the rest at its end."""
        agent, n = self.agent, self.agent.steps
        path, rewards = [(s, self.choose(s))], list[float]()
        terminated = truncated = False

        def learn(start: int, stop: int) -> None:
            target = 0.0 if terminated and stop == len(rewards) else self.q(path[stop][0])[path[stop][1]]
            for reward in reversed(rewards[start:stop]):
                target = reward + agent.discount * target
            x = self.x(*path[start])
            self.w[0] += self.alpha * (target - self.q(path[start][0])[path[start][1]]) * x
            self.visits += x.astype(np.int64)

        while not (terminated or truncated):
            after, reward, terminated, truncated, _ = self.environment.step(path[-1][1])
            rewards.append(float(reward))
            path.append((after, -1 if terminated else self.choose(after)))
            if len(rewards) >= n and self.learns(terminated=terminated, truncated=truncated):
                learn(len(rewards) - n, len(rewards))
        if self.learns(terminated=terminated, truncated=truncated):
            for start in range(max(0, len(rewards) - n + 1), len(rewards)):
                learn(start, len(rewards))


CAR = EnvironmentSettings("MountainCar-v0", time_limit=TIME_LIMIT, tiling=Tiling(4, (3, 4)), bounds=((-0.8, 0.2), None))
ACROBOT = EnvironmentSettings(
    "Acrobot-v1",
    time_limit=TIME_LIMIT,
    angles=((0, 1), (2, 3)),
    bounds=(None, None, (-2.0, 2.0), (-3.0, 3.0)),
    tiling=Tiling(3, (4, 3, 2, 1), "uniform"),
)
TURN = float(PI)
BOUNDS: dict[str, tuple[list[float], list[float]]] = {
    "MountainCar-v0": ([-0.8, -0.07], [0.2, 0.07]),
    "Acrobot-v1": ([-TURN, -TURN, -2, -3], [TURN, TURN, 2, 3]),
}

AGENTS: dict[str, dict[str, Any]] = {
    "q_learning": {},
    "sarsa": {},
    "expected_sarsa": {},
    "double_q_learning": {},
    "n_step_sarsa": {"steps": 4},
    "watkins_q_lambda": {"trace_decay": 0.8},
    "watkins_q_lambda accumulating": {"trace_decay": 0.8, "traces": "accumulating"},
    "watkins_q_lambda clearing": {"trace_decay": 0.8, "traces": "clearing"},
    "sarsa_lambda": {"trace_decay": 0.8},
    "sarsa_lambda accumulating": {"trace_decay": 0.8, "traces": "accumulating"},
    "sarsa_lambda clearing": {"trace_decay": 0.8, "traces": "clearing"},
    "sarsa_lambda dutch": {"trace_decay": 0.8, "traces": "dutch"},
    "differential_sarsa": {"average_reward_step_size": 0.1, "discount": 1.0},
}


@pytest.mark.parametrize("at_truncation", ["bootstrap", pytest.param("skip", marks=pytest.mark.slow)])
@pytest.mark.parametrize("behaviour", ["epsilon_greedy", "softmax"])
@pytest.mark.parametrize("settings", [CAR, ACROBOT], ids=["car", "acrobot"])
@pytest.mark.parametrize("name", AGENTS)
def test_the_page_says_how_to_get_the_same_weights(
    name: str, settings: EnvironmentSettings, behaviour: str, at_truncation: str
) -> None:
    agent = make_agent(
        algorithm=name.split(maxsplit=1)[0],
        behaviour=behaviour,
        at_truncation=at_truncation,
        initial_low=-3.0,
        initial_high=3.0,
        learning_rate=0.3,
        exploration=0.4,
        **AGENTS[name],
    )
    training = Training(settings, agent, EPISODES, 5, "gymnasium")
    list(training.run([EPISODES]))
    environment = gymnasium.make(settings.id, max_episode_steps=TIME_LIMIT)
    again = PlainLinearAgent(environment, PlainTiles(settings, *BOUNDS[settings.id]), agent, 5)
    again.train()
    np.testing.assert_allclose(training.q_table, np.mean(again.w, axis=0), rtol=1e-8, atol=1e-11)
    np.testing.assert_array_equal(training.visits, again.visits)
