"""Environments that play by a table of transitions `P`, as Gymnasium's FrozenLake and CliffWalking do."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Transitions = list[tuple[float, int, float, bool]]
"""What may follow a state and an action: probability, next state, reward, whether the episode terminates."""

Table = dict[int, dict[int, Transitions]]
"""Transitions by state and action."""


class TableEnv(gymnasium.Env[Any, Any]):
    """An environment with numbered states that draws every step from its table.

    Reset and step draw one random number each. A subclass makes the table in its constructor, and can draw a picture.

    Attributes:
        P: the table of transitions.
        initial_state_distrib: probability of each state to start in, shape (states,).
        state: where the agent is.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 4}  # noqa: RUF012 (as Gymnasium declares it)

    def __init__(self, table: Table, starts: Sequence[float], render_mode: str | None = None) -> None:
        """Take the table.

        Args:
            table: the transitions of every state and action.
            starts: probability of each state to start in.
            render_mode: `rgb_array` for pictures.
        """
        if render_mode is not None and render_mode not in self.metadata["render_modes"]:
            raise ValueError(f"render_mode: {render_mode!r} is not allowed; allowed: null or rgb_array")
        self.P = table
        self.initial_state_distrib: NDArray[np.float64] = np.array(starts, dtype=np.float64)
        self.render_mode = render_mode
        self.observation_space = gymnasium.spaces.Discrete(len(table))
        self.action_space = gymnasium.spaces.Discrete(len(table[0]))
        self.state = int(self.initial_state_distrib.argmax())

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Draw the state to start in; `options={"state": 12}` starts in a state of one's own.

        Raises:
            ValueError: there is no such state.
        """
        super().reset(seed=seed, options=options)
        given = (options or {}).get("state")
        if given is not None and given not in self.observation_space:
            raise ValueError(
                f"options: state {given!r} is not allowed; allowed: a whole number from 0 to {len(self.P) - 1}"
            )
        self.state = self.draw(self.initial_state_distrib.tolist()) if given is None else int(given)
        return self.state, {}

    def step(self, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        """Draw one of the transitions of the state and an action; the probability of the one drawn is in the info."""
        return self.step_by(self.P, action)

    def step_by(self, table: Table, action: int) -> tuple[int, float, bool, bool, dict[str, Any]]:
        """Do the same by some table."""
        transitions = table[self.state][int(action)]
        chosen = transitions[self.draw([transition[0] for transition in transitions])]
        probability, self.state, reward, terminated = chosen
        return self.state, reward, terminated, False, {"prob": probability}

    def draw(self, probabilities: Sequence[float]) -> int:
        """Return a number, each with its probability; 0 as well where rounding left their sum below 1.

        This is Gymnasium's `categorical_sample` without arrays, which would take ten times as long.
        """
        chosen = bisect_right(list(accumulate(probabilities)), self.np_random.random())
        return chosen if chosen < len(probabilities) else 0
