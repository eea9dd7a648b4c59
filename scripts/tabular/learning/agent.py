"""The settings of a learning agent: the algorithm, the behaviour policy, and what they need."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from tabular.learning.schedules import Schedule

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

AlgorithmName = Literal[
    "q_learning",
    "sarsa",
    "expected_sarsa",
    "double_q_learning",
    "monte_carlo",
    "off_policy_monte_carlo",
    "n_step_sarsa",
    "watkins_q_lambda",
    "sarsa_lambda",
    "dyna_q",
    "dyna_q_plus",
    "prioritized_sweeping",
    "differential_sarsa",
]
BehaviourName = Literal["epsilon_greedy", "softmax", "ucb"]

KEYS_OF_ALGORITHMS: dict[str, tuple[str, ...]] = {
    "monte_carlo": ("average_returns",),
    "n_step_sarsa": ("steps",),
    "watkins_q_lambda": ("trace_decay", "traces"),
    "sarsa_lambda": ("trace_decay", "traces"),
    "dyna_q": ("planning_steps",),
    "dyna_q_plus": ("planning_steps", "exploration_bonus"),
    "prioritized_sweeping": ("planning_steps", "priority_threshold"),
    "differential_sarsa": ("average_reward_step_size",),
}
"""The keys of the configuration that only some algorithms use."""

KEY_OF_BEHAVIOUR: dict[str, str] = {"epsilon_greedy": "epsilon", "softmax": "temperature", "ucb": "confidence"}
"""The schedule that says how much a behaviour policy explores."""

KEYS_OF_TILES = ("value_function", "tilings", "tiles", "offsets")
"""The keys of the configuration about what values are kept in; jobs have them beside the environment's bins."""

ACTION_MASK = "action_mask"
"""The key that says whether the environment's masks are listened to; jobs have it likewise."""

_MODEL_OF_STATES = "its model remembers what followed each state of a table, and tiles have no states"

_STATES_OF_EPISODE = "it comes back to the states of an episode after its end, and tiles have no states"

TABLE_ONLY = {
    "monte_carlo": _STATES_OF_EPISODE,
    "off_policy_monte_carlo": _STATES_OF_EPISODE,
    "dyna_q": _MODEL_OF_STATES,
    "dyna_q_plus": _MODEL_OF_STATES,
    "prioritized_sweeping": _MODEL_OF_STATES,
}
"""Algorithms that need a table, and why."""

TEXTBOOK_ONLY = (
    "monte_carlo",
    "off_policy_monte_carlo",
    "n_step_sarsa",
    "watkins_q_lambda",
    "sarsa_lambda",
    "differential_sarsa",
)
"""Algorithms for which setting a value to 0 at termination, as the tutorial does, has no sense: they update many values
then, or their values are differences from an average."""

WITHOUT_DISCOUNT = ("differential_sarsa",)
"""Algorithms that weigh all that is to come alike."""

WITHOUT_STEP_SIZE = ("off_policy_monte_carlo",)
"""Algorithms whose step sizes follow from what happened."""

NO_STEP_SIZE = Schedule("constant", math.nan)
"""The learning rate of an agent that has none."""

EPSILON_GREEDY_ONLY = ("off_policy_monte_carlo",)
"""Algorithms that have to know how probable each action was."""

LONGEST_EPISODE = 1_000_000
"""Steps after which an algorithm that keeps whole episodes cuts one off, as at a time limit, if none comes before."""

WHOLE_EPISODES = ("monte_carlo", "off_policy_monte_carlo")
"""Algorithms that keep whole episodes: they learn nothing before the end, and could go round in circles for ever."""


def unused_keys(agent: Mapping[str, Any]) -> dict[str, tuple[str, list[str]]]:
    """Return the keys of `agent` that it doesn't use, each with another key and its values with which it would."""
    algorithm, behaviour = agent["algorithm"], agent["behaviour"]
    users: dict[str, list[str]] = {}
    for name, keys in KEYS_OF_ALGORITHMS.items():
        for key in keys:
            users.setdefault(key, []).append(name)
    users["discount"] = [name for name in get_args(AlgorithmName) if name not in WITHOUT_DISCOUNT]
    users["learning_rate"] = [name for name in get_args(AlgorithmName) if name not in WITHOUT_STEP_SIZE]
    unused = {key: ("algorithm", names) for key, names in users.items() if algorithm not in names}
    if algorithm == "monte_carlo" and agent["average_returns"]:
        unused["learning_rate"] = ("average_returns", ["false"])
    return unused | {key: ("behaviour", [name]) for name, key in KEY_OF_BEHAVIOUR.items() if name != behaviour}


