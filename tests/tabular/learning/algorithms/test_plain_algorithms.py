"""Every algorithm and policy, written again from docs/reproducibility.md, on plain dictionaries and lists.

Shares nothing with the project but what the page says; slow, and short.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import gymnasium
import numpy as np
import pytest
from tabular.environments.settings import EnvironmentSettings
from tabular.learning.agent import EPSILON_GREEDY_ONLY
from tabular.learning.algorithms.registry import ALGORITHMS
from tabular.learning.training import BEHAVIOURS, Training

from tests.helpers.agents import make_agent

if TYPE_CHECKING:
    from tabular.learning.agent import AgentSettings

EPISODES = 60
ON_POLICY = {"sarsa", "expected_sarsa", "n_step_sarsa", "sarsa_lambda", "differential_sarsa"}
MONTE_CARLO = {"monte_carlo", "off_policy_monte_carlo"}
TEXTBOOK_ONLY = {*MONTE_CARLO, "n_step_sarsa", "sarsa_lambda", "watkins_q_lambda", "differential_sarsa"}


class Step(NamedTuple):
    """What happened in a step, and after it."""

    state: int
    action: int
    reward: float
    after: int
    next_action: int
    terminated: bool
    over: bool
    probability: float


class PlainAgent:
    """An agent on a discrete environment."""

    def __init__(self, environment: gymnasium.Env[Any, Any], agent: AgentSettings, seed: int) -> None:
        """Draw the first table, or two."""
        self.environment, self.agent, self.seed = environment, agent, seed
        self.rng = np.random.default_rng([seed, 1])
        states, actions = environment.observation_space, environment.action_space
        assert isinstance(states, gymnasium.spaces.Discrete)
        assert isinstance(actions, gymnasium.spaces.Discrete)
        self.states, self.n = int(states.n), int(actions.n)
        self.tables: list[list[list[float]]] = []
        for _ in range(2 if agent.algorithm == "double_q_learning" else 1):
            drawn = self.rng.uniform(agent.initial_low, agent.initial_high, size=(self.states, self.n))
            self.tables.append(drawn.tolist())
        self.visits = [[0] * self.n for _ in range(self.states)]
        self.model: dict[int, dict[int, tuple[float, int, bool]]] = {}
        self.tried: dict[tuple[int, int], int] = {}
        self.returns: dict[tuple[int, int], list[float]] = {}
        self.weights: dict[tuple[int, int], float] = {}
        self.queue: dict[tuple[int, int], float] = {}
        self.last_value = self.average_reward = 0.0
        self.time = 0

    def value(self, state: int, action: int) -> float:
        return sum(table[state][action] for table in self.tables) / len(self.tables)

    def values(self, state: int) -> list[float]:
        return [self.value(state, action) for action in range(self.n)]

    def best(self, numbers: list[float]) -> int:
        equals = [action for action, number in enumerate(numbers) if number == max(numbers)]
        if self.agent.ties == "random" and len(equals) > 1:
            return equals[int(self.rng.random() * len(equals))]
        return equals[0]

    def bounds(self, state: int, confidence: float) -> list[float]:
        visits, values = self.visits[state], self.values(state)
        return [
            value + confidence * math.sqrt(math.log(sum(visits)) / seen) if seen else math.inf
            for value, seen in zip(values, visits, strict=True)
        ]

    def choose(self, state: int, exploration: float) -> int:
        values = self.values(state)
        if self.agent.behaviour == "ucb":
            return self.best(self.bounds(state, exploration))
        drawn = self.rng.random()
        if self.agent.behaviour == "softmax":
            sums = np.cumsum([math.exp((value - max(values)) / exploration) for value in values])
            return int((sums <= drawn * sums[-1]).sum())
        return int(self.rng.random() * self.n) if drawn < exploration else self.best(values)

    def expected(self, state: int, exploration: float) -> float:
        values = np.array(self.values(state))
        if self.agent.behaviour == "softmax":
            weights = np.exp((values - values.max()) / exploration)
            return float((weights * values).sum() / weights.sum())
        if self.agent.behaviour == "ucb":
            bounds = np.array(self.bounds(state, exploration))
            chosen = values[bounds == bounds.max()]
            return float(chosen.mean() if self.agent.ties == "random" else chosen[0])
        return float(exploration * values.mean() + (1 - exploration) * values.max())

    def move(self, table: list[list[float]], state: int, action: int, target: float) -> None:
        step_size = self.agent.learning_rate.start
        table[state][action] += step_size * (target - table[state][action])

    def train(self) -> None:
        exploration = self.agent.exploration.start
        for episode in range(EPISODES):
            state, _ = self.environment.reset(seed=self.seed) if episode == 0 else self.environment.reset()
            self.play(state, exploration)

    def play(self, state: int, exploration: float) -> None:
        """Play an episode; keep all of it, and learn after each step."""
        agent = self.agent
        action = self.choose(state, exploration) if agent.algorithm in ON_POLICY else -1
        path: list[Step] = []
        self.last_value = 0.0
        traces: dict[tuple[int, int], float] = {}
        over = False
        while not over:
            if agent.algorithm not in ON_POLICY:
                action = self.choose(state, exploration)
            fading = agent.discount * agent.trace_decay
            if agent.algorithm == "watkins_q_lambda" and self.value(state, action) < max(self.values(state)):
                fading = 0.0
            traces = {pair: trace * fading for pair, trace in traces.items() if trace * fading >= 1e-8}
            probability = self.probability(state, action, exploration)
            after, reward, terminated, truncated, _ = self.environment.step(action)
            self.time += 1
            self.tried[state, action] = self.time
            over = terminated or truncated
            terminated = terminated or (truncated and agent.at_truncation == "terminate")
            next_action = self.choose(after, exploration) if agent.algorithm in ON_POLICY and not terminated else -1
            path.append(Step(state, action, float(reward), after, next_action, terminated, over, probability))
            if agent.algorithm in MONTE_CARLO:
                if over and (terminated or agent.at_truncation == "bootstrap"):
                    self.learn_from_episode(path, exploration)
            elif terminated or not truncated or agent.at_truncation == "bootstrap":
                if agent.algorithm == "n_step_sarsa":
                    self.learn_from_returns(path)
                elif agent.algorithm in {"sarsa_lambda", "watkins_q_lambda"}:
                    self.learn_along_traces(path[-1], traces, exploration)
                else:
                    self.learn_from_step(path[-1], exploration)
            state, action = after, next_action

    def probability(self, state: int, action: int, epsilon: float) -> float:
        """Return how probable an action is for an epsilon-greedy agent."""
        values = self.values(state)
        best = [one for one in range(self.n) if values[one] == max(values)]
        best = best if self.agent.ties == "random" else best[:1]
        return epsilon / self.n + ((1 - epsilon) / len(best) if action in best else 0.0)

    def learn_from_episode(self, path: list[Step], exploration: float) -> None:
        agent, table = self.agent, self.tables[0]
        to_come, weight = 0.0, 1.0
        if not path[-1].terminated and agent.algorithm == "monte_carlo":
            to_come = self.expected(path[-1].after, exploration)
        elif not path[-1].terminated:
            to_come = max(self.values(path[-1].after))
        for time in reversed(range(len(path))):
            state, action, reward = path[time][:3]
            to_come = reward + agent.discount * to_come
            if agent.algorithm == "monte_carlo":
                if (state, action) in [step[:2] for step in path[:time]]:
                    continue
                self.returns.setdefault((state, action), []).append(to_come)
                if agent.average_returns:
                    table[state][action] = sum(self.returns[state, action]) / len(self.returns[state, action])
                else:
                    self.move(table, state, action, to_come)
                self.visits[state][action] += 1
                continue
            self.weights[state, action] = self.weights.get((state, action), 0.0) + weight
            table[state][action] += weight / self.weights[state, action] * (to_come - table[state][action])
            self.visits[state][action] += 1
            if action != table[state].index(max(table[state])):
                break
            weight /= path[time].probability

    def learn_from_returns(self, path: list[Step]) -> None:
        agent, last = self.agent, path[-1]
        stop = len(path) if last.over else len(path) - agent.steps + 1
        for start in range(max(0, len(path) - agent.steps), stop):
            rewards = [step.reward for step in path[start:]]
            target = sum(agent.discount**power * reward for power, reward in enumerate(rewards))
            if not last.terminated:
                target += agent.discount ** len(rewards) * self.value(last.after, last.next_action)
            self.move(self.tables[0], path[start].state, path[start].action, target)
            self.visits[path[start].state][path[start].action] += 1

    def learn_along_traces(self, step: Step, traces: dict[tuple[int, int], float], exploration: float) -> None:
        table, pair, step_size = self.tables[0], (step.state, step.action), self.agent.learning_rate.start
        before, value = traces.get(pair, 0.0), table[step.state][step.action]
        if self.agent.traces == "clearing":
            for action in range(self.n):
                traces.pop((step.state, action), None)
        traces[pair] = {
            "replacing": 1.0,
            "clearing": 1.0,
            "accumulating": before + 1.0,
            "dutch": before + 1.0 - step_size * before,
        }[self.agent.traces]
        error = step.reward + self.future(step, exploration) - value
        surprise = value - self.last_value if self.agent.traces == "dutch" else 0.0
        if not step.terminated:
            self.last_value = self.value(step.after, step.next_action) if step.next_action >= 0 else 0.0
        for (state, action), trace in traces.items():
            table[state][action] += step_size * (error + surprise) * trace
        table[step.state][step.action] -= step_size * surprise
        self.visits[step.state][step.action] += 1

    def learn_from_step(self, step: Step, exploration: float) -> None:
        agent, table = self.agent, self.tables[0]
        if agent.algorithm == "double_q_learning":
            table, other = self.tables if self.rng.random() < 0.5 else self.tables[::-1]
            future = 0.0 if step.terminated else agent.discount * other[step.after][self.best(table[step.after])]
        else:
            future = self.future(step, exploration)
        if agent.algorithm == "prioritized_sweeping":
            self.sweep(step)
        elif agent.algorithm == "differential_sarsa":
            error = step.reward - self.average_reward + future - table[step.state][step.action]
            self.average_reward += agent.average_reward_step_size * error
            table[step.state][step.action] += agent.learning_rate.start * error
        elif step.terminated and agent.at_termination == "zero":
            table[step.state][step.action] = 0.0
        else:
            self.move(table, step.state, step.action, step.reward + future)
        self.visits[step.state][step.action] += 1
        if agent.algorithm == "dyna_q":
            self.model.setdefault(step.state, {})[step.action] = (step.reward, step.after, step.terminated)
            for _ in range(agent.planning_steps):
                self.plan()
        if agent.algorithm == "dyna_q_plus":
            self.model.setdefault(step.state, dict.fromkeys(range(self.n), (0.0, step.state, False)))
            self.model[step.state][step.action] = (step.reward, step.after, step.terminated)
            for _ in range(agent.planning_steps):
                self.plan()

    def future(self, step: Step, exploration: float) -> float:
        """Return the discounted value of what is still to come."""
        if step.terminated:
            return 0.0
        if self.agent.algorithm == "differential_sarsa":
            return self.value(step.after, step.next_action)
        if self.agent.algorithm in {"sarsa", "sarsa_lambda"}:
            return self.agent.discount * self.value(step.after, step.next_action)
        if self.agent.algorithm == "expected_sarsa":
            return self.agent.discount * self.expected(step.after, exploration)
        return self.agent.discount * max(self.values(step.after))

    def plan(self) -> None:
        state = list(self.model)[int(self.rng.random() * len(self.model))]
        action = list(self.model[state])[int(self.rng.random() * len(self.model[state]))]
        reward, after, terminated = self.model[state][action]
        reward += self.agent.exploration_bonus * (self.time - self.tried.get((state, action), 0)) ** 0.5
        if terminated and self.agent.at_termination == "zero":
            self.tables[0][state][action] = 0.0
        else:
            future = 0.0 if terminated else max(self.values(after))
            self.move(self.tables[0], state, action, reward + self.agent.discount * future)

    def sweep(self, step: Step) -> None:
        self.model.setdefault(step.state, {})[step.action] = (step.reward, step.after, step.terminated)
        self.put_into_queue(step.state, step.action)
        for _ in range(self.agent.planning_steps):
            if self.queue:
                state, action = min(self.queue, key=lambda pair: (-self.queue[pair], pair))
                del self.queue[state, action]
                target = self.modelled_target(state, action)
                is_zero = self.model[state][action][2] and self.agent.at_termination == "zero"
                self.tables[0][state][action] += (1.0 if is_zero else self.agent.learning_rate.start) * (
                    target - self.tables[0][state][action]
                )
                for before, actions in self.model.items():
                    for its_action, (_, after, terminated) in actions.items():
                        if after == state and not terminated:
                            self.put_into_queue(before, its_action)

    def modelled_target(self, state: int, action: int) -> float:
        reward, after, terminated = self.model[state][action]
        if terminated:
            return 0.0 if self.agent.at_termination == "zero" else reward
        return reward + self.agent.discount * max(self.values(after))

    def put_into_queue(self, state: int, action: int) -> None:
        error = abs(self.modelled_target(state, action) - self.tables[0][state][action])
        if error > self.agent.priority_threshold:
            self.queue[state, action] = max(error, self.queue.get((state, action), 0.0))


VARIANTS: list[dict[str, Any]] = [
    {
        "average_returns": False,
        "at_termination": "target",
        "at_truncation": "bootstrap",
        "traces": "replacing",
        "steps": 3,
        "trace_decay": 0.7,
    },
    {"at_termination": "target", "at_truncation": "skip", "traces": "accumulating", "steps": 6, "trace_decay": 0.95},
    {"at_termination": "zero", "at_truncation": "skip"},
    {"at_termination": "target", "at_truncation": "terminate", "traces": "replacing", "steps": 3, "trace_decay": 0.7},
]
DUTCH = {"at_termination": "target", "at_truncation": "bootstrap", "traces": "dutch", "trace_decay": 0.9}
CLEARING = {**DUTCH, "traces": "clearing"}
ALL_VARIANTS = {
    **dict.fromkeys(ALGORITHMS, VARIANTS),
    "sarsa_lambda": [*VARIANTS, DUTCH, CLEARING],
    "watkins_q_lambda": [*VARIANTS, CLEARING],
}


@pytest.mark.parametrize("ties", ["lowest", "random"])
@pytest.mark.parametrize(
    ("algorithm", "behaviour", "variant"),
    [
        (algorithm, behaviour, variant)
        for algorithm, variants in ALL_VARIANTS.items()
        for behaviour in BEHAVIOURS
        for variant in variants
        if behaviour == "epsilon_greedy" or algorithm not in EPSILON_GREEDY_ONLY
    ],
)
def test_the_page_says_how_to_get_the_same_table(
    algorithm: str, behaviour: str, ties: str, variant: dict[str, Any]
) -> None:
    if variant["at_termination"] == "zero" and algorithm in TEXTBOOK_ONLY:
        variant = {**variant, "at_termination": "target", "steps": 1}
    agent = make_agent(
        algorithm=algorithm,
        behaviour=behaviour,
        ties=ties,
        initial_high=0.0,  # equal values to begin with, so that there are ties
        learning_rate=0.3,
        exploration=0.4,
        planning_steps=3,
        priority_threshold=0.01,
        exploration_bonus=0.01 if algorithm == "dyna_q_plus" else 0.0,
        average_reward_step_size=0.1,
        **variant,
    )
    rewards = (1.0, -0.5, -0.125)
    environment = EnvironmentSettings("FrozenLake-v1", arguments={"reward_schedule": rewards}, time_limit=12)
    training = Training(environment, agent, EPISODES, 5, "gymnasium")
    list(training.run([EPISODES]))
    again = PlainAgent(gymnasium.make("FrozenLake-v1", reward_schedule=rewards, max_episode_steps=12), agent, 5)
    again.train()
    table = [again.values(state) for state in range(again.states)]
    np.testing.assert_allclose(training.q_table, table, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(training.visits, again.visits)
