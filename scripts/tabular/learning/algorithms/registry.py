"""The algorithms by their names. Each is loaded when it is asked for, so that a training's code has no other."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tabular.engines.interface import EpisodeOutcome, Task
    from tabular.learning.agent import AgentSettings
    from tabular.learning.learner import Learner

ALGORITHMS = (
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
)
"""The names of the algorithms, which are those of their modules."""


class Algorithm(NamedTuple):
    """A learning algorithm.

    Attributes:
        play_episode: plays an episode and learns from it: takes the learner, how much to explore, the step size and the
            task.
        initial_memory: makes what the algorithm keeps besides the table: takes the agent's settings, its random numbers
            and the table, shape (states, actions), which it may change.
    """

    play_episode: Callable[[Learner, float, float, Task], EpisodeOutcome]
    initial_memory: Callable[[AgentSettings, np.random.Generator, NDArray[np.float64]], Any]


def module_name(algorithm: str) -> str:
    """Return the full name of an algorithm's module."""
    return f"{__package__}.{algorithm}"


def load_algorithm(name: str) -> Algorithm:
    """Load one of `ALGORITHMS`, and none of the others."""
    module = importlib.import_module(module_name(name))
    return Algorithm(module.play_episode, getattr(module, "initial_memory", _nothing))


def _nothing(_settings: AgentSettings, _rng: np.random.Generator, _table: NDArray[np.float64]) -> None:
    """Keep nothing besides the table."""