def used_settings(agent: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration's `agent`, without what this algorithm and behaviour don't use.

    Nor does it have what jobs are given beside the environment.
    """
    unused = {*unused_keys(agent), *KEYS_OF_TILES, ACTION_MASK}
    return {key: value for key, value in agent.items() if key not in unused}


@dataclass(frozen=True, kw_only=True)
class AgentSettings:
    """What an agent needs to know, besides the environment.

    Attributes:
        algorithm: how it learns.
        discount: weight of the next step's value, in [0, 1].
        initial_low: smallest initial value.
        initial_high: largest initial value (not reached, unless it equals the smallest).
        learning_rate: the step size, by episode; `NO_STEP_SIZE` if there is none.
        behaviour: how it chooses its actions while it learns.
        exploration: how much it explores, by episode: the behaviour's epsilon, temperature or confidence.
        ties: which of several best actions it takes.
        at_termination: what the last update of a terminated episode does: `zero` sets the value to 0 (the
            tutorial), `target` moves it towards the last reward (the textbook).
        at_truncation: what the last update of an episode cut off by its time limit does: `skip` nothing (the
            tutorial), `bootstrap` the same as in every other step (the textbook), `terminate` the same as at a
            terminal state (a common mistake).
        average_returns: whether Monte Carlo control takes the average of all returns, instead of the step size.
        steps: rewards in the target of n-step Sarsa, at least 1.
        trace_decay: λ of the algorithms with eligibility traces, in [0, 1].
        traces: what a visit does to the traces of the state; `dutch` for Sarsa(λ) only.
        planning_steps: updates from a model after each step in the environment.
        exploration_bonus: κ of Dyna-Q+, in the units of a reward, at least 0.
        priority_threshold: θ of prioritized sweeping, in the units of a return, at least 0.
        average_reward_step_size: of differential Sarsa's average reward, in (0, 1].
    """

    algorithm: AlgorithmName
    discount: float
    initial_low: float
    initial_high: float
    learning_rate: Schedule
    behaviour: BehaviourName
    exploration: Schedule
    ties: Literal["lowest", "random"]
    at_termination: Literal["zero", "target"]
    at_truncation: Literal["skip", "bootstrap", "terminate"]
    average_returns: bool = True
    steps: int = 1
    trace_decay: float = 0.0
    traces: Literal["accumulating", "replacing", "clearing", "dutch"] = "replacing"
    planning_steps: int = 0
    exploration_bonus: float = 0.0
    priority_threshold: float = 0.0
    average_reward_step_size: float = 0.01

    @classmethod
    def from_settings(cls, agent: Mapping[str, Any]) -> AgentSettings:
        """Make it from the mapping that the configuration has under `agent`; unused keys may be missing."""
        algorithm, behaviour = agent["algorithm"], agent["behaviour"]
        has_step_size = algorithm not in WITHOUT_STEP_SIZE
        if algorithm == "monte_carlo" and agent["average_returns"]:
            has_step_size = False
        return cls(
            algorithm=algorithm,
            discount=1.0 if algorithm in WITHOUT_DISCOUNT else agent["discount"],
            initial_low=agent["initial_value"]["low"],
            initial_high=agent["initial_value"]["high"],
            learning_rate=Schedule(**agent["learning_rate"]) if has_step_size else NO_STEP_SIZE,
            behaviour=behaviour,
            exploration=Schedule(**agent[KEY_OF_BEHAVIOUR[behaviour]]),
            ties=agent["ties"],
            at_termination=agent["at_termination"],
            at_truncation=agent["at_truncation"],
            **{key: agent[key] for key in KEYS_OF_ALGORITHMS.get(algorithm, ())},
        )

    def with_initial_values_divided_by(self, tilings: int) -> AgentSettings:
        """Return settings for weights of tiles, whose sums are the values."""
        return replace(self, initial_low=self.initial_low / tilings, initial_high=self.initial_high / tilings)

    def initial_table(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return the table before the first episode: uniform in [initial_low, initial_high), drawn from `rng`."""
        return rng.uniform(self.initial_low, self.initial_high, size=shape)
