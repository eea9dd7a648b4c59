"""Q-learning with an epsilon-greedy behaviour policy (Sutton & Barto, 2nd ed., section 6.5, page 131).

The loop is written once, over scalars and flat indices, and serves every engine: it runs as it stands over
Gymnasium's environments, and compiled over restated ones. What it knows of an environment are four names that it
leaves open for `tabular.specialisation`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tabular.policies import greedy_action
from tabular.schedules import Schedule
from tabular.specialisation import LEFT_OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray


ACTIONS: int = LEFT_OPEN
"""The number of actions."""

reset: Callable[[Any], Any] = LEFT_OPEN
"""Takes the world; starts an episode, returns its first state."""

step: Callable[[Any, Any, int], tuple[Any, float, bool, bool]] = LEFT_OPEN
"""Takes the world, a state and an action; returns the next state, the reward, whether the episode terminated, and
whether the environment cut it off itself."""

locate: Callable[[Any, Any], int] = LEFT_OPEN
"""Takes the table's layout and a state; returns the flat index of the state's cell."""


@dataclass(frozen=True)
class QLearning:
    """What Q-learning needs to know, besides the environment.

    Attributes:
        discount: weight of the next step's value, in [0, 1].
        initial_low: smallest initial value.
        initial_high: largest initial value (not reached, unless it equals the smallest).
        learning_rate: the step size, by episode.
        epsilon: the probability of a random action, by episode.
        at_termination: what the last update of a terminated episode does: `zero` sets the value to 0 (the
            tutorial), `target` moves it towards the last reward (the textbook).
        at_truncation: what the last update of an episode cut off by its time limit does: `skip` nothing (the
            tutorial), `bootstrap` the same as in every other step (the textbook).
    """

    discount: float
    initial_low: float
    initial_high: float
    learning_rate: Schedule
    epsilon: Schedule
    at_termination: Literal["zero", "target"]
    at_truncation: Literal["skip", "bootstrap"]

    @classmethod
    def from_settings(cls, agent: Mapping[str, Any]) -> QLearning:
        """Make it from the mapping that the configuration has under `agent`."""
        return cls(
            discount=agent["discount"],
            initial_low=agent["initial_value"]["low"],
            initial_high=agent["initial_value"]["high"],
            learning_rate=Schedule(**agent["learning_rate"]),
            epsilon=Schedule(**agent["epsilon"]),
            at_termination=agent["at_termination"],
            at_truncation=agent["at_truncation"],
        )

    def initial_table(self, rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Return the table before the first episode: uniform in [initial_low, initial_high), drawn from `rng`."""
        return rng.uniform(self.initial_low, self.initial_high, size=shape)


def run_episodes(  # noqa: PLR0917 (Numba takes no keyword-only arguments)
    first: int,
    stop: int,
    table: NDArray[np.float64],
    rng: np.random.Generator,
    epsilon: NDArray[np.float64],
    learning_rate: NDArray[np.float64],
    discount: float,
    zero_at_termination: bool,  # noqa: FBT001
    bootstrap_at_truncation: bool,  # noqa: FBT001
    world: Any,  # noqa: ANN401 (each engine's own)
    layout: Any,  # noqa: ANN401 (each kind of table's own)
    time_limit: int,
    rewards: NDArray[np.float64],
    lengths: NDArray[np.int32],
    terminations: NDArray[np.bool_],
) -> None:
    """Play the episodes `first` … `stop - 1` and learn from every step, in place.

    The draws from `rng`, in their order, are part of the project's contract: per step one number; when it is below
    epsilon, a second one that chooses among all actions.

    Args:
        first: the first episode (0-based).
        stop: the episode before which to stop.
        table: action values, shape (cells, actions), changed in place.
        rng: the agent's random numbers, never the environment's.
        epsilon: probability of a random action, by episode.
        learning_rate: step size, by episode.
        discount: weight of the next step's value.
        zero_at_termination: set the value to 0 at termination, instead of moving it towards the last reward.
        bootstrap_at_truncation: learn from the last step of a truncated episode as from every other.
        world: what `reset` and `step` need to know.
        layout: what `locate` needs to know.
        time_limit: number of steps after which an episode is truncated.
        rewards: receives the sum of rewards, by episode.
        lengths: receives the number of steps, by episode.
        terminations: receives whether the episode terminated (as opposed to having been truncated), by episode.
    """
    for episode in range(first, stop):
        exploration = float(epsilon[episode])
        step_size = float(learning_rate[episode])
        episode_reward = 0.0
        length = 0
        terminated = False
        truncated = False
        state = reset(world)
        cell = locate(layout, state)
        while not (terminated or truncated):
            explore = rng.random() < exploration
            action = int(rng.random() * ACTIONS) if explore else greedy_action(table, cell)
            state, reward, terminated, truncated = step(world, state, action)
            length += 1
            truncated = truncated or length >= time_limit
            next_cell = locate(layout, state)
            if terminated:
                if zero_at_termination:
                    table[cell, action] = 0.0
                else:
                    table[cell, action] = (1 - step_size) * table[cell, action] + step_size * reward
            elif bootstrap_at_truncation or not truncated:
                target = reward + discount * table[next_cell, greedy_action(table, next_cell)]
                table[cell, action] = (1 - step_size) * table[cell, action] + step_size * target
            episode_reward += reward
            cell = next_cell
        rewards[episode] = episode_reward
        lengths[episode] = length
        terminations[episode] = terminated
