"""The tables of a training on its way: between episodes, and in the middle of one, as some of the book's figures."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tabular.errors import UserError
from tabular.learning.agent import WHOLE_EPISODES
from tabular.learning.training import Training
from tabular.studies.trial import training_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tabular.engines.engine import EngineName
    from tabular.studies.trial import TrialSettings

CATCHING_UP = (*WHOLE_EPISODES, "n_step_sarsa")
"""Algorithms that learn at the end of an episode what they haven't learned of it so far."""


class Time(NamedTuple):
    """When a table is wanted.

    Attributes:
        episodes: the episodes that are over.
        steps: the steps taken in the next one; `half`: half of those that it takes, rounded down.
    """

    episodes: int
    steps: int | Literal["half"] = 0


class TableOnTheWay(NamedTuple):
    """The table at some time.

    Attributes:
        q_table: the values, shape cells + (actions,), or the weights, shape (tilings, *tiles, actions).
        steps: the steps taken in the episode so far.
        state: the cell that the agent is in, as a flat index; None between episodes, and with tiles.
    """

    q_table: NDArray[np.float64]
    steps: int
    state: int | None


def tables_at(trial: TrialSettings, seed: int, times: Sequence[Time], engine: EngineName) -> list[TableOnTheWay]:
    """Return the tables of one training at some times, in their order.

    Args:
        trial: the settings of the training.
        seed: its seed.
        times: when; each in the middle of an episode takes a training of its own.
        engine: what plays whole episodes; it makes no difference to what comes out.

    Raises:
        UserError: the training or the episode ends before one of these times, or the algorithm has no such table.
    """
    ends = [time.episodes + (time.steps != 0) for time in times]
    if max(ends, default=0) > trial.episodes:
        raise UserError(f"the training has {trial.episodes} episodes, and a table after {max(ends)} is asked for")
    wanted = {time.episodes for time in times if time.steps in {0, "half"}}
    whole = {time.episodes + 1 for time in times if time.steps == "half"}
    between: dict[int, NDArray[np.float64]] = {}
    with closing(training_of(trial, seed, engine)) as training:
        for episodes in training.run(sorted(wanted | whole)):
            training.require_finite(0, episodes)
            if episodes in wanted:
                between[episodes] = training.q_table.copy()
    lengths = training.rewards.length
    found = []
    for episodes, steps in times:
        count = int(lengths[episodes]) // 2 if steps == "half" else steps
        if count == 0:
            found.append(TableOnTheWay(between[episodes], 0, None))
        else:
            found.append(_in_the_middle(trial, seed, episodes, count))
    return found


def _in_the_middle(trial: TrialSettings, seed: int, episodes: int, steps: int) -> TableOnTheWay:
    """Return the table after some steps of an episode, at least one, which is cut off there.

    The step at a time limit is learned from as every other one, so the table is that in the middle of the episode. The
    Gymnasium engine plays: there, what is read of an observation can be listened to.
    """
    agent = trial.agent
    if agent.algorithm in CATCHING_UP or agent.at_truncation != "bootstrap":
        raise UserError(
            f"a table in the middle of an episode can't be had with algorithm {agent.algorithm} and at_truncation "
            f"{agent.at_truncation}; allowed: at_truncation bootstrap and an algorithm that learns from each step "
            f"alone, not {', '.join(CATCHING_UP)}"
        )
    training = Training(trial.environment, agent, trial.episodes, seed, "gymnasium")
    last_state = LastState(training.engine.env.read)
    training.engine.env.read = last_state
    for episode in training.run([episodes, episodes + 1]):
        training.require_finite(0, episode)
        training.time_limit = min(training.time_limit, steps)
    taken = int(training.rewards.length[episodes])
    if taken < steps:
        raise UserError(f"episode {episodes} of seed {seed} ends after {taken} steps, before step {steps}")
    has_cells = training.value_function == "table"
    return TableOnTheWay(training.q_table, steps, int(last_state.state) if has_cells else None)


class LastState:
    """Reads observations as another function does, and remembers what it read last.

    Attributes:
        state: the flat index of a cell.
    """

    def __init__(self, read: Callable[[Any], int]) -> None:
        """Take the function that reads."""
        self._read = read
        self.state = -1

    def __call__(self, observation: Any) -> int:  # noqa: ANN401 (whatever an environment gives)
        """Read an observation."""
        self.state = self._read(observation)
        return self.state
